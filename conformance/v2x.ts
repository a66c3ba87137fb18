import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createAttack, createMonitor, counted, NO_CONFUSION, ratesOf } from '@chedun/v2x/misbehaviour';
import type { Attack, AttackKind, Beacon, Confusion, Rates } from '@chedun/v2x/misbehaviour';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

/** Result of a conformance suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

/** One line of a trace: the receiver's own position (type 2) or a message that it received (type 3). */
interface Line {
  readonly type: number;
  readonly rcvTime: number;
  readonly sendTime: number;
  readonly sender: number;
  readonly senderPseudo: number;
  readonly pos: readonly number[];
  readonly pos_noise: readonly number[];
  readonly spd: readonly number[];
  readonly spd_noise: readonly number[];
  readonly acl: readonly number[];
  readonly hed: readonly number[];
}

/** What one receiver heard. `attackType` 0 is an honest vehicle. */
interface Trace {
  readonly vehicle: number;
  readonly attackType: number;
  readonly lines: readonly Line[];
}

interface Archive {
  readonly name: string;
  readonly traces: readonly Trace[];
}

type Outcome = 'passed' | 'skipped' | Failure;

const MOST_FALSE_ALARMS = 0.01;
const BARS: Readonly<Record<AttackKind, number>> = {
  'constant-position': 0.9,
  'denial-of-service': 0.85,
  'grid-sybil': 0.6,
  'random-speed-offset': 0.8,
};
const ATTACK_KINDS: readonly AttackKind[] = [
  'constant-position',
  'denial-of-service',
  'grid-sybil',
  'random-speed-offset',
];
/** Attack numbers of the data set, as its file names carry them. */
const KIND_OF_TYPE: Readonly<Record<number, AttackKind>> = {
  1: 'constant-position',
  8: 'random-speed-offset',
  13: 'denial-of-service',
  16: 'grid-sybil',
};
const BSDTAR = 'bsdtar';
const UNRAR_FREE = 'unrar-free';
const TRACE_NAME = /^traceJSON-(\d+)-.*?A(\d+)-.*\.json$/;

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

const readTrace = (file: string): Trace[] => {
  const [, vehicle, attackType] = TRACE_NAME.exec(basename(file)) ?? [];
  if (vehicle === undefined || attackType === undefined) return [];
  const text = readFileSync(file, 'utf8').split('\n');
  const lines = text.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Line);
  return [{ vehicle: Number(vehicle), attackType: Number(attackType), lines }];
};

/**
 * `unable`: no unpacker on this machine reads the format (unrar-free knows old archives only). What bsdtar, which
 * reads them all, refuses is a broken archive: an error.
 */
const unpack = (file: string, into: string): 'done' | 'unable' => {
  const tar = spawnSync(BSDTAR, ['-xf', file, '-C', into], { encoding: 'utf8' });
  if (tar.status === 0) return 'done';
  if (tar.error === undefined) throw new Error(tar.stderr.trim());
  return spawnSync(UNRAR_FREE, ['-x', file, into]).status === 0 ? 'done' : 'unable';
};

/** The traces of an archive; absent when no unpacker here reads it. */
const openArchive = (file: string): Archive | undefined => {
  const into = mkdtempSync(join(tmpdir(), 'chedun-v2x-'));
  try {
    if (unpack(file, into) === 'unable') return undefined;
    return { name: basename(file), traces: filesUnder(into).flatMap(readTrace) };
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
};

const vector = ([x = Number.NaN, y = Number.NaN]: readonly number[]): { x: number; y: number } => ({ x, y });
const size = ([x = Number.NaN, y = Number.NaN]: readonly number[]): number => Math.hypot(x, y);

/** The label of the sender and its true number are for the judge; the detectors see the pseudonym only. */
const beaconOf = (line: Line): Beacon => ({
  pseudonym: String(line.senderPseudo),
  sentAt: line.sendTime,
  receivedAt: line.rcvTime,
  position: vector(line.pos),
  speed: vector(line.spd),
  acceleration: vector(line.acl),
  heading: vector(line.hed),
  accuracy: { position: size(line.pos_noise), speed: size(line.spd_noise) },
});

type Truth = (sender: number) => 'attack' | 'honest' | 'unknown';

interface Heard {
  readonly sender: number;
  readonly beacon: Beacon;
}

/** What a receiver hears when some senders attack: their messages are replaced, and all come in the order of time. */
const heardOf = (trace: Trace, attackOf: (sender: number) => Attack | undefined): readonly (Heard | Line)[] =>
  trace.lines
    .flatMap((line): (Heard | Line)[] => {
      if (line.type === 2) return [line];
      const beacon = beaconOf(line);
      const sent = attackOf(line.sender)?.(beacon) ?? [beacon];
      return sent.map((one) => ({ sender: line.sender, beacon: one }));
    })
    .toSorted((first, second) => timeOf(first) - timeOf(second));

const timeOf = (one: Heard | Line): number => ('beacon' in one ? one.beacon.receivedAt : one.rcvTime);

const judge = (heard: readonly (Heard | Line)[], truth: Truth, start: Confusion): Confusion => {
  const monitor = createMonitor();
  let confusion = start;
  for (const one of heard) {
    if (!('beacon' in one)) {
      monitor.own({ at: one.rcvTime, position: vector(one.pos), speed: vector(one.spd) });
      continue;
    }
    const { kind } = monitor.receive(one.beacon);
    const known = truth(one.sender);
    if (known !== 'unknown') confusion = counted(confusion, known, kind);
  }
  return confusion;
};

const labelsOf = ({ traces }: Archive): Truth => {
  const types = new Map(traces.map(({ vehicle, attackType }) => [vehicle, attackType]));
  return (sender) => {
    const type = types.get(sender);
    if (type === undefined) return 'unknown';
    return type === 0 ? 'honest' : 'attack';
  };
};

const kindOf = ({ traces }: Archive): AttackKind | undefined => {
  const attacker = traces.find(({ attackType }) => attackType !== 0);
  return attacker === undefined ? undefined : KIND_OF_TYPE[attacker.attackType];
};

/** Every second honest vehicle attacks, the other half stays as it is; the real attackers are left out of the count. */
const derivedAttack = (
  archive: Archive,
  kind: AttackKind,
): readonly [Truth, (sender: number) => Attack | undefined] => {
  const honest = archive.traces.filter(({ attackType }) => attackType === 0).map(({ vehicle }) => vehicle);
  const chosen = honest.toSorted((first, second) => first - second).filter((_, at) => at % 2 === 0);
  const random = createRandom(archive.traces.length);
  const attacks = new Map(chosen.map((sender) => [sender, createAttack(kind, { random, beaconInterval: 1 })]));
  const truth: Truth = (sender) => {
    if (attacks.has(sender)) return 'attack';
    return honest.includes(sender) ? 'honest' : 'unknown';
  };
  return [truth, (sender) => attacks.get(sender)];
};

const createRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const percent = (rate: number): string => `${(100 * rate).toFixed(2)} %`;
const shown = ({ precision, recall, f1, falseAlarmRate }: Rates): string =>
  `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}, false alarms ${percent(falseAlarmRate)}`;

const verdictOn = (name: string, kind: AttackKind | undefined, confusion: Confusion): Outcome => {
  const rates = ratesOf(confusion);
  // an attack of another kind has no bar of its own: there the honest must be left alone
  const bar = kind === undefined ? 0 : BARS[kind];
  const { hits, misses, falseAlarms, passes } = confusion;
  const got = `${shown(rates)} over ${hits + misses} attack and ${falseAlarms + passes} honest messages`;
  console.log(`  ${name} (${kind ?? 'no bar for this kind'}): ${got}`);
  const counts = hits + misses > 0 && falseAlarms + passes > 0;
  const holds = counts && rates.f1 >= bar && rates.falseAlarmRate <= MOST_FALSE_ALARMS;
  const expected = `F1 at least ${bar.toFixed(2)}, false alarms at most ${percent(MOST_FALSE_ALARMS)}, attack and honest messages present`;
  return holds ? 'passed' : { case: name, expected, got };
};

const realCase = (archive: Archive): Outcome => {
  const truth = labelsOf(archive);
  const confusion = archive.traces.reduce(
    (sum, trace) =>
      judge(
        heardOf(trace, () => undefined),
        truth,
        sum,
      ),
    NO_CONFUSION,
  );
  return verdictOn(archive.name, kindOf(archive), confusion);
};

const derivedCase = (archive: Archive, kind: AttackKind): Outcome => {
  const [truth, attackOf] = derivedAttack(archive, kind);
  const confusion = archive.traces.reduce((sum, trace) => judge(heardOf(trace, attackOf), truth, sum), NO_CONFUSION);
  return verdictOn(`${kind} made from the honest traces of ${archive.name}`, kind, confusion);
};

const archiveCase = (file: string): readonly [Outcome, Archive?] => {
  const name = basename(file);
  try {
    const archive = openArchive(file);
    if (archive !== undefined) return [realCase(archive), archive];
    console.log(`  skipped ${name}: no bsdtar on this machine, and no unrar-free that reads it`);
    return ['skipped'];
  } catch (error) {
    return [{ case: name, expected: 'an archive of traces', got: String(error) }];
  }
};

/**
 * Judges every message of the V2X traces under `DIR/v2x` (one archive, one case) with one configuration, against the
 * labels of their senders. Kinds of attack without an archive of their own are made from the honest traces of the first.
 */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const folder = join(dataDir, 'v2x');
  const files = existsSync(folder) ? filesUnder(folder).filter((name) => name.endsWith('.rar')) : [];
  if (files.length === 0) {
    console.log('  skipped v2x: no archive in this folder');
    return { suite: 'v2x', passed: 0, failed: 0, skipped: 1, failures: [] };
  }
  const outcomes: Outcome[] = [];
  let first: Archive | undefined;
  const kinds = new Set<AttackKind | undefined>();
  for (const file of files) {
    const [outcome, archive] = archiveCase(file);
    outcomes.push(outcome);
    if (archive !== undefined) kinds.add(kindOf(archive));
    first ??= archive;
  }
  const source = first;
  const missing = ATTACK_KINDS.filter((kind) => !kinds.has(kind));
  if (source !== undefined) outcomes.push(...missing.map((kind) => derivedCase(source, kind)));
  const failures = outcomes.filter((outcome) => typeof outcome === 'object');
  const skipped = outcomes.filter((outcome) => outcome === 'skipped').length;
  const passed = outcomes.filter((outcome) => outcome === 'passed').length;
  return { suite: 'v2x', passed, failed: failures.length, skipped, failures };
};
