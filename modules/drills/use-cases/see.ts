import { SYSTEM_ACTOR } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { Scenario } from '../contract.ts';
import type { Fired } from '../evaluate.ts';
import { injectsOf, lockRow, readRow, say, type InjectRow } from '../store.ts';
import type { DrillTables } from '../tables.ts';
import { writeFrames } from './inject.ts';
import type { RunNeeds } from './needs.ts';

/** The inject to which a frame belongs: the last that begins at or before it. */
const injectAt = (rows: readonly InjectRow[], seq: number): string =>
  rows
    .filter((row) => row.seq !== null && row.seq > 0 && row.seq <= seq)
    .toSorted((a, b) => (b.seq ?? 0) - (a.seq ?? 0))[0]?.inject ?? '';

/** A place among all records of an inject, across its frames. */
const placeKey = (rows: readonly InjectRow[], { seq, index }: { seq: number; index: number }): number => {
  const first = rows.find(({ inject }) => inject === injectAt(rows, seq))?.seq ?? seq;
  return (seq - first) * 10_000 + index;
};

const keepFired = async (tx: Tx, id: string, each: Fired, injects: readonly string[], at: number): Promise<void> => {
  const places = new Set(each.places.map(({ seq, index }) => `${seq}/${index}`)).size;
  const kept = await tx
    .as<DrillTables>()
    .insertInto('drills.detections')
    .values({
      run: id,
      kind: each.kind,
      id: each.id,
      title: toText(each.title),
      title_zh: each.titleZh === null ? null : toText(each.titleZh),
      level: each.level,
      events: places,
      injects: [...injects],
      detected_at: new Date(at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (kept === undefined) {
    await tx
      .as<DrillTables>()
      .updateTable('drills.detections')
      .set({ events: places, injects: [...injects] })
      .where('run', '=', id)
      .where('kind', '=', each.kind)
      .where('id', '=', each.id)
      .execute();
    return;
  }
  const [zh, en] = [`检出：${each.titleZh ?? each.title}`, `Detected: ${each.title}`];
  await say(tx, id, { kind: 'detected', actor: SYSTEM_ACTOR.name, at, zh, en });
};

/** Meets the targets that fired, when the records of their own inject were among what fired. */
const meetTargets = async (
  tx: Tx,
  id: string,
  scenario: Scenario,
  fired: readonly (Fired & { readonly injects: readonly string[] })[],
  at: number,
): Promise<void> => {
  for (const expectation of scenario.expectations) {
    if (expectation.kind !== 'detect') continue;
    const met = expectation.targets.filter((target) =>
      fired.some(
        (each) => each.kind === target.kind && each.id === target.id && each.injects.includes(expectation.inject),
      ),
    );
    for (const { kind, id: target } of met)
      await tx
        .as<DrillTables>()
        .updateTable('drills.targets')
        .set({ state: 'met', at: new Date(at) })
        .where('run', '=', id)
        .where('expectation', '=', expectation.id)
        .where('target', '=', `${kind}:${target}`)
        .where('state', '=', 'open')
        .execute();
  }
};

/** Runs everything that was injected so far through the rules at work, and keeps what was seen. */
export const evaluateDue = async (needs: RunNeeds, id: string): Promise<void> => {
  const { body, state } = await readRow(needs.records, id);
  if (state !== 'running') return;
  const read = () => needs.records.transaction((tx) => injectsOf(tx, id));
  const before = await read();
  if (!before.some(({ played_at, evaluated_at }) => played_at !== null && evaluated_at === null)) return;
  const journal = await writeFrames(needs, id, body, before);
  const head = journal.head()?.seq ?? 0;
  const { fired, refused } =
    head === 0 ? { fired: [], refused: new Map<number, number>() } : await needs.evaluate(body, journal, head);
  const rows = await read();
  const at = needs.clock.now();
  const placed = fired.map((each) => ({
    ...each,
    injects: [...new Set(each.places.map(({ seq }) => injectAt(rows, seq)))].filter((name) => name !== ''),
  }));
  await needs.records.transaction(async (tx) => {
    await lockRow(tx, id);
    for (const each of placed) await keepFired(tx, id, each, each.injects, at);
    await meetTargets(tx, id, body, placed, at);
    for (const row of rows.filter(({ seq, played_at }) => seq !== null && played_at !== null)) {
      const places = placed.flatMap((each) => each.places).filter(({ seq }) => injectAt(rows, seq) === row.inject);
      const bad = [...refused].filter(([seq]) => injectAt(rows, seq) === row.inject);
      await tx
        .as<DrillTables>()
        .updateTable('drills.injects')
        .set({
          detected: [...new Set(places.map((place) => placeKey(rows, place)))].toSorted((a, b) => a - b),
          refused: bad.reduce((sum, [, n]) => sum + n, 0),
          evaluated_at: row.evaluated_at ?? new Date(at),
        })
        .where('run', '=', id)
        .where('inject', '=', row.inject)
        .execute();
    }
  });
};
