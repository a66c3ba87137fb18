import { MOST_SUPPLIERS, type SupplierInput } from '../contract.ts';
import { changesOf } from './changes.ts';
import type { ColumnName } from './columns.ts';
import { keyOf } from './names.ts';
import { refusedAt, type Header, type Refused, type TakenRow } from './read-rows.ts';

/** What is there before a table is taken. */
export interface Before {
  readonly keys: ReadonlyMap<string, string>;
  readonly suppliers: ReadonlyMap<string, SupplierInput>;
  /** Services and hosts that the register of assets does not hold, as `service:name`. */
  readonly missing: ReadonlySet<string>;
}
/** A dossier that a row makes or changes; `id` null: a new one. */
export interface Planned {
  readonly id: string | null;
  readonly input: SupplierInput;
  readonly before: SupplierInput | undefined;
}

const TAKEN = { zh: '名称或别名已属于另一家供应商', en: 'The name or spelling belongs to another supplier' };
const ABSENT = { zh: '资产台账中没有', en: 'The register of assets does not hold it' };
const MOST = { zh: '供应商已达 20000 家', en: 'There are 20,000 suppliers already' };

/** Columns that the table has not stay as they are; spellings are never lost. */
const joined = (before: SupplierInput, given: SupplierInput, { places }: Header): SupplierInput => {
  const has = (column: ColumnName): boolean => places.has(column);
  const kept = (kind: 'service' | 'host') =>
    (has(kind === 'service' ? 'services' : 'hosts') ? given : before).dependents.filter((each) => each.kind === kind);
  const known = new Set([before.name, ...before.aliases].map(keyOf));
  return {
    name: before.name,
    creditCode: has('creditCode') ? given.creditCode : before.creditCode,
    country: has('country') ? given.country : before.country,
    kinds: given.kinds,
    importance: given.importance,
    supplies: has('supplies') ? given.supplies : before.supplies,
    aliases: [...before.aliases, ...given.aliases.filter((each) => !known.has(keyOf(each)))],
    dependents: [...kept('service'), ...kept('host')],
    contactPerson: has('contactPerson') ? given.contactPerson : before.contactPerson,
    contactPhone: has('contactPhone') ? given.contactPhone : before.contactPhone,
    contactEmail: has('contactEmail') ? given.contactEmail : before.contactEmail,
  };
};

interface Work {
  readonly before: Before;
  readonly header: Header;
  /** Whose each folded name is, rows that were taken included. */
  readonly holders: Map<string, string>;
  /** The row that a dossier was taken from. */
  readonly rowOf: Map<string, number>;
}

/** Why a row cannot be taken; undefined where it can. */
const objection = ({ before, header, holders, rowOf }: Work, { row, supplier }: TakenRow, mine: string) => {
  const refuse = (column: ColumnName, value: string, text: Refused['text']): Refused =>
    refusedAt(header, row, column, { value, text });
  const twice = rowOf.get(mine);
  if (twice !== undefined)
    return refuse('name', supplier.name, { zh: `与第 ${twice} 行重复`, en: `Row ${twice} has it already` });
  const old = before.suppliers.get(mine)?.dependents ?? [];
  const absent = supplier.dependents.find(
    ({ kind, name }) =>
      before.missing.has(`${kind}:${name}`) && !old.some((each) => each.kind === kind && each.name === name),
  );
  if (absent !== undefined) return refuse(absent.kind === 'service' ? 'services' : 'hosts', absent.name, ABSENT);
  const stolen = supplier.aliases.find((each) => (holders.get(keyOf(each)) ?? mine) !== mine);
  return stolen === undefined ? undefined : refuse('aliases', stolen, TAKEN);
};

/** Decides for each row whether it makes a dossier, changes one, changes nothing, or cannot be taken. */
export const planImport = (
  before: Before,
  header: Header,
  rows: readonly TakenRow[],
): { readonly planned: readonly Planned[]; readonly unchanged: number; readonly refused: readonly Refused[] } => {
  const work: Work = { before, header, holders: new Map(before.keys), rowOf: new Map() };
  const planned: Planned[] = [];
  const refused: Refused[] = [];
  let [unchanged, added] = [0, 0];
  for (const each of rows) {
    const { row, supplier } = each;
    const holder = work.holders.get(keyOf(supplier.name));
    const mine = holder ?? `row ${row}`;
    const isFull = holder === undefined && before.suppliers.size + added >= MOST_SUPPLIERS;
    const wrong = isFull
      ? refusedAt(header, row, 'name', { value: supplier.name, text: MOST })
      : objection(work, each, mine);
    if (wrong !== undefined) {
      refused.push(wrong);
      continue;
    }
    for (const name of [supplier.name, ...supplier.aliases]) work.holders.set(keyOf(name), mine);
    work.rowOf.set(mine, row);
    const old = before.suppliers.get(mine);
    const input = old === undefined ? supplier : joined(old, supplier, header);
    if (old === undefined) added += 1;
    if (old !== undefined && changesOf(old, input).length === 0) unchanged += 1;
    else planned.push({ id: holder ?? null, input, before: old });
  }
  return { planned, unchanged, refused };
};
