import { Readable } from 'node:stream';
import type { Records } from '@chedun/records';
import type { z } from 'zod';
import type { AuthorityBook } from './authorities.ts';
import type { FileQuery } from './contract.ts';
import { certificatesError } from './errors.ts';
import type { IssuanceLog } from './log.ts';
import type { CertificateTables } from './tables.ts';
import { pemOf } from './use-cases/enrol.ts';

/** A file as a route hands it out. */
export interface FileAnswer {
  readonly contentType: string;
  readonly fileName: string;
  readonly body: Readable;
}

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly authorities: AuthorityBook;
  readonly log: IssuanceLog;
}

const file = (contentType: string, fileName: string, bytes: Uint8Array | string): FileAnswer => ({
  contentType,
  fileName,
  body: Readable.from([typeof bytes === 'string' ? bytes : Buffer.from(bytes)]),
});

/** A certificate as a file: PEM, DER, with its chain, its proof in the issuance log, or the enveloped key of a TLCP pair. */
export const certificateFile =
  ({ records, authorities, log }: Needs) =>
  async (serial: string, { format }: z.output<typeof FileQuery>): Promise<FileAnswer> => {
    const row = await records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(['der', 'authority', 'log_index', 'enveloped'])
      .where('serial', '=', serial)
      .executeTakeFirst();
    if (row === undefined) throw certificatesError('certificates.unknown', { reason: serial });
    const der = new Uint8Array(row.der);
    switch (format) {
      case 'der':
        return file('application/pkix-cert', `${serial}.cer`, der);
      case 'pem':
        return file('application/x-pem-file', `${serial}.pem`, pemOf([der]));
      case 'chain': {
        const chain = await authorities.chainOf(await authorities.byId(row.authority));
        return file(
          'application/x-pem-file',
          `${serial}-chain.pem`,
          pemOf([der, ...chain.toReversed().map((each) => each.certificate.raw)]),
        );
      }
      case 'proof':
        return file('application/json', `${serial}-proof.json`, await log.prove(row.log_index));
      case 'enveloped-key':
        if (row.enveloped === null) throw certificatesError('certificates.no-escrow', { reason: serial });
        return file('application/octet-stream', `${serial}.key`, row.enveloped);
    }
  };

/** Bytes of a published file, by its name: `NAME.crl`, `NAME-delta.crl`, `NAME.cer`. Throws `certificates.not-published`. */
export const publishedBytes =
  ({ records, authorities }: Pick<Needs, 'records' | 'authorities'>) =>
  async (name: string): Promise<Uint8Array> => {
    const [, stem = '', delta, end] = /^(.+?)(-delta)?\.(crl|cer)$/.exec(name) ?? [];
    const authority = (await authorities.all()).find((each) => each.name === stem);
    if (authority === undefined) throw certificatesError('certificates.not-published', { reason: name });
    if (end === 'cer') return authority.certificate.raw;
    const row = await records
      .read<CertificateTables>()
      .selectFrom('certificates.crls')
      .select('der')
      .where('authority', '=', authority.id)
      .where('kind', '=', delta === undefined ? 'full' : 'delta')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) throw certificatesError('certificates.not-published', { reason: name });
    return new Uint8Array(row.der);
  };

/** A published file as a route hands it out. */
export const publishedFile =
  (needs: Pick<Needs, 'records' | 'authorities'>) =>
  async (name: string): Promise<FileAnswer> =>
    file(
      name.endsWith('.cer') ? 'application/pkix-cert' : 'application/pkix-crl',
      name,
      await publishedBytes(needs)(name),
    );
