import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { buildOcspRequest, parseOcspResponse, statusFrom } from '@chedun/x509';
import type { AuthorityBook } from './authorities.ts';
import type { CertificatesAsks } from './contract/asks.ts';
import type { OcspResponder } from './ocsp.ts';
import type { CertificateTables } from './tables.ts';

interface StatusNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly authorities: Pick<AuthorityBook, 'byId' | 'chainOf'>;
  readonly ocsp: OcspResponder;
}

/** Asks the responder as a relying party does: a request in, an answer whose signature and times are verified. */
export const statusByOcsp =
  ({ records, clock, authorities, ocsp }: StatusNeeds): CertificatesAsks['statusByOcsp'] =>
  async (serial) => {
    const row = await records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select('authority')
      .where('serial', '=', serial)
      .executeTakeFirst();
    if (row === undefined) return 'unanswered';
    const chain = await authorities.chainOf(await authorities.byId(row.authority));
    const issuer = chain.at(-1)?.certificate;
    if (issuer === undefined) return 'unanswered';
    const number = Buffer.from(serial, 'hex');
    const answer = parseOcspResponse(await ocsp.answer(buildOcspRequest(issuer, [number])));
    if (answer.kind === 'error') return 'unanswered';
    const status = statusFrom(answer.basic, { issuer, serial: number, at: clock.now() });
    return status.kind === 'refused' ? 'unanswered' : status.kind;
  };
