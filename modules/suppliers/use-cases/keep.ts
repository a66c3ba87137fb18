import type { AssetsAsks } from '@chedun/assets/contract';
import { dayOf, isCreditCode, type ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { z } from 'zod';
import { MOST_SUPPLIERS, type Change, type EndRelation, type SupplierInput, type TakeOver } from '../contract.ts';
import { changesOf } from '../domain/changes.ts';
import { keyOf } from '../domain/names.ts';
import { suppliersError } from '../errors.ts';
import {
  auditOf,
  columnsOf,
  inputOf,
  keysOf,
  lock,
  noteChange,
  readKeys,
  readRow,
  tablesOf,
  type Needs,
} from '../store.ts';
import { judge } from './judge.ts';

/** What keeping dossiers stands on. */
export interface KeepNeeds extends Needs {
  readonly assets: Pick<AssetsAsks, 'notOnRecord'>;
}
/** A dossier to be written; `before` where it is there. */
export interface Draft {
  readonly id: string;
  readonly input: SupplierInput;
  readonly before: SupplierInput | undefined;
}

const PART = 500;

/** Writes dossiers with their names and what changed. Inside `lock`, after names were compared. */
export const writeDrafts = async (
  tx: Tx,
  drafts: readonly Draft[],
  { now, actor, kind }: { readonly now: number; readonly actor: ActorRef; readonly kind?: Change['kind'] },
): Promise<void> => {
  const tables = tablesOf(tx);
  for (let at = 0; at < drafts.length; at += PART) {
    const part = drafts.slice(at, at + PART);
    await tables
      .insertInto('suppliers.suppliers')
      .values(
        part.map(({ id, input }) => {
          return { id, ...columnsOf(input, now), created_on: dayOf(now), ended_on: null, next_review_on: null };
        }),
      )
      .onConflict((on) =>
        on.column('id').doUpdateSet(({ ref }) => ({
          name: ref('excluded.name'),
          credit_code: ref('excluded.credit_code'),
          country: ref('excluded.country'),
          kinds: ref('excluded.kinds'),
          importance: ref('excluded.importance'),
          supplies: ref('excluded.supplies'),
          aliases: ref('excluded.aliases'),
          dependents: ref('excluded.dependents') as never,
          contact_person: ref('excluded.contact_person'),
          contact_phone: ref('excluded.contact_phone'),
          contact_email: ref('excluded.contact_email'),
          updated_at: ref('excluded.updated_at'),
        })),
      )
      .execute();
    const ids = part.map(({ id }) => id);
    await tables.deleteFrom('suppliers.keys').where('supplier', 'in', ids).execute();
    await tables
      .insertInto('suppliers.keys')
      .values(part.flatMap(({ id, input }) => keysOf(input).map((key) => ({ key, supplier: id }))))
      .execute();
    const changes = part.map(({ id, input, before }) => {
      return { supplier: id, kind: kind ?? (before ? 'changed' : 'added'), fields: changesOf(before, input) };
    });
    await noteChange(tx, changes, { now, actor });
  }
};

/** Throws where the code, the assets that depend on it, or the names cannot be kept. */
const examine = async (needs: KeepNeeds, input: SupplierInput, before: SupplierInput | undefined): Promise<void> => {
  if (input.creditCode !== '' && !isCreditCode(input.creditCode))
    throw suppliersError('suppliers.credit-code', { field: 'creditCode' });
  for (const kind of ['service', 'host'] as const) {
    const [wanted, old] = [input, before].map((each) =>
      (each?.dependents ?? []).filter((one) => one.kind === kind).map(({ name }) => name),
    );
    const fresh = (wanted ?? []).filter((name) => !(old ?? []).includes(name));
    const [missing] = fresh.length === 0 ? [] : await needs.assets.notOnRecord(kind, fresh);
    if (missing !== undefined)
      throw suppliersError('suppliers.dependent-unknown', { field: 'dependents', value: missing });
  }
};

const claim = (keys: ReadonlyMap<string, string>, input: SupplierInput, id: string): void => {
  for (const each of [input.name, ...input.aliases]) {
    const holder = keys.get(keyOf(toText(each)));
    if (holder !== undefined && holder !== id)
      throw suppliersError('suppliers.duplicate', { field: each === input.name ? 'name' : 'aliases', value: each });
  }
};

/** Adds a dossier. Throws `suppliers.*`. */
export const addSupplier =
  (needs: KeepNeeds) =>
  async (input: SupplierInput, actor: ActorRef): Promise<string> => {
    await examine(needs, input, undefined);
    return needs.records.transaction(async (tx) => {
      await lock(tx);
      const keys = await readKeys(tx);
      if (new Set(keys.values()).size >= MOST_SUPPLIERS) throw suppliersError('suppliers.too-many');
      const id = needs.newId();
      claim(keys, input, id);
      await writeDrafts(tx, [{ id, input, before: undefined }], { now: needs.now(), actor });
      await judge(tx, needs, [id]);
      await tx.audit(auditOf(actor, 'suppliers.added', id, input));
      return id;
    });
  };

/** Changes a dossier. Throws `suppliers.*`. */
export const changeSupplier =
  (needs: KeepNeeds) =>
  async (id: string, input: SupplierInput, actor: ActorRef): Promise<void> => {
    await examine(needs, input, inputOf(await readRow(needs.records, id)));
    await needs.records.transaction(async (tx) => {
      await lock(tx);
      const before = inputOf(await readRow(tx, id));
      if (changesOf(before, input).length === 0) return;
      claim(await readKeys(tx), input, id);
      await writeDrafts(tx, [{ id, input, before }], { now: needs.now(), actor });
      await judge(tx, needs, [id]);
      await tx.audit(auditOf(actor, 'suppliers.changed', id, input));
    });
  };

/** Keeps another spelling of a name; the same again changes nothing. Throws `suppliers.*`. */
export const addSpelling =
  (needs: KeepNeeds) =>
  (id: string, name: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      const before = inputOf(await readRow(tx, id));
      if (keysOf(before).includes(keyOf(toText(name)))) return;
      const input = { ...before, aliases: [...before.aliases, name] };
      claim(await readKeys(tx), input, id);
      await writeDrafts(tx, [{ id, input, before }], { now: needs.now(), actor, kind: 'spelling-added' });
      await judge(tx, needs, [id]);
      await tx.audit(auditOf(actor, 'suppliers.spelling-added', id, { name }));
    });

/** Ends a relation on a day, or takes it up again. Throws `suppliers.unknown`. */
export const endRelation =
  (needs: Needs) =>
  (id: string, { endedOn, reason }: z.output<typeof EndRelation>, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      const before = await readRow(tx, id);
      await tablesOf(tx)
        .updateTable('suppliers.suppliers')
        .set({ ended_on: endedOn, end_reason: toText(reason), updated_at: new Date(needs.now()) })
        .where('id', '=', id)
        .execute();
      const fields = [
        { field: 'endedOn', before: before.ended_on ?? '', after: endedOn ?? '' },
        { field: 'reason', before: before.end_reason, after: toText(reason) },
      ].filter((each) => each.before !== each.after);
      const kind = endedOn === null ? 'resumed' : 'ended';
      await noteChange(tx, [{ supplier: id, kind, fields }], { now: needs.now(), actor });
      await judge(tx, needs, [id]);
      await tx.audit(auditOf(actor, 'suppliers.relation-ended', id, { endedOn, reason }));
    });

/** Makes dossiers of names that the register of assets carries; names that have one are left alone. */
export const takeOver =
  (needs: Needs) =>
  ({ names, kinds, importance }: TakeOver, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      const keys = await readKeys(tx);
      const found = await tablesOf(tx).selectFrom('suppliers.names').selectAll().where('name', 'in', names).execute();
      // Spellings that differ by case and spaces only are one supplier.
      const fresh = [...new Map(found.filter(({ key }) => !keys.has(key)).map((each) => [each.key, each])).values()];
      if (new Set(keys.values()).size + fresh.length > MOST_SUPPLIERS) throw suppliersError('suppliers.too-many');
      const drafts = fresh.map(({ name, parts }): Draft => {
        const input = { ...BLANK, name, kinds, importance, supplies: parts.join('、').slice(0, 1_000) };
        return { id: needs.newId(), input, before: undefined };
      });
      if (drafts.length === 0) return;
      await writeDrafts(tx, drafts, { now: needs.now(), actor });
      await judge(
        tx,
        needs,
        drafts.map(({ id }) => id),
      );
      await tx.audit(auditOf(actor, 'suppliers.taken-over', '', { names: fresh.map(({ name }) => name) }));
    });

const BLANK: Omit<SupplierInput, 'name' | 'kinds' | 'importance'> = {
  creditCode: '',
  country: 'CN',
  supplies: '',
  aliases: [],
  dependents: [],
  contactPerson: '',
  contactPhone: '',
  contactEmail: '',
};
