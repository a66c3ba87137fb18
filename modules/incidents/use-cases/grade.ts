import { jsonb } from '@chedun/records';
import type { AssetsAsks } from '@chedun/assets/contract';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { Finding, GovernanceAsks } from '@chedun/governance/contract';
import type { ActorRef } from '@chedun/kernel';
import type { Counted, Grading, IncidentFacts } from '../contract.ts';
import { countAssets, vinsOf } from '../domain/counted.ts';
import { clocksOwed, gradingOf } from '../domain/grading.ts';
import { incidentError } from '../errors.ts';
import { change, lockRow, readRow, settingsInForce, write, type IncidentRow, type StoreNeeds } from '../store.ts';

/** What grading stands on. */
export interface GradeNeeds extends StoreNeeds {
  readonly findingById: GovernanceAsks['findingById'];
  readonly countRegistered: AssetsAsks['countRegistered'];
  readonly clocks: DeadlineAsks;
}

/** Findings by id. Throws `incidents.unknown-finding`. */
export const findingsOf = async (
  { findingById }: Pick<GradeNeeds, 'findingById'>,
  ids: readonly string[],
): Promise<readonly Finding[]> =>
  Promise.all(
    ids.map(async (id) => {
      const finding = await findingById(id);
      if (finding === undefined) throw incidentError('incidents.unknown-finding', { field: id });
      return finding;
    }),
  );

/** Vehicles and hosts of the findings, counted from the ledger and the register. */
export const countOf = async ({ countRegistered }: GradeNeeds, findings: readonly Finding[]): Promise<Counted> => {
  const assets = findings.flatMap((finding) => finding.assets);
  const vins = vinsOf(assets);
  return countAssets(assets, vins.length === 0 ? 0 : await countRegistered(vins));
};

/** Grades facts with the rules and settings in force. */
export const grade = async (needs: GradeNeeds, facts: IncidentFacts, counted: Counted): Promise<Grading> =>
  gradingOf(await needs.rules(), facts, counted, await settingsInForce(needs), needs.now());

/** Words for the timeline: both levels, and what could not be graded. */
export const gradingText = ({ miit, cac }: Grading): string =>
  `281号：${miit.level ?? '一般以下'}；网信：${cac.level ?? '较大以下，不需报告'}；214号：不可分级`;

const OURS = ['NET-1', 'CAC-1', 'CAC-2', 'CAC-3', 'DAT-1', 'DAT-3'];

/**
 * Starts the clocks that a grading asks for, from the first record of the incident, and takes back those that nobody owes
 * any more. Safe to repeat: a clock runs once for an incident.
 */
export const bringClocks = async (needs: GradeNeeds, row: IncidentRow, actor: ActorRef): Promise<void> => {
  const owed = clocksOwed(row.grading);
  for (const { clock, recipients } of owed)
    await needs.clocks.start({
      rule: clock,
      subject: { kind: 'incident', id: row.id, title: `${row.number} ${row.title}`.slice(0, 300) },
      recipients: recipients.map(({ name }) => name),
      records: [{ kind: 'incident-known', id: row.number, at: row.known_at.getTime() }],
      actor,
    });
  const running = await needs.clocks.of({ kind: 'incident', id: row.id });
  for (const { id, state, rule } of running) {
    if (state !== 'running' || !OURS.includes(rule.id)) continue;
    if (!owed.some(({ clock }) => clock === rule.id)) await needs.clocks.withdraw(id, '重新定级后不再适用', actor);
  }
};

interface Changed {
  readonly facts?: IncidentFacts;
  readonly findings?: readonly string[];
  readonly reason: string;
}

/** The incident still stands on what it was graded from. */
const isSame = (one: IncidentRow, other: IncidentRow): boolean =>
  JSON.stringify([one.facts, one.findings]) === JSON.stringify([other.facts, other.findings]);

/** One try to grade anew; `overtaken` when somebody else changed the incident meanwhile. */
const tryRegrade = async (
  needs: GradeNeeds,
  id: string,
  changed: Changed,
  actor: ActorRef,
): Promise<'done' | 'overtaken'> => {
  const before = await readRow(needs.records, id);
  const ids = [...new Set([...before.findings, ...(changed.findings ?? [])])];
  const findings = await findingsOf(needs, ids);
  const counted = await countOf(needs, findings);
  const facts = changed.facts ?? before.facts;
  const grading = await grade(needs, facts, counted);
  const known = Math.min(before.known_at.getTime(), ...findings.map(({ openedAt }) => Date.parse(openedAt)));
  const now = needs.now();
  return needs.records.transaction(async (tx) => {
    if (!isSame(before, await lockRow(tx, id))) return 'overtaken';
    const values = { facts: jsonb(facts), counted: jsonb(counted), grading: jsonb(grading), findings: ids };
    await change(tx, id, { ...values, known_at: new Date(known) }, now);
    if (changed.findings !== undefined) await write(tx, id, { kind: 'linked', text: changed.reason }, actor, now);
    const text = `${gradingText(grading)}（${changed.reason}）`;
    await write(tx, id, { kind: 'graded', text, detail: levels(grading) }, actor, now);
    return 'done';
  });
};

/** Grades an incident anew from changed facts or findings, and brings its clocks in order. Of two at once none is lost. */
export const regrade = async (needs: GradeNeeds, id: string, changed: Changed, actor: ActorRef): Promise<void> => {
  while ((await tryRegrade(needs, id, changed, actor)) === 'overtaken');
  await bringClocks(needs, await readRow(needs.records, id), actor);
};

const levels = ({ miit, cac }: Grading) => ({ miit: miit.level, cac: cac.level });
