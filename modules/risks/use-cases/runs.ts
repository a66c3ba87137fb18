import { SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import type { z } from 'zod';
import type { EndInput, ImportReport, ItemInput, ReportInput, Run, RunInput, RunItem } from '../contract.ts';
import {
  applicableTo,
  documentData,
  needEnd,
  needWhole,
  readResults,
  resultOfLight,
  worstLight,
} from '../domain/run.ts';
import { clocksOf, firstSubject, runSubject } from '../clocks.ts';
import { riskError } from '../errors.ts';
import { readRegister } from '../read-register.ts';
import { lightsOf, readRun } from '../read-runs.ts';
import { auditOf, lockOpenRun, runOf, today, type Needs } from '../store.ts';
import type { RiskTables } from '../tables.ts';

const RULES = {
  evaluation: { periodic: 'GRD-3', after: ['GRD-3', 'GRD-4'], submit: 'GRD-5', template: 'evaluation-report' },
  'risk-assessment': { periodic: 'GRD-6', after: ['GRD-6'], submit: 'GRD-6b', template: 'risk-assessment-report' },
} as const;
const MOST_FILE = 64 * 1024 * 1024;

const itemsFor = async (needs: Needs, level: number): Promise<RunItem[]> => {
  const items = applicableTo((await needs.content.baseline()).items, level);
  const lights = await lightsOf(
    needs,
    items.flatMap(({ obligations }) => obligations),
  );
  return items.map((item) => {
    const light = worstLight(item.obligations.map((each) => lights.get(each) ?? 'none'));
    const result = item.kind === 'machine' ? resultOfLight(light) : 'open';
    const evidence = result === 'open' ? '' : `系统检查（义务 ${item.obligations.join('、')}）`;
    return { ...item, result, evidence, measure: '', dueOn: null };
  });
};

/** Starts a test or an assessment of a graded unit; machine items are judged by the posture. */
const startRun =
  (needs: Needs) =>
  async ({ kind, unit, assessor }: z.output<typeof RunInput>, actor: ActorRef): Promise<string> => {
    const found = (await needs.filing.units()).find(({ id }) => id === unit);
    if (found === undefined) throw riskError('risks.unknown', { field: 'unit' });
    if (found.level === null) throw riskError('risks.unit-ungraded', { field: 'unit' });
    const { version } = await needs.content.baseline();
    const items = kind === 'evaluation' ? await itemsFor(needs, found.level) : [];
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      const row = {
        id,
        kind,
        unit,
        unit_name: found.name,
        level: found.level ?? 0,
        state: 'open' as const,
        assessor: toText(assessor),
        started_on: today(needs),
        baseline: version,
        items: jsonb(items),
        risks: jsonb([]),
        made_by: actor.name,
        made_at: new Date(needs.clock.now()),
      };
      await tx.as<RiskTables>().insertInto('risks.runs').values(row).execute();
      await tx.audit(auditOf(actor, 'run-started', 'risk-run', id, { kind, unit: found.name }));
    });
    return id;
  };

const judge =
  ({ records }: Needs) =>
  (id: string, item: string, input: z.output<typeof ItemInput>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = await lockOpenRun(tx, id);
      const before = row.items.find((each) => each.id === item);
      if (before === undefined) throw riskError('risks.unknown', { field: 'item' });
      const after = { ...before, ...input };
      needWhole(after);
      const items = jsonb(row.items.map((each) => (each.id === item ? after : each)));
      await tx.as<RiskTables>().updateTable('risks.runs').set({ items }).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'item-judged', 'risk-run', id, { item, result: input.result }));
    });

const importResults =
  (needs: Needs) =>
  async (id: string, bytes: Uint8Array, actor: ActorRef): Promise<ImportReport> => {
    const rows = await needs.assets.readTable(bytes);
    return needs.records.transaction(async (tx) => {
      const row = await lockOpenRun(tx, id);
      const { items, report } = readResults(rows, row.items);
      await tx
        .as<RiskTables>()
        .updateTable('risks.runs')
        .set({ items: jsonb(items) })
        .where('id', '=', id)
        .execute();
      const after = { rows: report.rows, taken: report.taken, refused: report.refused.length };
      await tx.audit(auditOf(actor, 'results-imported', 'risk-run', id, after));
      return report;
    });
  };

const keepReport =
  ({ records, blobs }: Needs) =>
  async (id: string, { report }: z.output<typeof ReportInput>, actor: ActorRef): Promise<void> => {
    const info = await blobs.info(report.blob);
    if (info === undefined) throw riskError('risks.file-unknown', { field: 'report' });
    const kept = { ...report, bytes: info.bytes, sm3: info.sm3 };
    await records.transaction(async (tx) => {
      await lockOpenRun(tx, id);
      await tx
        .as<RiskTables>()
        .updateTable('risks.runs')
        .set({ report: jsonb(kept) })
        .where('id', '=', id)
        .execute();
      await tx.audit(auditOf(actor, 'report-kept', 'risk-run', id, { name: kept.name, sm3: kept.sm3 }));
    });
  };

/** Risks of the assets of a unit, as they are now. */
const risksOfUnit = async (needs: Needs, unit: string): Promise<Run['risks']> => {
  const [register, units] = await Promise.all([readRegister(needs)(), needs.filing.units()]);
  const own = new Set(units.find(({ id }) => id === unit)?.assets);
  return register.items.filter(({ asset }) => own.has(`${asset.kind}:${asset.id}`));
};

/** The clocks of the periodic duty end and begin anew; that of handing in begins, and is given. */
const turnClocks = async (needs: Needs, run: Run, day: string, actor: ActorRef) => {
  const rules = RULES[run.kind];
  const subject = { kind: 'filing-unit', id: runSubject(run.unit, run.id), title: run.unitName };
  const at = Math.min(Date.parse(`${day}T00:00:00+08:00`), needs.clock.now());
  for (const clock of await clocksOf(needs, run.unit))
    if (clock.state === 'running' && (rules.after as readonly string[]).includes(clock.rule.id))
      await needs.deadlines.stop(clock.id, { actor, explanation: clock.overdue ? '逾期完成，见评测记录' : '' });
  if (run.level >= 2)
    await needs.deadlines.start({
      rule: rules.periodic,
      wanted: { kind: 'level', level: run.level },
      subject,
      records: [{ kind: 'last-run', id: day, at }],
      actor,
    });
  const records = [{ kind: 'run-ended', id: day, at }];
  return needs.deadlines.start({ rule: rules.submit, subject, records, actor });
};

/** Ends a run: nothing is open any more, risks are kept as they are, clocks turn, and a filing is opened. */
const endRun =
  (needs: Needs) =>
  async (id: string, { conclusion }: z.output<typeof EndInput>, actor: ActorRef): Promise<void> => {
    const before = await readRun(needs)(id);
    if (before.state === 'done') throw riskError('risks.run-done', { field: 'id' });
    needEnd(before.items);
    const risks = await risksOfUnit(needs, before.unit);
    const day = today(needs);
    const ended = await needs.records.transaction(async (tx) => {
      const row = await lockOpenRun(tx, id);
      needEnd(row.items);
      const values = { state: 'done' as const, ended_on: day, conclusion: toText(conclusion), risks: jsonb(risks) };
      await tx.as<RiskTables>().updateTable('risks.runs').set(values).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'run-ended', 'risk-run', id, { conclusion }));
      return runOf({ ...row, ...values, risks, ended_on: day });
    });
    const clock = await turnClocks(needs, ended, day, actor);
    const caseId = await needs.filing.openCase({
      template: RULES[ended.kind].template,
      unit: ended.unit,
      subject: { kind: 'risk-run', id },
      title: `${ended.unitName} ${ended.kind === 'evaluation' ? '符合性评测报告' : '安全风险评估报告'}`,
      data: documentData(ended),
      clock,
      actor,
    });
    await needs.records.transaction((tx) =>
      tx.as<RiskTables>().updateTable('risks.runs').set({ case_id: caseId }).where('id', '=', id).execute(),
    );
  };

/** Every graded unit of level 2 and more has a clock for its next test and its next assessment. */
export const schedule = (needs: Needs) => async (): Promise<void> => {
  for (const { id, name, level, levelFixedOn } of await needs.filing.units()) {
    if (level === null || level < 2 || levelFixedOn === null) continue;
    const clocks = await clocksOf(needs, id);
    for (const { periodic } of Object.values(RULES))
      if (!clocks.some(({ rule, state }) => rule.id === periodic && state === 'running'))
        await needs.deadlines.start({
          rule: periodic,
          wanted: { kind: 'level', level },
          subject: { kind: 'filing-unit', id: firstSubject(id), title: name },
          records: [{ kind: 'grading-review', id: levelFixedOn, at: Date.parse(`${levelFixedOn}T00:00:00+08:00`) }],
          actor: SYSTEM_ACTOR,
        });
  }
};

const upload =
  ({ blobs, newId }: Needs) =>
  async (body: AsyncIterable<Uint8Array>) => {
    const blob = `risks/files/${newId()}`;
    const { bytes, sm3 } = await blobs.put(blob, body, { maxBytes: MOST_FILE });
    return { blob, bytes, sm3 };
  };

/** Tests and assessments of units. */
export const runUseCases = (needs: Needs) => ({
  startRun: startRun(needs),
  judge: judge(needs),
  importResults: importResults(needs),
  keepReport: keepReport(needs),
  endRun: endRun(needs),
  upload: upload(needs),
});
