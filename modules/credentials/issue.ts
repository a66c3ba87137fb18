import { createHash } from 'node:crypto';
import { isDomainError } from '@chedun/kernel';
import type { SuiteName } from '@chedun/pseudonyms/contract';
import type { Tx } from '@chedun/records';
import { fromTime32, readServiceRequest, SUITES, toTime32 } from '@chedun/v2x-pki';
import type { ServiceRequest } from '@chedun/v2x-pki';
import { parseCertificate, revocationId, validityOf } from '@chedun/v2x-security';
import type { ParsedCertificate } from '@chedun/v2x-security';
import type { CredentialProfile } from './contract.ts';
import { profileFault, regionOf } from './domain.ts';
import { credentialsError } from './errors.ts';
import { authorityOf, type CredentialNeeds } from './needs.ts';
import type { CredentialTables } from './tables.ts';

type RequestRow = CredentialTables['credentials.requests'];

/** SM3 of a message, hex. */
export const digestOf = (message: Uint8Array): string => createHash('sm3').update(message).digest('hex');

/** Reads the message of a device. Throws `credentials.bad-request`. */
export const readRequest = ({ verifier }: CredentialNeeds, suite: SuiteName, message: Uint8Array): ServiceRequest => {
  try {
    const request = readServiceRequest(message, verifier);
    if (request.key.curve !== SUITES[suite].curve)
      throw credentialsError('credentials.bad-request', `a key on ${request.key.curve}`);
    return request;
  } catch (error) {
    if (!isDomainError(error) || error.code.startsWith('credentials.')) throw error;
    throw credentialsError('credentials.bad-request', error.message, error);
  }
};

/** Refuses what its profile does not allow. Throws `credentials.beyond-profile`. */
export const demandFit = ({ clock }: CredentialNeeds, request: ServiceRequest, profile: CredentialProfile): void => {
  const fault = profileFault(request, profile, toTime32(clock.now()));
  if (fault !== undefined) throw credentialsError('credentials.beyond-profile', fault);
};

/** Signs the certificate of a request, never beyond the end of the authority. Throws errors of the authority. */
export const signFor = async (
  needs: CredentialNeeds,
  suite: SuiteName,
  request: ServiceRequest,
  profile: CredentialProfile,
): Promise<ParsedCertificate> => {
  const authority = await authorityOf(needs, suite);
  const start = toTime32(needs.clock.now());
  const hours = Math.min(request.hours, Math.floor((authority.notAfter - start) / 3600));
  const { name, permissions } = request;
  const order = { name, point: request.key.point, start, hours, permissions, region: regionOf(request, profile) };
  try {
    return parseCertificate(await authority.certify(order));
  } catch (error) {
    if (!isDomainError(error, 'pseudonyms.ceremony-refused')) throw error;
    throw credentialsError('credentials.beyond-profile', 'the authority may not give these permissions', error);
  }
};

/** Keeps a certificate beside its request, and tells the one before it who follows. */
export const keepCertificate = async (
  tx: Tx,
  row: Pick<RequestRow, 'id' | 'suite' | 'profile' | 'subject' | 'holder' | 'vin' | 'renews'>,
  { kind }: CredentialProfile,
  certificate: ParsedCertificate,
  at: Date,
): Promise<void> => {
  const { start, end } = validityOf(certificate);
  const id = revocationId(certificate);
  const db = tx.as<CredentialTables>();
  const { suite, profile, subject, holder, vin } = row;
  await db
    .insertInto('credentials.certificates')
    .values({
      id,
      request: row.id,
      suite,
      profile,
      kind,
      subject,
      holder,
      vin,
      certificate: Buffer.from(certificate.bytes),
      not_before: new Date(fromTime32(start)),
      not_after: new Date(fromTime32(end)),
      issued_at: at,
      state: 'valid',
      revoked_at: null,
      reason: null,
      successor: null,
    })
    .execute();
  if (row.renews !== null)
    await db.updateTable('credentials.certificates').set({ successor: id }).where('id', '=', row.renews).execute();
};
