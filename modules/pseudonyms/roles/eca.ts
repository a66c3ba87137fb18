import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { checkRequest, issueCertificate, requestHash, signPdu, verificationKeyOf } from '@chedun/v2x-security';
import type { ParsedCertificate } from '@chedun/v2x-security';
import { enrolmentFields, fromTime32, toTime32 } from '@chedun/v2x-pki';
import type { Random } from '@chedun/v2x-pki';
import { pseudonymsError } from '../errors.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { EcaTables } from '../tables.ts';
import { readable } from './read.ts';

/** What the enrolment authority rests on. */
export interface EcaNeeds {
  readonly records: Records;
  readonly clock: Clock;
  readonly randomBytes: Random;
}

/** The enrolment authority: the only one that knows vehicles. */
export interface EnrolmentAuthority {
  /** Certifies the key of a vehicle that an operator allowed; request and answer are management messages. */
  readonly enrol: (request: Uint8Array) => Promise<Uint8Array>;
}

const YEARS = 3;
const HOURS_A_YEAR = 8766;
const NAME_BYTES = 8;
/** A request that waited longer is refused. */
const MOST_AGE = 86_400;

const requestOf = (bytes: Uint8Array, { verifier }: Hierarchy, now: number) => {
  const { pdu, signer, isSigned } = readable(() => checkRequest(bytes, verifier));
  if (!('ecaEe' in pdu.content) || !('eeEcaCertRequest' in pdu.content.ecaEe) || signer !== undefined)
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'not a request for enrolment signed by its own key' });
  if (!isSigned) throw pseudonymsError('pseudonyms.bad-signature');
  const { canonicalId: vin, tbsCert, generationTime } = pdu.content.ecaEe.eeEcaCertRequest;
  if (Math.abs(now - generationTime) > MOST_AGE)
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'the request is of another day' });
  if (vin === undefined || !('verificationKey' in tbsCert.verifyKeyIndicator))
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'the request names no vehicle or no key' });
  const { verificationKey } = tbsCert.verifyKeyIndicator;
  return { vin, key: readable(() => verificationKeyOf(verificationKey)) };
};

const demandAllowed = async (records: Records, { suite }: Hierarchy, vin: string): Promise<void> => {
  const found = await records
    .read<EcaTables>()
    .selectFrom('pseudonyms_eca.vehicles')
    .select('state')
    .where('vin', '=', vin)
    .where('suite', '=', suite.name)
    .executeTakeFirst();
  if (found?.state !== 'allowed') throw pseudonymsError('pseudonyms.not-allowed');
};

/** Opens the enrolment authority of a hierarchy. */
export const enrolmentAuthority = (needs: EcaNeeds, hierarchy: Hierarchy): EnrolmentAuthority => ({
  enrol: async (request) => {
    const { records, clock, randomBytes } = needs;
    const { suite, settings, certificates } = hierarchy;
    const now = toTime32(clock.now());
    const { vin, key } = requestOf(request, hierarchy, now);
    if (key.curve !== suite.curve) throw pseudonymsError('pseudonyms.bad-message', { reason: `a key on ${key.curve}` });
    await demandAllowed(records, hierarchy, vin);
    const party = hierarchy.party('eca');
    const validity = { start: now, hours: YEARS * HOURS_A_YEAR };
    const name = Buffer.from(randomBytes(NAME_BYTES)).toString('hex');
    const certificate = await issueCertificate(enrolmentFields(key, name, validity, settings.aids), party);
    await keep(needs, vin, certificate, now + validity.hours * 3600);
    return signPdu(
      {
        version: 1,
        content: {
          ecaEe: {
            ecaEeCertResponse: {
              version: 1,
              requestHash: { octets: requestHash(request) },
              ecaCertChain: [certificates.eca.value, certificates.root.value],
              certificate: certificate.value,
            },
          },
        },
      },
      party,
    );
  },
});

const keep = async (
  { records, clock }: EcaNeeds,
  vin: string,
  certificate: ParsedCertificate,
  expires: number,
): Promise<void> => {
  await records.transaction(async (tx) => {
    await tx
      .as<EcaTables>()
      .insertInto('pseudonyms_eca.enrolments')
      .values({
        certificate_id: certificate.id8,
        vin,
        certificate: Buffer.from(certificate.bytes),
        expires_at: new Date(fromTime32(expires)),
        enrolled_at: new Date(clock.now()),
      })
      .execute();
  });
};
