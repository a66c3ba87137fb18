import type { DutyAsks } from '@chedun/duty-roster/contract';
import { dayOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { PrepareOrder, Scenario } from '../contract.ts';
import { drillError } from '../error.ts';
import { lockRow, say, targetKeys } from '../store.ts';
import type { DrillTables } from '../tables.ts';
import type { RunNeeds } from './needs.ts';

type Needs = RunNeeds & {
  readonly duty: Pick<DutyAsks, 'team'>;
  readonly scenario: (id: string) => Promise<Scenario>;
};

const MINUTE = 60_000;

/** Prepares a run: the scenario as it reads now, and the response team as it is now. */
export const prepareRun =
  (needs: Needs) =>
  async ({ scenario, observer }: z.output<typeof PrepareOrder>, actor: ActorRef): Promise<string> => {
    const body = await needs.scenario(scenario);
    const team = await needs.duty.team();
    if (team.length === 0) throw drillError('drills.no-team');
    const id = needs.newId();
    const at = needs.clock.now();
    await needs.records.transaction(async (tx) => {
      const { rows } = await sql<{ n: string }>`select nextval('drills.run_numbers') as n`.execute(
        tx.as<DrillTables>(),
      );
      const number = `YL-${dayOf(at).slice(0, 4)}-${String(rows[0]?.n ?? '').padStart(3, '0')}`;
      await tx
        .as<DrillTables>()
        .insertInto('drills.runs')
        .values({
          id,
          number,
          scenario,
          body: jsonb(body),
          state: 'prepared',
          observer: toText(observer),
          participants: jsonb(team.map(({ name, role }) => ({ name, role }))),
          prepared_at: new Date(at),
          prepared_by: actor.name,
          started_at: null,
          ended_at: null,
          score: null,
          seconds_to_detect: null,
          minutes_to_report: null,
        })
        .execute();
      await say(tx, id, { kind: 'state', actor: actor.name, at, zh: '演练已准备', en: 'The drill is prepared' });
      await tx.audit({
        actor,
        action: 'drills.prepared',
        target: { kind: 'drill', id },
        outcome: 'done',
        after: { number, scenario, version: body.version },
      });
    });
    return id;
  };

/** Starts a run: from now on its injects are due. */
export const startRun =
  (needs: RunNeeds) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    const at = needs.clock.now();
    await needs.records.transaction(async (tx) => {
      const { state, body } = await lockRow(tx, id);
      if (state !== 'prepared') throw drillError('drills.wrong-state', 'state');
      const tables = tx.as<DrillTables>();
      await tables
        .updateTable('drills.runs')
        .set({ state: 'running', started_at: new Date(at) })
        .where('id', '=', id)
        .execute();
      await tables
        .insertInto('drills.injects')
        .values(
          body.injects.map((inject) => ({
            run: id,
            inject: inject.id,
            due_at: new Date(at + inject.at * MINUTE),
            played_at: null,
            seq: null,
            evaluated_at: null,
          })),
        )
        .execute();
      await tables
        .insertInto('drills.targets')
        .values(
          body.expectations.flatMap((expectation) =>
            targetKeys(expectation).map((target) => ({
              run: id,
              expectation: expectation.id,
              target,
              state: 'open' as const,
              at: null,
              by_id: null,
              by_name: null,
              judged_by: null,
            })),
          ),
        )
        .execute();
      await say(tx, id, { kind: 'state', actor: actor.name, at, zh: '演练开始', en: 'The drill begins' });
      await tx.audit({ actor, action: 'drills.started', target: { kind: 'drill', id }, outcome: 'done' });
    });
  };

/** Ends a run early: what is open was missed. */
export const stopRun =
  (needs: RunNeeds) =>
  async (id: string, reason: string, actor: ActorRef): Promise<void> => {
    const at = needs.clock.now();
    await needs.records.transaction(async (tx) => {
      const { state } = await lockRow(tx, id);
      if (state !== 'running') throw drillError('drills.wrong-state', 'state');
      const tables = tx.as<DrillTables>();
      await tables
        .updateTable('drills.targets')
        .set({ state: 'missed', comment: toText(`演练提前结束：${reason}`) })
        .where('run', '=', id)
        .where('state', 'in', ['open', 'answered'])
        .execute();
      await tables
        .updateTable('drills.injects')
        .set({ played_at: new Date(at), evaluated_at: new Date(at) })
        .where('run', '=', id)
        .where('played_at', 'is', null)
        .execute();
      const [zh, en] = [`演练提前结束：${reason}`, `Ended early: ${reason}`];
      await say(tx, id, { kind: 'state', actor: actor.name, at, zh, en });
      await tx.audit({
        actor,
        action: 'drills.stopped',
        target: { kind: 'drill', id },
        outcome: 'done',
        after: { reason },
      });
    });
  };
