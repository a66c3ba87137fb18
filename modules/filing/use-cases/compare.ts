import { SYSTEM_ACTOR } from '@chedun/kernel';
import { jsonb } from '@chedun/records';
import type { Difference } from '../contract.ts';
import { changeSubject } from '../clocks.ts';
import { unitNow, type UnitNow } from '../read-units.ts';
import { findingOf, lockCase, tellFindings, today, type CaseRow } from '../store.ts';
import type { FilingTables } from '../tables.ts';
import { historyLine, needStep, openCase } from './prepare.ts';
import type { HandInNeeds } from './hand-in.ts';

const OWN = ['draft', 'approval', 'approved', 'signed'];
const TEMPLATE = 'grading-change';
const SCOPE = (unit: string): string => `drift:${unit}`;

const ITEM = {
  hosts: '主机',
  services: '服务',
  software: '主要软件',
  models: '车型',
  sites: '关键设施位置',
  level: '级别',
};
const say = (differences: readonly Difference[]): string =>
  differences.map(({ item, before, after }) => `${ITEM[item]} ${before} → ${after}`).join('；');

const driftFinding = (needs: HandInNeeds, { row, differences }: UnitNow) =>
  findingOf(
    needs.clock.now(),
    `filing:drift:${row.id}`,
    {
      zh: `定级对象“${row.name}”与备案信息不一致：${say(differences)}`,
      en: `The unit ${row.name} is not what was filed: ${differences.map(({ item }) => item).join(', ')}`,
    },
    {
      severity: 'medium',
      obligations: ['1.5-b'],
      facts: { unit: row.name, filingNumber: row.filing_number, differences: differences.length },
    },
  );

/** The change has to be filed: a clock from the day on which it was seen, and a case with what is different. */
const openChange = async (needs: HandInNeeds, { row }: UnitNow, day: string): Promise<void> => {
  const subject = { kind: 'filing-unit', id: row.id };
  const at = Math.min(Date.parse(`${day}T00:00:00+08:00`), needs.clock.now());
  const clock = await needs.deadlines.start({
    rule: 'GRD-2',
    subject: { kind: 'filing-unit', id: changeSubject(row.id, day), title: row.name },
    records: [{ kind: 'inventory-change', id: day, at }],
    actor: SYSTEM_ACTOR,
  });
  const words = await needs.content.template(TEMPLATE);
  await openCase(needs)({
    template: TEMPLATE,
    unit: row.id,
    subject,
    title: `${row.name} ${words.title.zh}`,
    data: {},
    clock,
    actor: SYSTEM_ACTOR,
  });
};

/** Everything is as it was filed again: what was opened and not handed in goes away. */
const closeChange = async (needs: HandInNeeds, unit: string, day: string): Promise<void> => {
  const open = await needs.records
    .read<FilingTables>()
    .selectFrom('filing.cases')
    .selectAll()
    .where('unit', '=', unit)
    .where('template', '=', TEMPLATE)
    .where('state', 'in', OWN)
    .execute();
  for (const { id } of open as CaseRow[])
    await needs.records.transaction(async (tx) => {
      const row = await lockCase(tx, id);
      const state = needStep(row, 'withdraw', SYSTEM_ACTOR);
      const history = [
        ...row.history,
        historyLine(needs.clock.now(), SYSTEM_ACTOR, 'withdraw', '资产已恢复为备案时的状态'),
      ];
      const change = { state, history: jsonb(history) };
      await tx.as<FilingTables>().updateTable('filing.cases').set(change).where('id', '=', id).execute();
    });
  const clocks = await needs.deadlines.of({ kind: 'filing-unit', id: changeSubject(unit, day) });
  for (const { id, rule, state } of clocks)
    if (rule.id === 'GRD-2' && state === 'running')
      await needs.deadlines.withdraw(id, '资产已恢复为备案时的状态', SYSTEM_ACTOR);
};

const compareUnit = async (needs: HandInNeeds, id: string): Promise<number> => {
  const now = await unitNow(needs, id);
  const { row, differences } = now;
  const day = row.drifted_on ?? today(needs);
  const drifts = differences.length > 0;
  await needs.records.transaction(async (tx) => {
    const values = { differences: jsonb(differences), drifted_on: drifts ? day : null };
    await tx.as<FilingTables>().updateTable('filing.units').set(values).where('id', '=', id).execute();
    await tellFindings(tx, SCOPE(id), drifts ? [driftFinding(needs, now)] : [], '与备案信息一致，或变更已备案');
  });
  if (drifts) await openChange(needs, now, day);
  else if (row.drifted_on !== null) await closeChange(needs, id, row.drifted_on);
  return differences.length;
};

/** Compares every filed unit with the inventory; answers how many are not what was filed. */
export const compareUnits = (needs: HandInNeeds) => async (): Promise<{ compared: number; drifted: number }> => {
  const rows = await needs.records
    .read<FilingTables>()
    .selectFrom('filing.units')
    .select('id')
    .where('filed_facts', 'is not', null)
    .orderBy('name')
    .execute();
  let drifted = 0;
  for (const { id } of rows) if ((await compareUnit(needs, id)) > 0) drifted += 1;
  return { compared: rows.length, drifted };
};
