import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appliesTo,
  compile,
  compileRule,
  parseRules,
  type Engine,
  type LogSource,
  type SigmaRule,
} from '@chedun/sigma';
import { readLane, readZip } from './sigma-data.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Lines of one kind, and whether each says itself where it comes from. */
interface Load {
  readonly name: string;
  readonly lines: readonly string[];
  readonly labels: 'own' | 'none';
}

type Judge = (event: object) => boolean;

const LANES = ['raw_windows', 'structured_windows', 'cisco_syslog', 'sysmon_file_event'];
const EVENTS = 200_000;
const WARM_UP = 20_000;
const COST_EVENTS = 40_000;
const PEER_EVENTS = 150;
const SAMPLE = 300;

/**
 * Events a second on one core, JSON.parse and routing by log source included, over all rules of `rules/`; beside the
 * same rules evaluated one tree after the other, which is what minimal Sigma evaluators do. `mismatches` counts
 * events on which the two disagree; `rules_cost_ratio` is the cost of ten times as many rules.
 */
export const run = async (options: {
  readonly dataDir: string;
}): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const rules = loadRules(join(options.dataDir, 'sigma'));
  const started = performance.now();
  const { engine } = compile(rules);
  const compiled = performance.now() - started;
  const judges = rules.map((rule) => compileRule(rule));
  const lanes = LANES.map((name): Load => ({ name, lines: readLane(options.dataDir, name), labels: 'own' }));
  const real = (await readZip(options.dataDir)).map((zip): Load => ({ ...zip, labels: 'none' }));
  const metrics: Record<string, Metric> = {};
  for (const lane of lanes) metrics[lane.name] = beside(speed(engine, lane, EVENTS), lane, rules, judges);
  const mixed: Load = { name: 'real_windows', lines: real.flatMap((load) => load.lines), labels: 'none' };
  metrics['real_windows'] = beside(speed(engine, mixed, mixed.lines.length), mixed, rules, judges);
  metrics['rules_cost_ratio'] = {
    value: costRatio(engine, rules, lanes),
    unit: `x (${rules.length} rules / ${Math.floor(rules.length / 10)} rules)`,
  };
  const loads = [...lanes, ...real];
  metrics['mismatches'] = {
    value: loads.reduce((sum, load) => sum + mismatches(engine, load, rules, judges), 0),
    unit: 'events',
  };
  metrics['rules'] = { value: engine.rules.length, unit: 'rules' };
  metrics['compile_ms'] = { value: Math.round(compiled), unit: 'ms' };
  metrics['automaton_mb'] = { value: Math.round(engine.stats().automatonBytes / 1e5) / 10, unit: 'MB' };
  return { bench: 'sigma', metrics };
};

const loadRules = (root: string): readonly SigmaRule[] =>
  globSync('rules/**/*.yml', { cwd: root })
    .toSorted()
    .flatMap((file) => parseRules(readFileSync(join(root, file), 'utf8'), { file }).documents)
    .filter((document) => document.kind === 'rule');

const sourceOf = (event: object, load: Load): LogSource | undefined =>
  load.labels === 'none' ? undefined : (event as LogSource);

const feed = (engine: Engine, load: Load, events: number): number => {
  const { lines } = load;
  const out: number[] = [];
  const started = performance.now();
  for (let done = 0; done < events; done += 1) {
    const event: object = JSON.parse(lines[done % lines.length] ?? '{}');
    engine.matchInto(event, sourceOf(event, load), out);
  }
  return performance.now() - started;
};

const speed = (engine: Engine, load: Load, events: number): number => {
  feed(engine, load, Math.min(events, WARM_UP));
  return Math.round((events / feed(engine, load, events)) * 1_000);
};

const beside = (value: number, load: Load, rules: readonly SigmaRule[], judges: readonly Judge[]): Metric => {
  const step = Math.max(1, Math.floor(load.lines.length / PEER_EVENTS));
  const lines = load.lines.filter((_, index) => index % step === 0);
  const started = performance.now();
  for (const line of lines) naively(JSON.parse(line), load, rules, judges);
  const peer = (lines.length / (performance.now() - started)) * 1_000;
  return {
    value,
    unit: 'events/s',
    peer: `one tree per rule: ${Math.round(peer)} events/s`,
    ratio: Math.round((value / peer) * 10) / 10,
  };
};

const naively = (
  event: object,
  load: Load,
  rules: readonly SigmaRule[],
  judges: readonly Judge[],
): readonly number[] => {
  const source = sourceOf(event, load);
  return judges.flatMap((judge, index) =>
    appliesTo(rules[index]?.logsource ?? {}, event, source) && judge(event) ? [index] : [],
  );
};

/** Time over all lanes with every rule against time with every tenth rule; the better of two alternating rounds. */
const costRatio = (all: Engine, rules: readonly SigmaRule[], lanes: readonly Load[]): number => {
  const { engine: few } = compile(rules.filter((_, index) => index % 10 === 9));
  const cost = (engine: Engine): number => lanes.reduce((sum, lane) => sum + feed(engine, lane, COST_EVENTS), 0);
  cost(few);
  const rounds = [0, 1].map(() => ({ few: cost(few), all: cost(all) }));
  const best = (pick: (round: { few: number; all: number }) => number): number => Math.min(...rounds.map(pick));
  return Math.round((best((round) => round.all) / best((round) => round.few)) * 100) / 100;
};

const mismatches = (engine: Engine, load: Load, rules: readonly SigmaRule[], judges: readonly Judge[]): number => {
  const step = Math.max(1, Math.floor(load.lines.length / SAMPLE));
  let count = 0;
  for (let index = 0; index < load.lines.length; index += step) {
    const event: object = JSON.parse(load.lines[index] ?? '{}');
    const fast = engine.match(event, sourceOf(event, load)).map((match) => match.ruleIndex);
    if (fast.join() !== naively(event, load, rules, judges).join()) count += 1;
  }
  return count;
};
