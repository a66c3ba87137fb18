import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import { Narrative, type IncidentOrder } from '../contract.ts';
import { incidentError } from '../errors.ts';
import { INCIDENTS, readRow, write, type StoreNeeds } from '../store.ts';
import type { IncidentTables } from '../tables.ts';
import { bringClocks, countOf, findingsOf, grade, gradingText, type GradeNeeds } from './grade.ts';

type Order = z.output<typeof IncidentOrder>;

const CHINA = 8 * 3_600_000;

/** `INC-2026-0007`: the year in China and a running number. */
const nextNumber = async ({ records, now }: StoreNeeds): Promise<string> => {
  const { rows } = await sql<{ n: string }>`select nextval('incidents.numbers') as n`.execute(
    records.read<IncidentTables>(),
  );
  return `INC-${new Date(now() + CHINA).getUTCFullYear()}-${String(rows[0]?.n ?? 0).padStart(4, '0')}`;
};

/** Opens an incident from findings or from something known otherwise: graded, counted, its clocks running. */
export const openIncident =
  (needs: GradeNeeds) =>
  async (order: Order, actor: ActorRef): Promise<string> => {
    const now = needs.now();
    const findings = await findingsOf(needs, [...new Set(order.findings)]);
    const times = findings.map(({ openedAt }) => Date.parse(openedAt));
    if (order.known !== undefined) {
      const at = Date.parse(order.known.at);
      if (at > now) throw incidentError('incidents.in-future', { field: 'known.at' });
      times.push(at);
    }
    const knownAt = Math.min(now, ...times);
    const counted = await countOf(needs, findings);
    const grading = await grade(needs, order.facts, counted);
    const id = needs.newId();
    const number = await nextNumber(needs);
    const [first] = findings;
    const title = order.title ?? first?.titleZh ?? first?.title ?? order.known?.how ?? number;
    await needs.records.transaction(async (tx) => {
      await tx
        .as<IncidentTables>()
        .insertInto(INCIDENTS)
        .values({
          id,
          number,
          title: toText(title.slice(0, 300)),
          state: 'open',
          known_at: new Date(knownAt),
          opened_at: new Date(now),
          opened_by: actor.name,
          facts: jsonb(order.facts),
          narrative: jsonb(Narrative.parse({})),
          recovery: jsonb([]),
          findings: findings.map((finding) => finding.id),
          grading: jsonb(grading),
          counted: jsonb(counted),
          changed_at: new Date(now),
        })
        .execute();
      const how = order.known === undefined ? `由 ${findings.length} 条告警转为事件` : `获知途径：${order.known.how}`;
      await write(
        tx,
        id,
        { kind: 'opened', text: how, detail: { knownAt: new Date(knownAt).toISOString() } },
        actor,
        now,
      );
      const detail = { miit: grading.miit.level, cac: grading.cac.level };
      await write(tx, id, { kind: 'graded', text: gradingText(grading), detail }, actor, now);
    });
    await bringClocks(needs, await readRow(needs.records, id), actor);
    return id;
  };
