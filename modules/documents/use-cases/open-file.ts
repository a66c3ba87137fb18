import type { Blobs } from '@chedun/blobs';
import { readPackage, withReceipt } from '@chedun/exchange';
import type { Records } from '@chedun/records';
import type { FilePart } from '../contract.ts';
import { documentError } from '../errors.ts';
import { packageName, readStored, receiptName } from '../files.ts';
import { mustReceipt } from '../read-model.ts';
import { mustVersion } from '../store.ts';
import type { DocumentTables } from '../tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly blobs: Pick<Blobs, 'get' | 'info'>;
}

/** A file to download. */
export interface OpenedFile {
  readonly contentType: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const PARTS: Readonly<Record<Exclude<FilePart, 'package'>, readonly [string, string]>> = {
  pdf: ['form.pdf', 'application/pdf'],
  docx: ['form.docx', `${OFFICE}.wordprocessingml.document`],
  xlsx: ['form.xlsx', `${OFFICE}.spreadsheetml.sheet`],
  json: ['form.json', 'application/json; charset=utf-8'],
  manifest: ['manifest.json', 'application/json; charset=utf-8'],
  signature: ['signature.p7s', 'application/pkcs7-signature'],
};

/** The package of a version as it was issued. Throws `documents.unknown`, `documents.damaged`. */
export const issuedPackage =
  ({ records, blobs }: Needs) =>
  async (id: string, version: number): Promise<Uint8Array> => {
    const { package_sm3: sm3 } = await mustVersion(records, id, version);
    return readStored(blobs, packageName(id, version), sm3);
  };

/** The newest counter-signed receipt of a version goes along in its package. */
const withNewestReceipt = async (needs: Needs, id: string, version: number, bytes: Uint8Array): Promise<Uint8Array> => {
  const query = needs.records.read<DocumentTables>().selectFrom('documents.receipts').select(['id', 'sm3']);
  const newest = await query
    .where('document_id', '=', id)
    .where('version', '=', version)
    .where('proof', '=', 'countersigned')
    .orderBy('recorded_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return bytes;
  return withReceipt(bytes, await readStored(needs.blobs, receiptName(id, newest.id), newest.sm3));
};

/** A file of a version. Throws `documents.unknown`, `documents.unknown-part`, `documents.damaged`. */
export const openFile =
  (needs: Needs) =>
  async (id: string, version: number, part: FilePart): Promise<OpenedFile> => {
    const stored = await issuedPackage(needs)(id, version);
    const stem = `${id}-v${version}`;
    if (part === 'package')
      return {
        contentType: 'application/zip',
        fileName: `${stem}.cdf`,
        bytes: await withNewestReceipt(needs, id, version, stored),
      };
    const [name, contentType] = PARTS[part];
    const { parts, manifestBytes, signature } = readPackage(stored);
    const found = part === 'manifest' ? manifestBytes : part === 'signature' ? signature : parts.get(name);
    if (found === undefined) throw documentError('documents.unknown-part', { field: name });
    return { contentType, fileName: `${stem}.${name}`, bytes: found };
  };

/** An attachment of a version. Throws what {@link openFile} throws. */
export const openAttachment =
  (needs: Needs) =>
  async (id: string, version: number, name: string): Promise<OpenedFile> => {
    const { parts } = readPackage(await issuedPackage(needs)(id, version));
    const bytes = parts.get(`attachments/${name}`);
    if (bytes === undefined) throw documentError('documents.unknown-part', { field: name });
    return { contentType: 'application/octet-stream', fileName: name, bytes };
  };

/** The bytes of a receipt. Throws `documents.unknown`, `documents.damaged`. */
export const openReceipt =
  (needs: Needs) =>
  async (id: string, receipt: string): Promise<OpenedFile> => {
    const found = await mustReceipt(needs.records, id, receipt);
    const bytes = await readStored(needs.blobs, receiptName(id, found.id), found.sm3);
    return { contentType: 'application/octet-stream', fileName: found.fileName, bytes };
  };
