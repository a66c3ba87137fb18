import { readPackage } from '@chedun/exchange';
import type { Records } from '@chedun/records';
import { supervisionError } from '../errors.ts';
import type { OpenedFile } from '../routes/uses.ts';
import { submissionOf, type SubmissionRow } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly stored: (row: Pick<SubmissionRow, 'id' | 'package_sm3'>) => Promise<Uint8Array>;
}

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  json: 'application/json',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  cdf: 'application/zip',
};
const typeOf = (name: string): string => TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';

/** A part of the package of a version, or the whole of it as `package`. Throws `supervision.unknown`, `supervision.damaged`. */
export const openFile =
  ({ records, stored }: Needs) =>
  async (id: string, version: number, part: string): Promise<OpenedFile> => {
    const row = await submissionOf(records, id, version);
    const bytes = await stored(row);
    if (part === 'package') return { contentType: typeOf('cdf'), fileName: `${row.id}.cdf`, bytes };
    const found = readPackage(bytes).parts.get(part);
    if (found === undefined) throw supervisionError('supervision.unknown', { field: 'part' });
    return { contentType: typeOf(part), fileName: part.split('/').at(-1) ?? part, bytes: found };
  };

/** A receipt, as it was signed. Throws `supervision.unknown`. */
export const openReceipt =
  ({ records }: Pick<Needs, 'records'>) =>
  async (id: string, receipt: string): Promise<OpenedFile> => {
    const row = await records
      .read<SupervisionTables>()
      .selectFrom('supervision.receipts')
      .select(['body', 'kind'])
      .where('filing', '=', id)
      .where('id', '=', receipt)
      .executeTakeFirst();
    if (row === undefined) throw supervisionError('supervision.unknown');
    return { contentType: typeOf('json'), fileName: `receipt-${row.kind}.json`, bytes: new Uint8Array(row.body) };
  };
