import type { AssetsAsks } from '@chedun/assets/contract';
import type { ActorRef } from '@chedun/kernel';
import { planImport, type Before } from '../domain/plan-import.ts';
import { readSupplierRows, type TakenRow } from '../domain/read-rows.ts';
import type { ImportReport } from '../contract.ts';
import { auditOf, inputOf, lock, readKeys, tablesOf, type Needs } from '../store.ts';
import { judge } from './judge.ts';
import { writeDrafts, type Draft } from './keep.ts';

/** What taking tables stands on. */
export interface ImportNeeds extends Needs {
  readonly assets: Pick<AssetsAsks, 'readTable' | 'notOnRecord'>;
}

const MOST_REFUSED = 500;

const missingOf = async ({ assets }: ImportNeeds, taken: readonly TakenRow[]): Promise<Before['missing']> => {
  const missing = new Set<string>();
  for (const kind of ['service', 'host'] as const) {
    const names = new Set(
      taken.flatMap(({ supplier }) => supplier.dependents.filter((each) => each.kind === kind).map(({ name }) => name)),
    );
    if (names.size > 0) for (const name of await assets.notOnRecord(kind, [...names])) missing.add(`${kind}:${name}`);
  }
  return missing;
};

/** Takes a table of suppliers: a row of a known name or spelling changes that dossier. `preview` writes nothing. */
export const importSuppliers =
  (needs: ImportNeeds) =>
  async (bytes: Uint8Array, mode: 'preview' | 'apply', actor: ActorRef): Promise<ImportReport> => {
    const read = readSupplierRows(await needs.assets.readTable(bytes));
    const missing = await missingOf(needs, read.taken);
    return needs.records.transaction(async (tx) => {
      await lock(tx);
      const rows = await tablesOf(tx).selectFrom('suppliers.suppliers').selectAll().execute();
      const suppliers = new Map(rows.map((row) => [row.id, inputOf(row)]));
      const { planned, unchanged, refused } = planImport(
        { keys: await readKeys(tx), suppliers, missing },
        read.header,
        read.taken,
      );
      const all = [...read.refused, ...refused].toSorted((a, b) => a.row - b.row);
      const added = planned.filter(({ id }) => id === null).length;
      const counts = { rows: read.rows, added, changed: planned.length - added, unchanged, refusedRows: all.length };
      const report = { ...counts, applied: mode === 'apply', refused: all.slice(0, MOST_REFUSED) };
      if (mode === 'preview' || planned.length === 0) return report;
      const drafts = planned.map((each): Draft => ({ ...each, id: each.id ?? needs.newId() }));
      await writeDrafts(tx, drafts, { now: needs.now(), actor });
      await judge(
        tx,
        needs,
        drafts.map(({ id }) => id),
      );
      await tx.audit(auditOf(actor, 'suppliers.imported', '', counts));
      return report;
    });
  };
