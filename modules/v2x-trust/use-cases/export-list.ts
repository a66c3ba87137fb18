import { Readable } from 'node:stream';
import type { TrustListDetail } from '../contract.ts';
import { v2xTrustError } from '../fault.ts';
import type { V2xTrustTables } from '../tables.ts';
import type { TrustNeeds } from './needs.ts';

/** Form of an exported list: the list as it is, or a bundle that says in JSON what is in it. */
export type ExportForm = 'coer' | 'bundle';

interface File {
  readonly contentType: string;
  readonly fileName: string;
  readonly body: Readable;
}

/** Key in the key store that signs bundles. */
const KEY = 'v2x-trust-bundle';

/**
 * A list for offline use. `coer`: its bytes, which carry the signature of its issuer. `bundle`: JSON with `content` (a text
 * of JSON: the list in COER as base64, the certificate of its issuer, every certificate in words) and `signature` over the
 * UTF-8 bytes of that text (SM2 with SM3, default ID, DER), so that it can be checked without reading COER.
 */
export const exportList =
  (needs: TrustNeeds, detail: (id: string) => Promise<TrustListDetail>) =>
  async (id: string, form: ExportForm): Promise<File> => {
    const { records, keys, book } = needs;
    const row = await records
      .read<V2xTrustTables>()
      .selectFrom('v2x_trust.lists')
      .select(['kind', 'series', 'bytes', 'issuer'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw v2xTrustError('v2x-trust.unknown', { field: id });
    const name = `${row.kind}-${row.issuer}-${row.series}`;
    if (form === 'coer')
      return {
        contentType: 'application/octet-stream',
        fileName: `${name}.oer`,
        body: Readable.from([row.bytes]),
      };
    const { list, certificates } = await detail(id);
    const trust = await book.now();
    const issuer = [...trust.listAuthorities, ...trust.roots].find(({ id8 }) => id8 === row.issuer);
    const content = JSON.stringify({
      format: 'chedun-v2x-trust/1',
      kind: list.kind,
      series: list.series,
      issuer: list.issuer,
      issuerName: list.issuerName,
      issuedAt: list.issuedAt,
      nextAt: list.nextAt,
      sm3: list.sm3,
      issuerCertificate: issuer === undefined ? null : Buffer.from(issuer.bytes).toString('base64'),
      list: row.bytes.toString('base64'),
      certificates,
    });
    const key = await keys.ensure(KEY, 'sm2');
    const { keyId, bytes } = await keys.sign(KEY, new TextEncoder().encode(content));
    const publicKey = Buffer.from(key.publicKey ?? []).toString('base64');
    const signature = { algorithm: 'SM2-SM3', keyId, publicKey, value: Buffer.from(bytes).toString('base64') };
    return {
      contentType: 'application/json',
      fileName: `${name}.json`,
      body: Readable.from([`${JSON.stringify({ content, signature }, undefined, 1)}\n`]),
    };
  };
