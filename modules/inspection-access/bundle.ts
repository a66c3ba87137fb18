import type { DocumentsAsks } from '@chedun/documents/contract';
import type { Actor } from '@chedun/http';
import type { Records } from '@chedun/records';
import { stateOf } from './domain/state.ts';
import { accessError } from './errors.ts';
import { visitsOf } from './store.ts';
import { EVIDENCE, type AccessTables } from './tables.ts';

export interface BundleNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly documents: Pick<DocumentsAsks, 'packageOf'>;
}
/** A file to download. */
export interface BundleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const read = async ({ records, documents }: BundleNeeds, inspection: string, id: string, account?: string) => {
  const row = await records
    .read<AccessTables>()
    .selectFrom(EVIDENCE)
    .selectAll()
    .where('id', '=', id)
    .where('inspection', '=', inspection)
    .$if(account !== undefined, (q) => q.where('account', '=', account ?? ''))
    .executeTakeFirst();
  if (row === undefined) throw accessError('inspection-access.unknown');
  return { name: `evidence-${row.sm3.slice(0, 12)}.cdf`, bytes: await documents.packageOf(row.document, row.version) };
};

/** A signed bundle, for the enterprise. Throws `inspection-access.unknown`. */
export const bundleOf =
  (needs: BundleNeeds) =>
  (inspection: string, id: string): Promise<BundleFile> =>
    read(needs, inspection, id);

/** A signed bundle, for the inspector who took it, while he is let in. Throws `inspection-access.unknown`, `.not-in-scope`. */
export const ownBundle =
  (needs: BundleNeeds) =>
  async (inspection: string, id: string, { id: account }: Actor): Promise<BundleFile> => {
    const visits = await visitsOf(needs.records.read<AccessTables>(), account).execute();
    const isOpen = visits.some(
      (visit) => visit.id === inspection && visit.shown_out_at === null && stateOf(visit, needs.now()) === 'running',
    );
    if (!isOpen) throw accessError('inspection-access.not-in-scope');
    return read(needs, inspection, id, account);
  };
