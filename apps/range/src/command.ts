import { DomainError } from '@chedun/kernel';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_OPTIONS, STORIES } from './options.ts';
import type { Address, RangeOptions, StoryName } from './options.ts';
import type { RangeHooks } from './play.ts';
import type { RegisterOptions } from './company/register.ts';
import type { RangeProgress, RangeReport } from './report.ts';

/** What the command needs from its surroundings. */
export interface CommandSurroundings {
  readonly play: (options: RangeOptions, hooks: RangeHooks) => Promise<RangeReport>;
  readonly register: (options: RegisterOptions, signal: AbortSignal) => Promise<void>;
  /** API token of a second person when the road is set up; the road is left out without one. */
  readonly secondToken: string | undefined;
  /** Writes a file; for the attack script. */
  readonly write: (file: string, text: string) => Promise<void>;
  /** Writes CAN traces into a folder, and answers their names. */
  readonly writeTraces: (folder: string, seed: number) => Promise<readonly string[]>;
  /** API token when `--token` is not given. */
  readonly token: string | undefined;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  readonly signal: AbortSignal;
}

interface Flags {
  readonly tcp?: Address;
  readonly http?: string;
  readonly syslog?: Address;
  readonly jtt808?: Address;
  readonly jtt809?: Address;
  readonly ids?: Address;
  readonly v2x?: Address;
  readonly v2xSigned?: Address;
  readonly netflow?: Address;
  readonly afterRate?: number;
  readonly state?: string;
  readonly script?: string;
  readonly canDir?: string;
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

const TARGET_FLAGS = ['tcp', 'http', 'syslog', 'jtt808', 'jtt809', 'ids', 'v2x', 'v2xSigned', 'netflow'] as const;

const parseNumber = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('a number is expected');
  return value;
};

const parseAddress = (text: string): Address => {
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
    ...(flags.jtt808 && { jtt808: flags.jtt808 }),
    ...(flags.jtt809 && { jtt809: flags.jtt809 }),
    ...(flags.ids && { ids: flags.ids }),
    ...(flags.v2x && { v2x: flags.v2x }),
    ...(flags.v2xSigned && { v2xSigned: flags.v2xSigned }),
    ...(flags.netflow && { netflow: flags.netflow }),
    ...(flags.afterRate !== undefined && { afterRate: flags.afterRate }),
    ...(flags.tcp && { tcp: { ...flags.tcp, forward } }),
    ...(flags.http !== undefined && given !== undefined && { http: { url: flags.http, token: given } }),
  };
};

const companyOf = ({ http, vehicles, seed }: RangeOptions): RegisterOptions => {
  if (http === undefined) throw new DomainError('range.options', { field: 'http', reason: '--register needs --http' });
  return { ...http, vehicles, seed };
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const progressLine = (progress: RangeProgress): string =>
  [
    `${progress.elapsed.toFixed(0).padStart(5)} s`,
    `${progress.frames} frames`,
    `${progress.answers} answers`,
    `${sum(progress.lines)} log lines`,
    `${progress.messages} messages`,
    `${progress.terminalFrames} terminal frames`,
    `${progress.linkPackets} link packets`,
    `${sum(progress.datagrams)} datagrams`,
    `${progress.actions} attack steps`,
    `${progress.throttled} waits`,
  ].join('  ');

const run = async (surroundings: CommandSurroundings, flags: Flags): Promise<void> => {
  const { play, register, write, writeTraces, token, secondToken, print, printError, signal } = surroundings;
  if (flags.canDir !== undefined) {
    const files = await writeTraces(flags.canDir, flags.seed);
    printError(`CAN traces were written to ${flags.canDir}: ${files.join(', ')}`);
    if (TARGET_FLAGS.every((target) => flags[target] === undefined)) return;
  }
  const options = optionsOf(flags, token);
  const { script } = flags;
  if (flags.register === true) {
    const road = options.v2xSigned === undefined ? {} : { secondToken, stateFile: flags.state };
    await register({ ...companyOf(options), ...road }, signal);
    printError('the company was registered');
  }
  const report = await play(options, {
    signal,
    ...(flags.state !== undefined && { stateFile: flags.state }),
    onProblem: (error) => printError(error instanceof Error ? error.message : String(error)),
    ...(script !== undefined && {
      onPlayed: (played) => write(script, `${JSON.stringify(played, undefined, 2)}\n`),
    }),
    onProgress: (progress) => printError(progressLine(progress)),
  });
  if (flags.json === true) print(JSON.stringify(report));
  else for (const { name, zh, en, truth } of report.script) print(`${name} ${zh} (${en}): ${JSON.stringify(truth)}`);
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
    .option('--jtt808 <host:port>', 'JT/T 808 listener', parseAddress)
    .option('--jtt809 <host:port>', 'JT/T 809 main link', parseAddress)
    .option('--ids <host:port>', 'listener of AUTOSAR IDS messages (UDP)', parseAddress)
    .option('--v2x <host:port>', 'listener of V2X messages (UDP)', parseAddress)
    .option('--v2x-signed <host:port>', 'listener that verifies signed V2X messages (UDP); with --http', parseAddress)
    .option('--netflow <host:port>', 'listener of flow exports (UDP)', parseAddress)
    .option('--register', 'first name the sources and import the company: vehicles, hosts and services')
    .option('--token <token>', 'API token that may write (default: CHEDUN_TOKEN)')
    .option('--vehicles <n>', 'size of the fleet', parseNumber, DEFAULT_OPTIONS.vehicles)
    .option('--seconds <n>', 'length of the run', parseNumber, DEFAULT_OPTIONS.seconds)
    .option('--rate <n>', 'vehicle reports per second, whole fleet', parseNumber, DEFAULT_OPTIONS.rate)
    .option('--seed <n>', 'the same seed plays the same run', parseNumber, DEFAULT_OPTIONS.seed)
    .option('--stories <names>', `comma-separated: ${STORIES.join(', ')}; or none`, parseStories, [
      ...DEFAULT_OPTIONS.stories,
    ])
    .option('--after-rate <n>', 'then go on with normal traffic at this rate until stopped', parseNumber)
    .option('--state <file>', 'keep the vehicles in this file from one run to the next')
    .option('--script <file>', 'write what was played when, as JSON')
    .option('--can-dir <folder>', 'write CAN traces for upload: clean, denial of service, fuzzing')
    .option('--json', 'print the report as one JSON object')
    .action((flags: Flags) => run(surroundings, flags));
