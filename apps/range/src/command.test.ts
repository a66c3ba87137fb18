import { describe, expect, it } from 'vitest';
import { rangeCommand } from './command.ts';
import type { RegisterOptions } from './company/register.ts';
import { STORIES } from './options.ts';
import type { RangeOptions } from './options.ts';
import type { RangeHooks } from './play.ts';
import { newCounters } from './report.ts';

interface Outcome {
  readonly options: RangeOptions | undefined;
  readonly registered: RegisterOptions | undefined;
  readonly printed: readonly string[];
  /** Files by name, and folders of traces with their seed. */
  readonly written: Readonly<Record<string, string>>;
  readonly traces: readonly string[];
  readonly hooks: RangeHooks | undefined;
}

const SCRIPT = [{ name: 'tbox', zh: '被控', en: 'taken', truth: { cloned: ['VIN'] }, steps: [] }] as const;

const runCommand = async (args: readonly string[], token?: string): Promise<Outcome> => {
  let options: RangeOptions | undefined;
  let registered: RegisterOptions | undefined;
  let used: RangeHooks | undefined;
  const printed: string[] = [];
  const written: Record<string, string> = {};
  const traces: string[] = [];
  const command = rangeCommand({
    secondToken: undefined,
    play: async (given, hooks) => {
      options = given;
      used = hooks;
      await hooks.onPlayed?.(SCRIPT);
      hooks.onProgress?.({ ...newCounters(), elapsed: 1 });
      const stories = [{ name: 'tbox' as const, truth: { cloned: ['VIN'] } }];
      return { ...newCounters(), elapsed: 1, aborted: false, stories, script: SCRIPT };
    },
    register: async (given) => {
      registered = given;
    },
    write: async (file, text) => {
      written[file] = text;
    },
    writeTraces: async (folder, seed) => {
      traces.push(`${folder} ${seed}`);
      return ['a.log'];
    },
    token,
    print: (line) => printed.push(line),
    printError: () => undefined,
    signal: new AbortController().signal,
  });
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' });
  return { options, registered, printed, written, traces, hooks: used };
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
      stories: [...STORIES],
    });
    expect(printed).toEqual(['tbox 被控 (taken): {"cloned":["VIN"]}']);
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

  it('takes a target for every protocol, and goes on afterwards', async () => {
    const flags = ['--jtt808', 'h:808', '--ids', 'h:1', '--v2x', 'h:2', '--netflow', 'h:3'];
    const { options, hooks } = await runCommand([...flags, '--after-rate', '2', '--state', 'fleet.json']);
    expect(options).toMatchObject({
      jtt808: { host: 'h', port: 808 },
      ids: { host: 'h', port: 1 },
      v2x: { host: 'h', port: 2 },
      netflow: { host: 'h', port: 3 },
      afterRate: 2,
    });
    expect(hooks?.stateFile).toBe('fleet.json');
  });

  it('writes what was played, as soon as it is over', async () => {
    const { written } = await runCommand(['--tcp', 'h:1', '--script', 's.json']);
    expect(JSON.parse(written['s.json'] ?? '')).toEqual(SCRIPT);
  });

  it('writes CAN traces, and needs no target for that', async () => {
    expect(await runCommand(['--can-dir', 'traces', '--seed', '5'])).toMatchObject({
      traces: ['traces 5'],
      options: undefined,
    });
    expect((await runCommand(['--can-dir', 'traces', '--ids', 'h:1'])).options).toBeDefined();
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
    [['--stories', 'ufo'], /takeover, tbox, intrusion, telemetry/],
    [['--http', 'http://h'], /range\.options/],
    [['--tcp', 'h:1', '--register'], /range\.options/],
  ])('refuses %j', async (args, message) => {
    await expect(runCommand(args)).rejects.toThrow(message);
  });
});
