import type { DocumentsAsks } from '@chedun/documents/contract';
import { INSPECTION_KINDS, inspectionKind, writeInspectionOrder, type InspectionKindId } from '@chedun/inspection';
import { dayOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import type { Enterprise, SupervisionAsks } from '@chedun/supervision/contract';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { InspectionInput, ItemInput, LegalBasis, ReportInput } from '../contract.ts';
import { oversightError } from '../errors.ts';
import { auditOf, nextNumber } from '../store.ts';
import type { InspectionRow, OversightTables } from '../tables.ts';
import { bringFile, type FileNeeds } from './files.ts';
import { needDay, writeNotice, type SendNeeds } from './send.ts';

export interface InspectNeeds extends SendNeeds, FileNeeds {
  readonly supervision: Pick<SupervisionAsks, 'enterprises'>;
  readonly documents: Pick<DocumentsAsks, 'issue' | 'packageOf'>;
  /** Name of the authority. */
  readonly authority: () => Promise<string>;
}

const TEMPLATE = 'supervision-inspection';
const WAITING = '待检查';
const RESULTS = { open: WAITING, conforms: '符合', deviates: '不符合', 'not-seen': '未检查' } as const;

/** Scope as people read it. */
const scopeText = ({ kinds, obligations, units }: Pick<InspectionInput, 'kinds' | 'obligations' | 'units'>) =>
  [
    `检查内容：${kinds.map((kind) => inspectionKind(kind).title.zh).join('、')}`,
    `义务：${obligations.length === 0 ? '全部' : obligations.join('、')}`,
    `单元：${units.length === 0 ? '全部' : units.join('、')}`,
  ].join('；');

interface Words {
  readonly input: InspectionInput;
  readonly enterprise: Pick<Enterprise, 'name'>;
  readonly basis: LegalBasis;
  readonly authority: string;
}

const headOf = ({ input, enterprise, basis, authority }: Words) => ({
  authority,
  enterprise: enterprise.name,
  inspectors: input.inspectors.map(({ name, organisation }) => `${name}（${organisation}）`).join('、'),
  basis: `${basis.title.zh}：${basis.gist.zh}${basis.basis === 'unverified' ? '（未核实）' : ''}`,
  scope: scopeText(input),
  startedAt: input.from,
  endedAt: input.until,
});

/** The signed order 检查通知: form for people, `order.json` for the other side's program. */
const issueOrder = async (
  needs: InspectNeeds,
  words: Words & { readonly id: string; readonly number: string; readonly firm: Enterprise },
  actor: ActorRef,
) => {
  const { id, number, firm, input, authority, basis } = words;
  const { kinds, obligations, units, from, until, inspectors, announced } = input;
  const order = writeInspectionOrder({
    schema: 'urn:chedun:inspection-order:1',
    id,
    number,
    authority,
    enterprise: { name: firm.name, creditCode: firm.creditCode },
    basis: basis.title.zh,
    kinds: [...kinds],
    obligations: [...obligations],
    units: [...units],
    from,
    until,
    inspectors: [...inspectors],
    announced,
  });
  const items = input.items.map((item) => ({ item, finding: '', result: WAITING }));
  const issued = await needs.documents.issue({
    template: TEMPLATE,
    title: { zh: `${number} ${input.title}`, en: `Inspection ${number}` },
    subject: { kind: 'inspection', id },
    data: { ...headOf(words), items },
    attachments: [{ name: 'order.json', bytes: order }],
    actor,
  });
  return { ...issued, bytes: await needs.documents.packageOf(issued.id, issued.version) };
};

const keepInspection = async (
  tx: Tx,
  needs: InspectNeeds,
  row: { readonly id: string; readonly number: string; readonly document: string; readonly sm3: string },
  input: InspectionInput,
  actor: ActorRef,
): Promise<void> => {
  const tables = tx.as<OversightTables>();
  await tables
    .insertInto('oversight.inspections')
    .values({
      id: row.id,
      number: row.number,
      enterprise: input.enterprise,
      title: toText(input.title),
      basis: input.basis,
      kinds: [...input.kinds],
      obligations: [...input.obligations],
      units: input.units.map(toText),
      inspectors: jsonb(input.inspectors),
      announced: input.announced,
      from_at: new Date(input.from),
      until_at: new Date(input.until),
      document: row.document,
      order_sm3: row.sm3,
      created_at: new Date(needs.now()),
      created_by: actor.name,
    })
    .execute();
  const items = input.items.map((item, position) => ({
    id: needs.newId(),
    inspection: row.id,
    position,
    item: toText(item),
  }));
  await tables.insertInto('oversight.inspection_items').values(items).execute();
};

const announce = (
  row: { readonly id: string; readonly number: string; readonly file: string },
  input: InspectionInput,
) => ({
  kind: 'inspection' as const,
  title: `${row.number} ${input.title}`.slice(0, 200),
  text: `${scopeText(input)}。随附经签名的检查通知（.cdf），请核对检查机关的签名证书，按所列范围、时段和人员配合检查。`,
  basis: input.basis,
  dueOn: dayOf(Date.parse(input.from)),
  indicators: [],
  enterprises: [input.enterprise],
  files: [row.file],
  warning: null,
  source: { kind: 'inspection' as const, id: row.id },
  coloured: null,
});

/** Orders an inspection: a signed package, sent to the enterprise at once where it is announced. Throws `oversight.*`, `inspection.order-invalid`. */
export const orderInspection =
  (needs: InspectNeeds) =>
  async (input: InspectionInput, actor: ActorRef): Promise<string> => {
    const now = needs.now();
    if (Date.parse(input.until) <= now) throw oversightError('oversight.day-past', { field: 'until' });
    const basis = await needs.bases.must(input.basis, 'inspection');
    const firm = (await needs.supervision.enterprises()).find((each) => each.id === input.enterprise);
    if (firm === undefined) throw oversightError('oversight.unknown', { field: 'enterprise' });
    const id = needs.newId();
    const number = await needs.records.transaction((tx) => nextNumber(tx, 'JC', now));
    const words = { id, number, firm, input, enterprise: firm, basis, authority: await needs.authority() };
    const issued = await issueOrder(needs, words, actor);
    const file = await bringFile(needs)(issued.bytes, `${number}.cdf`, null, actor);
    await needs.records.transaction(async (tx) => {
      await keepInspection(tx, needs, { id, number, document: issued.id, sm3: issued.sm3 }, input, actor);
      if (input.announced) await writeNotice(tx, needs, announce({ id, number, file: file.id }, input), actor);
      await tx.audit(
        auditOf(actor, 'oversight.inspection-ordered', 'oversight-inspection', id, { number, sm3: issued.sm3 }),
      );
    });
    return id;
  };

const lock = async (tx: Tx, id: string): Promise<InspectionRow> => {
  const query = tx.as<OversightTables>().selectFrom('oversight.inspections').selectAll();
  const row = await query.where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw oversightError('oversight.unknown');
  return row;
};

/** Records what was found for an item, from the begin of the time box until the report. Throws `oversight.not-now`. */
export const fillItem =
  (needs: Pick<InspectNeeds, 'records' | 'now'>) =>
  async (id: string, item: string, { finding, result }: z.output<typeof ItemInput>, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const row = await lock(tx, id);
      const begun = row.from_at.getTime() <= needs.now();
      if (!begun || row.reported_at !== null || row.cancelled_at !== null) throw oversightError('oversight.not-now');
      const done = await tx
        .as<OversightTables>()
        .updateTable('oversight.inspection_items')
        .set({ finding: toText(finding), result })
        .where('id', '=', item)
        .where('inspection', '=', id)
        .executeTakeFirst();
      if (done.numUpdatedRows === 0n) throw oversightError('oversight.unknown');
      await tx.audit(auditOf(actor, 'oversight.inspection-item', 'oversight-inspection', id, { item, result }));
    });

/** Takes an inspection back that has not begun. Throws `oversight.not-now`. */
export const cancelInspection =
  (needs: Pick<InspectNeeds, 'records' | 'now'>) =>
  async (id: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      const row = await lock(tx, id);
      if (row.from_at.getTime() <= needs.now() || row.cancelled_at !== null) throw oversightError('oversight.not-now');
      const values = { cancelled_at: new Date(needs.now()) };
      await tx.as<OversightTables>().updateTable('oversight.inspections').set(values).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'oversight.inspection-cancelled', 'oversight-inspection', id, {}));
    });

const inputOf = (row: InspectionRow): InspectionInput => ({
  enterprise: row.enterprise,
  title: row.title,
  basis: row.basis,
  kinds: row.kinds.filter((kind): kind is InspectionKindId => INSPECTION_KINDS.some(({ id }) => id === kind)),
  obligations: row.obligations,
  units: row.units,
  items: [],
  from: row.from_at.toISOString(),
  until: row.until_at.toISOString(),
  inspectors: row.inspectors,
  announced: row.announced,
});

type Item = Selectable<OversightTables['oversight.inspection_items']>;

const readyToReport = async ({ records }: InspectNeeds, id: string) => {
  const db = records.read<OversightTables>();
  const row = await db.selectFrom('oversight.inspections').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw oversightError('oversight.unknown');
  if (row.reported_at !== null || row.cancelled_at !== null) throw oversightError('oversight.not-now');
  const query = db.selectFrom('oversight.inspection_items').selectAll().where('inspection', '=', id);
  const items = await query.orderBy('position').execute();
  if (items.some(({ result }) => result === 'open')) throw oversightError('oversight.items-open');
  return { row, items };
};

const issueRecord = async (
  needs: InspectNeeds,
  { row, items }: { readonly row: InspectionRow; readonly items: readonly Item[] },
  { dueOn, opinion }: z.output<typeof ReportInput>,
  actor: ActorRef,
) => {
  const basis = await needs.bases.must(row.basis, 'inspection');
  const firm = (await needs.supervision.enterprises()).find((each) => each.id === row.enterprise);
  if (firm === undefined) throw oversightError('oversight.unknown');
  const deviating = items.filter(({ result }) => result === 'deviates');
  const words = { input: inputOf(row), enterprise: firm, basis, authority: await needs.authority() };
  return needs.documents.issue({
    template: TEMPLATE,
    title: { zh: `${row.number} ${row.title} 检查记录`, en: `Record of inspection ${row.number}` },
    subject: { kind: 'inspection', id: row.id },
    data: {
      ...headOf(words),
      items: items.map(({ item, finding, result }) => ({ item, finding, result: RESULTS[result] })),
      ...(deviating.length === 0 ? {} : { orders: deviating.map(({ item }) => item).join('；'), due: dueOn }),
      ...(opinion === '' ? {} : { opinion }),
    },
    actor,
  });
};

const taskOf = (row: InspectionRow, { item, finding }: Item, dueOn: string) => ({
  kind: 'task' as const,
  title: `${row.number} 整改：${item}`.slice(0, 200),
  text: finding,
  basis: row.basis === 'nd-51' ? 'nd-50' : row.basis,
  dueOn,
  indicators: [],
  enterprises: [row.enterprise],
  files: [],
  warning: null,
  source: { kind: 'inspection' as const, id: row.id },
  coloured: null,
});

/** The record 检查记录 as the next version of the document; every deviation becomes a task. Throws `oversight.items-open`. */
export const reportInspection =
  (needs: InspectNeeds) =>
  async (id: string, input: z.output<typeof ReportInput>, actor: ActorRef): Promise<void> => {
    needDay(input.dueOn, needs.now());
    const ready = await readyToReport(needs, id);
    const issued = await issueRecord(needs, ready, input, actor);
    await needs.records.transaction(async (tx) => {
      const locked = await lock(tx, id);
      if (locked.reported_at !== null) throw oversightError('oversight.not-now');
      const values = { reported_at: new Date(needs.now()), report_version: issued.version, report_sm3: issued.sm3 };
      const tables = tx.as<OversightTables>();
      await tables.updateTable('oversight.inspections').set(values).where('id', '=', id).execute();
      for (const item of ready.items.filter(({ result }) => result === 'deviates')) {
        const notice = await writeNotice(tx, needs, taskOf(ready.row, item, input.dueOn), actor);
        await tables.updateTable('oversight.inspection_items').set({ notice }).where('id', '=', item.id).execute();
      }
      await tx.audit(auditOf(actor, 'oversight.inspection-reported', 'oversight-inspection', id, { sm3: issued.sm3 }));
    });
  };
