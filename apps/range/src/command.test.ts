import { describe, expect, it } from 'vitest';
import { rangeCommand } from './command.ts';
import type { RegisterOptions } from './company/register.ts';
import type { RangeOptions } from './options.ts';
import { newCounters } from './report.ts';

interface Outcome {
  readonly options: RangeOptions | undefined;
  readonly registered: RegisterOptions | undefined;
  readonly printed: readonly string[];
}

const runCommand = async (args: readonly string[], token?: string): Promise<Outcome> => {
  let options: RangeOptions | undefined;
  let registered: RegisterOptions | undefined;
  const printed: string[] = [];
  const command = rangeCommand({
    play: async (given, hooks) => {
      options = given;
      hooks.onProgress?.({ ...newCounters(), elapsed: 1 });
      return { ...newCounters(), elapsed: 1, aborted: false, stories: [{ name: 'tbox', truth: { cloned: ['VIN'] } }] };
    },
    register: async (given) => {
      registered = given;
    },
    token,
    print: (line) => printed.push(line),
    printError: () => undefined,
    signal: new AbortController().signal,
  });
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' });
  return { options, registered, printed };
};

describe('the range command', () => {
  it('has defaults for everything but the target', async () => {
    const { options, printed } = await runCommand(['--tcp', '127.0.0.1:32960']);
    expect(options).toEqual({
      tcp: { host: '127.0.0.1', port: 32_960, forward: 'vehicles' },
      vehicles: 1000,
      seconds: 120,
      seed: 1,
      rate: 100,
      stories: ['takeover', 'tbox', 'intrusion'],
    });
    expect(printed).toEqual(['tbox: {"cloned":["VIN"]}']);
  });

  it('takes every option', async () => {
    const { options } = await runCommand(
      [
        '--tcp',
        '[::1]:1',
        '--forward',
        'platform',
        '--http',
        'http://h',
        '--vehicles',
        '5',
        '--seconds',
        '9',
        '--rate',
        '0.5',
        '--seed',
        '4',
        '--stories',
        'tbox, takeover',
      ],
      'FROM-ENV',
    );
    expect(options).toEqual({
      tcp: { host: '::1', port: 1, forward: 'platform' },
      http: { url: 'http://h', token: 'FROM-ENV' },
      vehicles: 5,
      seconds: 9,
      rate: 0.5,
      seed: 4,
      stories: ['tbox', 'takeover'],
    });
  });

  it('registers the company only when asked to, before it plays', async () => {
    const args = ['--http', 'http://h', '--syslog', '127.0.0.1:514', '--vehicles', '5', '--seed', '4'];
    expect(await runCommand(args, 'T')).toMatchObject({
      registered: undefined,
      options: { syslog: { host: '127.0.0.1', port: 514 } },
    });
    const { registered } = await runCommand([...args, '--register'], 'T');
    expect(registered).toEqual({ url: 'http://h', token: 'T', vehicles: 5, seed: 4 });
  });

  it('prefers the token of the flag, and can play without attacks', async () => {
    const { options } = await runCommand(['--http', 'http://h', '--token', 'FLAG', '--stories', 'none'], 'ENV');
    expect(options).toMatchObject({ http: { token: 'FLAG' }, stories: [] });
  });

  it('prints the report as one JSON object', async () => {
    const { printed } = await runCommand(['--tcp', 'h:1', '--json']);
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ aborted: false, stories: [{ name: 'tbox' }] });
  });

  it.each([
    [['--tcp', 'nohost'], /HOST:PORT/],
    [['--tcp', 'h:99999'], /HOST:PORT/],
    [['--vehicles', 'many'], /number/],
    [['--stories', 'ufo'], /takeover, tbox, intrusion/],
    [['--http', 'http://h'], /range\.options/],
    [['--tcp', 'h:1', '--register'], /range\.options/],
  ])('refuses %j', async (args, message) => {
    await expect(runCommand(args)).rejects.toThrow(message);
  });
});
