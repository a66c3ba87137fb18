import type { ActorRef } from '@chedun/kernel';
import type { Inject, Scenario } from '../contract.ts';
import { payloadOf, recordsOf } from '../domain/expand.ts';
import { drillError } from '../error.ts';
import { injectsOf, lockRow, say, type InjectRow } from '../store.ts';
import type { DrillTables } from '../tables.ts';
import type { RunNeeds } from './needs.ts';

type Technical = Extract<Inject, { kind: 'technical' }>;

/** Marks the injects that are due, or one that is released early, as played, and tells the team. */
export const playDue = (needs: RunNeeds, id: string, only: string | undefined, actor: ActorRef): Promise<void> =>
  needs.records.transaction(async (tx) => {
    const now = needs.clock.now();
    const { state, body } = await lockRow(tx, id);
    if (state !== 'running') {
      if (only !== undefined) throw drillError('drills.wrong-state', 'state');
      return;
    }
    const rows = await injectsOf(tx, id);
    const due = rows.filter(
      ({ inject, played_at, due_at }) =>
        played_at === null && (only === undefined ? due_at.getTime() <= now : inject === only),
    );
    if (only !== undefined && due.length === 0) throw drillError('drills.inject-unknown', 'inject');
    for (const row of due) {
      const inject = body.injects.find((each) => each.id === row.inject);
      await tx
        .as<DrillTables>()
        .updateTable('drills.injects')
        .set({ played_at: new Date(now), ...(inject?.kind === 'human' ? { evaluated_at: new Date(now) } : {}) })
        .where('run', '=', id)
        .where('inject', '=', row.inject)
        .execute();
      const [zh, en] = [`注入：${inject?.title.zh ?? row.inject}`, `Inject: ${inject?.title.en ?? row.inject}`];
      await say(tx, id, { kind: 'inject', actor: actor.name, at: now, zh, en });
    }
  });

const framesOf = (scenario: Scenario, inject: Technical, moment: number) => {
  const records = recordsOf(scenario.templates, inject, moment).map(({ record }) =>
    Buffer.from(JSON.stringify(record)),
  );
  const formats = [...new Set(inject.frames.map(({ format }) => format))];
  return [
    ...(records.length === 0 ? [] : [{ format: 'ndjson', records }]),
    ...formats.map((format) => ({
      format,
      records: inject.frames.filter((each) => each.format === format).map(({ hex }) => Buffer.from(hex, 'hex')),
    })),
  ];
};

/** Writes the records of played injects to the journal of the run; the first frame of an inject is noted, the others follow. */
export const writeFrames = async (needs: RunNeeds, id: string, scenario: Scenario, rows: readonly InjectRow[]) => {
  const journal = await needs.journals.of(id);
  const waiting = rows
    .filter(({ played_at, evaluated_at, seq }) => played_at !== null && evaluated_at === null && seq === null)
    .toSorted((a, b) => (a.played_at?.getTime() ?? 0) - (b.played_at?.getTime() ?? 0));
  for (const row of waiting) {
    const inject = scenario.injects.find((each) => each.id === row.inject);
    if (inject?.kind !== 'technical') continue;
    const moment = row.played_at?.getTime() ?? 0;
    const frames = framesOf(scenario, inject, moment);
    let first: number | undefined;
    for (const { format, records } of frames) {
      const { seq } = await journal.append({
        source: `drill-${row.inject}`.slice(0, 60),
        format,
        count: records.length,
        flags: 0,
        payload: payloadOf(records),
        receivedAt: moment,
      });
      first ??= seq;
    }
    await needs.records.transaction(async (tx) => {
      await tx
        .as<DrillTables>()
        .updateTable('drills.injects')
        .set({ seq: first ?? 0, records: frames.reduce((sum, { records }) => sum + records.length, 0) })
        .where('run', '=', id)
        .where('inject', '=', row.inject)
        .execute();
    });
  }
  return journal;
};
