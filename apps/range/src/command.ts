import { DomainError } from '@chedun/kernel';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_OPTIONS, STORIES } from './options.ts';
import type { RangeOptions, StoryName } from './options.ts';
import type { RangeHooks } from './play.ts';
import type { RegisterOptions } from './company/register.ts';
import type { RangeProgress, RangeReport } from './report.ts';

/** What the command needs from its surroundings. */
export interface CommandSurroundings {
  readonly play: (options: RangeOptions, hooks: RangeHooks) => Promise<RangeReport>;
  readonly register: (options: RegisterOptions, signal: AbortSignal) => Promise<void>;
  /** API token when `--token` is not given. */
  readonly token: string | undefined;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Flags {
  readonly tcp?: { readonly host: string; readonly port: number };
  readonly http?: string;
  readonly syslog?: { readonly host: string; readonly port: number };
  readonly register?: true;
  readonly token?: string;
  readonly vehicles: number;
  readonly seconds: number;
  readonly seed: number;
  readonly rate: number;
  readonly stories: readonly StoryName[];
  readonly forward: 'vehicles' | 'platform';
  readonly json?: true;
}

const parseNumber = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('a number is expected');
  return value;
};

const parseAddress = (text: string): { readonly host: string; readonly port: number } => {
  const [, host, port] = /^\[?(.+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) throw new InvalidArgumentError('HOST:PORT is expected');
  return { host, port: Number(port) };
};

const parseStories = (text: string): readonly StoryName[] => {
  const names = text === 'none' ? [] : text.split(',').map((name) => name.trim());
  return names.map((name) => {
    const story = STORIES.find((known) => known === name);
    if (story === undefined) throw new InvalidArgumentError(`stories are ${STORIES.join(', ')} or none`);
    return story;
  });
};

const optionsOf = (flags: Flags, token: string | undefined): RangeOptions => {
  const { vehicles, seconds, seed, rate, stories, forward } = flags;
  const given = flags.token ?? token;
  if (flags.http !== undefined && given === undefined) {
    throw new DomainError('range.options', { field: 'token', reason: 'logs need an API token' });
  }
  return {
    vehicles,
    seconds,
    seed,
    rate,
    stories,
    ...(flags.syslog && { syslog: flags.syslog }),
    ...(flags.tcp && { tcp: { ...flags.tcp, forward } }),
    ...(flags.http !== undefined && given !== undefined && { http: { url: flags.http, token: given } }),
  };
};

const companyOf = ({ http, vehicles, seed }: RangeOptions): RegisterOptions => {
  if (http === undefined) throw new DomainError('range.options', { field: 'http', reason: '--register needs --http' });
  return { ...http, vehicles, seed };
};

const progressLine = (progress: RangeProgress): string => {
  const lines = Object.values(progress.lines).reduce((sum, count) => sum + count, 0);
  return `${progress.elapsed.toFixed(0).padStart(5)} s  ${progress.frames} frames  ${progress.answers} answers  ${lines} log lines  ${progress.messages} messages  ${progress.actions} attack steps  ${progress.throttled} waits`;
};

/** The `range` command. Sets no exit code: errors are thrown as DomainError. */
export const rangeCommand = (surroundings: CommandSurroundings): Command =>
  new Command('range')
    .description('play a fleet, its platform and attacks against real listeners')
    .option('--tcp <host:port>', 'GB/T 32960 listener', parseAddress)
    .addOption(
      new Option('--forward <mode>', 'one connection per vehicle, or one platform for all')
        .choices(['vehicles', 'platform'])
        .default('vehicles'),
    )
    .option('--http <url>', 'CheDun server that takes the logs')
    .option('--syslog <host:port>', 'syslog listener (TCP) that takes the firewall of the platform', parseAddress)
    .option('--register', 'first name the sources and import the company: vehicles, hosts and services')
    .option('--token <token>', 'API token that may write (default: CHEDUN_TOKEN)')
    .option('--vehicles <n>', 'size of the fleet', parseNumber, DEFAULT_OPTIONS.vehicles)
    .option('--seconds <n>', 'length of the run', parseNumber, DEFAULT_OPTIONS.seconds)
    .option('--rate <n>', 'vehicle reports per second, whole fleet', parseNumber, DEFAULT_OPTIONS.rate)
    .option('--seed <n>', 'the same seed plays the same run', parseNumber, DEFAULT_OPTIONS.seed)
    .option('--stories <names>', `comma-separated: ${STORIES.join(', ')}; or none`, parseStories, [
      ...DEFAULT_OPTIONS.stories,
    ])
    .option('--json', 'print the report as one JSON object')
    .action(async (flags: Flags) => {
      const { play, register, token, print, printError, signal } = surroundings;
      const options = optionsOf(flags, token);
      if (flags.register === true) {
        await register(companyOf(options), signal);
        printError('the company was registered');
      }
      const report = await play(options, {
        signal,
        onProgress: (progress) => printError(progressLine(progress)),
      });
      if (flags.json === true) print(JSON.stringify(report));
      else for (const { name, truth } of report.stories) print(`${name}: ${JSON.stringify(truth)}`);
    });
