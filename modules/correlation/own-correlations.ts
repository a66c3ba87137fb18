import {
  compileCorrelations,
  parseRules,
  type CorrelationRule,
  type Firing,
  type SigmaRule,
  openHitFinder,
} from '@chedun/sigma';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BEGIN, timelineEvents, Timelines } from './domain/timeline.ts';
import { runTrial } from './use-cases/trial.ts';

/** Our own rules, correlations among them. */
const OWN_RULES = fileURLToPath(new URL('../../content/rules/', import.meta.url));
/** Folder of our correlations in it. */
const CORRELATIONS = 'correlations/';

/** What came of the timelines of one correlation. */
interface Replayed {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  /** Cases that were played. */
  readonly cases: number;
  /** What did not come as expected; empty when all is well. */
  readonly faults: readonly { readonly case: string; readonly expected: string; readonly got: string }[];
}

interface OwnText {
  readonly path: string;
  readonly text: string;
}

const readTexts = async (folder: string): Promise<OwnText[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(
    files.map(async (file) => ({
      path: relative(folder, file).replaceAll('\\', '/'),
      text: await readFile(file, 'utf8'),
    })),
  );
};

/** Rules by id and by name, parsed only where something refers to them. */
const ruleFinder = (texts: readonly OwnText[]): ((reference: string) => SigmaRule | undefined) => {
  const files = new Map<string, OwnText>();
  for (const each of texts)
    for (const [, key] of each.text.matchAll(/^(?:id|name): (\S+)/gm)) if (key !== undefined) files.set(key, each);
  const parsed = new Map<string, SigmaRule | undefined>();
  return (reference) => {
    if (!parsed.has(reference)) {
      const file = files.get(reference);
      const documents = file ? parseRules(file.text, { file: file.path }).documents : [];
      const found = documents.find(({ id, name }) => id === reference || name === reference);
      parsed.set(reference, found?.kind === 'rule' ? found : undefined);
    }
    return parsed.get(reference);
  };
};

const seconds = (ms: number): number => (ms - BEGIN) / 1000;
const groupText = (group: Readonly<Record<string, string>>): string =>
  Object.entries(group)
    .map(([field, value]) => `${field}=${value}`)
    .toSorted()
    .join(' ');

const textOf = (at: number, group: string, value: number | undefined): string =>
  [`${at} s`, group, value === undefined ? '' : String(value)].filter((part) => part !== '').join(' ');

/** The first firing of each group: what follows while the window stays full says nothing new. */
const firstOfGroups = (firings: readonly Firing[]): Firing[] => {
  const seen = new Set<string>();
  return firings.filter(({ group }) => {
    const key = JSON.stringify(group);
    return seen.has(key) ? false : seen.add(key);
  });
};

const replay = (
  rules: readonly CorrelationRule[],
  timelines: Timelines,
  find: (reference: string) => SigmaRule | undefined,
): Pick<Replayed, 'cases' | 'faults'> => {
  const plan = compileCorrelations(rules, (reference) => find(reference)?.id);
  const [error] = plan.errors;
  if (error) return { cases: 1, faults: [{ case: 'loads', expected: 'the correlation compiles', got: error.reason }] };
  const base = plan.baseRules().flatMap((id) => find(id) ?? []);
  const finder = openHitFinder({
    version: 1,
    rules: base.map((document) => ({
      id: document.id ?? '',
      document,
      exceptions: [],
      fields: plan.fields(document.id ?? ''),
    })),
  });
  const main = rules.at(-1)?.id;
  const faults: Replayed['faults'][number][] = [];
  for (const one of [...timelines.fires, ...timelines.quiet.map((quiet) => ({ ...quiet, expect: [] }))]) {
    const events = timelineEvents(timelines.templates, one.events).map((event, number) => ({
      event: { ...event, ref: null, summary: '' },
      at: event.time,
      number,
    }));
    const { firings } = runTrial(plan, finder, events, []);
    const fired = firstOfGroups(firings.filter((firing) => firing.rule === main));
    const expected = one.expect.map(({ at, group = {}, value }) => textOf(at, groupText(group), value)).join('; ');
    const got = fired
      .map(({ at, group, value }, n) =>
        textOf(
          seconds(at),
          groupText(Object.fromEntries(group)),
          one.expect[n]?.value === undefined ? undefined : value,
        ),
      )
      .join('; ');
    if (got !== expected) faults.push({ case: one.name, expected: expected || 'no firing', got: got || 'no firing' });
  }
  return { cases: timelines.fires.length + timelines.quiet.length, faults };
};

/** A case in which a correlation of ours fires. */
export interface OwnCase {
  readonly templates: Timelines['templates'];
  readonly events: Timelines['quiet'][number]['events'];
}

/** A correlation of ours with its chain, its rules and the cases in which it fires. */
interface OwnCorrelation {
  readonly id: string;
  /** Name of its file. */
  readonly name: string;
  readonly rules: readonly CorrelationRule[];
  readonly fires: readonly OwnCase[];
  readonly find: (reference: string) => SigmaRule | undefined;
}

const timelinesOf = async (folder: string, path: string): Promise<Timelines> =>
  Timelines.parse(JSON.parse(await readFile(join(folder, path.replace(/\.yml$/, '.tests.json')), 'utf8')));

/** Every correlation of ours that can be read, the last of a chain standing for it. */
export const readOwn = async (folder: string = OWN_RULES): Promise<OwnCorrelation[]> => {
  const texts = await readTexts(folder);
  const find = ruleFinder(texts);
  const found: OwnCorrelation[] = [];
  for (const { path, text } of texts.filter((each) => each.path.startsWith(CORRELATIONS))) {
    const { documents } = parseRules(text, { file: path });
    const rules = documents.filter((document) => document.kind === 'correlation');
    const id = rules.at(-1)?.id;
    if (id === undefined) continue;
    const { templates, fires } = await timelinesOf(folder, path);
    const name = path.slice(CORRELATIONS.length).replace(/\.yml$/, '');
    found.push({ id, name, rules, find, fires: fires.map(({ events }) => ({ templates, events })) });
  }
  return found;
};

/** Plays the timelines of every correlation of ours, each with its own rules only. */
export const replayOwn = async (folder: string = OWN_RULES): Promise<Replayed[]> => {
  const texts = await readTexts(folder);
  const find = ruleFinder(texts);
  const results: Replayed[] = [];
  for (const { path, text } of texts.filter((each) => each.path.startsWith(CORRELATIONS))) {
    const { documents, errors } = parseRules(text, { file: path });
    const rules = documents.filter((document) => document.kind === 'correlation');
    const main = rules.at(-1);
    const named = { id: main?.id ?? path, title: main?.title ?? path, path };
    const [error] = errors;
    if (error || !main) {
      const got = error?.reason ?? 'no correlation';
      results.push({ ...named, cases: 1, faults: [{ case: 'loads', expected: 'one correlation', got }] });
      continue;
    }
    results.push({ ...named, ...replay(rules, await timelinesOf(folder, path), find) });
    // Requests are answered in between.
    await new Promise((done) => setImmediate(done));
  }
  return results;
};
