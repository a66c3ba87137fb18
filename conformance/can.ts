import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { canFormatOf, createCanReader, createIds, createIdsAlerts, createIdsTrainer, loadIdsModel } from '@chedun/can';
import type { CanFrame, IdsModel } from '@chedun/can';
import { fromBufferPromise } from 'yauzl';

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

interface Labelled {
  readonly frame: CanFrame;
  readonly attack: boolean;
}

interface Trace {
  readonly name: string;
  /** Trip of the recording; an attacked trace is judged with what its own trip taught. */
  readonly trip: string;
  readonly frames: readonly Labelled[];
  readonly faults: number;
}

interface Score {
  hit: number;
  wrong: number;
  missed: number;
}

/** Least F1 per frame by what the name of a trace says about its attack; a name that says nothing is held to the last. */
const BARS: readonly (readonly [RegExp, number])[] = [
  [/denial|dos/i, 0.95],
  [/idfuzzing/i, 0.99],
  [/sequencereplay/i, 0.7],
  [/payloadfuzzing/i, 0.6],
  [/./, 0.6],
];
const MOST_ALERTS_PER_HOUR = 6;

const tripOf = (name: string): string => /[A-Z]+\d+_\d+(?=\.)/.exec(name)?.[0] ?? '';

const unzip = async (file: string): Promise<Buffer> => {
  const zip = await fromBufferPromise(readFileSync(file), { lazyEntries: true });
  for await (const entry of zip.eachEntry())
    if (!entry.fileName.endsWith('/')) return buffer(await zip.openReadStreamPromise(entry));
  throw new Error(`${file} holds no file`);
};

const readTrace = async (folder: string, path: string): Promise<Trace> => {
  const bytes = await unzip(join(folder, path));
  const reader = createCanReader(canFormatOf(bytes));
  const frames: Labelled[] = [];
  let faults = 0;
  for (const record of [...reader.push(bytes), ...reader.end()])
    if (record.kind === 'frame') frames.push({ frame: record.frame, attack: record.label ?? false });
    else faults += 1;
  const name = path.replaceAll('/', '_');
  return { name, trip: tripOf(name), frames, faults };
};

const middleOf = (clean: Trace): number => clean.frames[clean.frames.length >> 1]?.frame.time ?? 0;

const learn = (clean: Trace): IdsModel => {
  const trainer = createIdsTrainer();
  const end = middleOf(clean);
  for (const { frame } of clean.frames) if (frame.time < end) trainer.push(frame);
  // what is judged with is what an operator would load
  return loadIdsModel(JSON.parse(JSON.stringify(trainer.finish())));
};

/** Numbers of the frames that are marked as injected, and times at which alerts opened. */
const judge = (model: IdsModel, trace: Trace): { marked: ReadonlySet<number>; alerts: readonly number[] } => {
  const ids = createIds(model);
  const alerts = createIdsAlerts();
  const marked = new Set<number>();
  const opened: number[] = [];
  for (const { frame } of trace.frames)
    for (const verdict of ids.push(frame)) {
      if (verdict.weight !== 'hint') marked.add(verdict.frame);
      if (alerts.push(verdict) !== undefined) opened.push(frame.time);
    }
  return { marked, alerts: opened };
};

const scoreFrom = (trace: Trace, marked: ReadonlySet<number>, from: number): Score => {
  const score: Score = { hit: 0, wrong: 0, missed: 0 };
  trace.frames.forEach(({ frame, attack }, number) => {
    if (frame.time < from) return;
    if (marked.has(number)) score[attack ? 'hit' : 'wrong'] += 1;
    else if (attack) score.missed += 1;
  });
  return score;
};

const f1 = ({ hit, wrong, missed }: Score): number => (hit === 0 ? 0 : (2 * hit) / (2 * hit + wrong + missed));

const show = (score: Score): string => {
  const { hit, wrong, missed } = score;
  const share = (of: number): string => (hit === 0 ? 0 : hit / (hit + of)).toFixed(4);
  return `F1 ${f1(score).toFixed(4)} precision ${share(wrong)} recall ${share(missed)} (${hit} right, ${wrong} wrong, ${missed} missed)`;
};

/** Both the part of the time that training never saw and the whole trace have to hold the bar. */
const attackCase = (model: IdsModel, clean: Trace, trace: Trace): Failure[] => {
  const bar = BARS.find(([name]) => name.test(trace.name))?.[1] ?? 1;
  const { marked, alerts } = judge(model, trace);
  const unseen = scoreFrom(trace, marked, middleOf(clean));
  const whole = scoreFrom(trace, marked, Number.NEGATIVE_INFINITY);
  const got = `second half ${show(unseen)}; whole ${show(whole)}; ${alerts.length} alerts; ${trace.faults} lines unread`;
  console.log(`  ${trace.name}: ${got}`);
  const holds = Math.min(f1(unseen), f1(whole)) >= bar && trace.faults === 0;
  return holds ? [] : [{ case: trace.name, expected: `F1 of at least ${bar} in both, every line read`, got }];
};

const cleanCase = (model: IdsModel, clean: Trace): Failure[] => {
  const middle = middleOf(clean);
  const { marked, alerts } = judge(model, clean);
  const late = alerts.filter((time) => time >= middle).length;
  const seconds = (clean.frames.at(-1)?.frame.time ?? middle) - middle;
  const perHour = (late * 3600) / Math.max(seconds, 1);
  const { wrong } = scoreFrom(clean, marked, middle);
  const got = `${late} alerts in ${seconds.toFixed(1)} s (${perHour.toFixed(1)} per hour), ${wrong} frames marked; ${clean.faults} lines unread`;
  console.log(`  ${clean.name}: ${got}`);
  const holds = perHour <= MOST_ALERTS_PER_HOUR && clean.faults === 0;
  return holds
    ? []
    : [{ case: clean.name, expected: `at most ${MOST_ALERTS_PER_HOUR} alerts per hour, every line read`, got }];
};

/**
 * Trains on the first half of each clean trace under `DIR/can`, then judges its second half (alerts per hour) and every attacked
 * trace of the same trip (F1 per frame against the labels), with one configuration for all. One trace is in memory besides the
 * clean one.
 */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const folder = join(dataDir, 'can');
  const paths = existsSync(folder) ? globSync('**/*.zip', { cwd: folder }).toSorted() : [];
  const cleanPaths = paths.filter((path) => /^clean/i.test(path));
  if (cleanPaths.length === 0) return { suite: 'can', passed: 0, failed: 0, skipped: 1, failures: [] };
  const results: Failure[][] = [];
  const taught = new Set(cleanPaths.map(tripOf));
  for (const cleanPath of cleanPaths) {
    const clean = await readTrace(folder, cleanPath);
    const model = learn(clean);
    results.push(cleanCase(model, clean));
    const own = paths.filter((path) => !cleanPaths.includes(path) && tripOf(path) === clean.trip);
    for (const path of own) results.push(attackCase(model, clean, await readTrace(folder, path)));
  }
  const skipped = paths.filter((path) => !taught.has(tripOf(path))).length;
  const failed = results.filter((failures) => failures.length > 0).length;
  return { suite: 'can', passed: results.length - failed, failed, skipped, failures: results.flat() };
};
