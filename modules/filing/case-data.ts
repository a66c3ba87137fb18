import type { DocumentTemplate } from '@chedun/documents/contract';
import type { Json } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import type { State } from '@chedun/review';
import { canonicalJson } from '@chedun/records';
import type { Item } from './contract.ts';
import { dataOf, problemsOf, type UnitTruth } from './domain/form.ts';
import { levelsOf } from './read-levels.ts';
import { unitNow, type UnitNow } from './read-units.ts';
import { today, type Base, type CaseRow } from './store.ts';

export type CaseNeeds = Base & { readonly organisation: OrganisationAsks };

type Data = Record<string, Json>;
const EDITABLE: readonly State[] = ['draft', 'supplement'];
const BEFORE_SIGNATURE: readonly State[] = ['draft', 'supplement', 'approval', 'approved'];

/** Whether people may change the form now. */
export const isEditable = ({ state }: Pick<CaseRow, 'state'>): boolean => EDITABLE.includes(state as State);
const isLive = ({ state }: Pick<CaseRow, 'state'>): boolean => BEFORE_SIGNATURE.includes(state as State);

/** Who files: the names are those that the templates use for the same thing. */
const organisationData = async ({ organisation }: CaseNeeds): Promise<Data> => {
  const [profile, person] = await Promise.all([organisation.profile(), organisation.responsibleFor('1.5-b')]);
  return {
    organisation: profile?.name ?? '',
    creditCode: profile?.creditCode ?? '',
    organisationContact: person?.phone ?? '',
    principal: person?.name ?? '',
    principalContact: person?.phone ?? '',
  };
};

const ITEMS = {
  hosts: '主机',
  services: '服务',
  software: '主要软件',
  models: '车型',
  sites: '关键设施位置',
  level: '级别',
};

const unitData = async (needs: CaseNeeds, now: UnitNow): Promise<Data> => {
  const { row, equipment, differences } = now;
  const [levels, types] = await Promise.all([levelsOf(needs, row.id), needs.content.types()]);
  const graded = levels.find(({ level }) => level === row.level);
  return {
    unitName: row.name,
    level: row.level === null ? '' : String(row.level),
    functions: row.functions,
    unitType: types.find(({ id }) => id === row.type)?.title.zh ?? '',
    gradedOn: row.level_fixed_on ?? '',
    topology: [
      row.topology_note,
      row.topology === null ? '' : `拓扑图见附件 ${row.topology.name}（SM3 ${row.topology.sm3}）`,
    ]
      .filter((each) => each !== '')
      .join('\n'),
    boundary: row.boundary,
    equipment: equipment.map((each) => ({ ...each })),
    locations: row.sites,
    factors: (graded?.trace ?? []).map(({ title, factor, value, because }) => ({
      factor: `${title.zh} ${factor}`,
      value: String(value),
      reason: because.zh,
    })),
    trace: graded?.text ?? '',
    filingNumber: row.filing_number,
    changedOn: row.drifted_on ?? today(needs),
    reason: differences.length > 0 ? '资产现状与备案信息不一致（系统比对发现）' : '',
    changes: differences.map(({ item, before, after }) => ({ item: ITEMS[item], before, after })),
  };
};

const truthOf = ({ row, facts, unclaimed }: UnitNow): UnitTruth => ({
  name: row.name,
  level: row.level,
  hosts: facts.hosts.length,
  services: facts.services,
  unclaimed,
  hasTopologyFile: row.topology !== null,
});

/** An item about a field whose records were put right since the last signature is answered by that. */
const answeredByRecords = ({ items, base }: CaseRow, data: Readonly<Record<string, Json>>): Item[] =>
  items.map((item) =>
    item.answer !== null ||
    item.field === '' ||
    canonicalJson(data[item.field] ?? null) === canonicalJson(base[item.field] ?? null)
      ? item
      : { ...item, answer: { kind: 'value', text: '台账已更正' } },
  );

/** A case with its form: from the records while it is not signed, as it was signed after that. */
export const caseNow = async (needs: CaseNeeds, row: CaseRow) => {
  const template: DocumentTemplate = await needs.content.template(row.template);
  const known = new Set(template.sections.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const unit = row.unit === null || !isLive(row) ? undefined : await unitNow(needs, row.unit);
  const live = isLive(row)
    ? { ...(await organisationData(needs)), ...(unit === undefined ? {} : await unitData(needs, unit)) }
    : {};
  const base: Data = Object.fromEntries(Object.entries({ ...row.base, ...live }).filter(([name]) => known.has(name)));
  const data = dataOf(base, row.changed);
  const problems = isLive(row)
    ? problemsOf(template, data, unit === undefined ? undefined : truthOf(unit), row.explained)
    : [];
  const items = isLive(row) ? answeredByRecords(row, data) : [...row.items];
  return { row, template, unit, base, data, problems, items };
};
