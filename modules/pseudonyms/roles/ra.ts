import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import {
  additionalParamsOf,
  butterflyFormOf,
  checkRequest,
  decryptMessage,
  encodePdu,
  parsePdu,
  requestHash,
  signPdu,
  verifyCertificateChain,
  verificationKeyOf,
} from '@chedun/v2x-security';
import type { ButterflyForm, ParsedCertificate } from '@chedun/v2x-security';
import { decodeBlock, encodeBlocked, openFrom, periodOf, readSigned, sealFor, toHex, toTime32 } from '@chedun/v2x-pki';
import type { Random, Suite } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import { pseudonymsError } from '../errors.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { RaTables } from '../tables.ts';
import { readable } from './read.ts';

/** What the registration authority rests on. */
export interface RaNeeds {
  readonly records: Records;
  readonly clock: Clock;
  readonly randomBytes: Random;
}

/** The registration authority: enrolment certificates and requests. Answers pass through it encrypted. */
export interface RegistrationAuthority {
  /** Takes a request for pseudonyms; answers with a receipt that says when to come. */
  readonly submit: (message: Uint8Array) => Promise<Uint8Array>;
  /** The file of a period for the device that signed the request. */
  readonly download: (message: Uint8Array) => Promise<Uint8Array>;
  /** Blocks the device behind a request, on the word of the misbehaviour authority. */
  readonly block: (message: Uint8Array) => Promise<Uint8Array>;
}

/** A request may be so old or so much in the future. */
const MOST_SKEW = 600;
/** When a device that asked comes for its first file. */
const FIRST_DOWNLOAD = 300;

/** Key and form of a request. Throws `pseudonyms.bad-message`. */
export const butterflyOf = (
  { curve }: Suite,
  inner: Uint8Array,
): { readonly key: Uint8Array; readonly form: ButterflyForm; readonly aids: readonly number[] } => {
  const { content } = parsePdu(inner);
  if (!('eeRa' in content) || !('eeRaCertRequest' in content.eeRa))
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'not a request for pseudonyms' });
  const { tbsCert, additionalParams } = content.eeRa.eeRaCertRequest;
  const form = additionalParams === undefined ? undefined : butterflyFormOf(additionalParams);
  if (form === undefined || !('verificationKey' in tbsCert.verifyKeyIndicator))
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'a request without butterfly keys' });
  const key = verificationKeyOf(tbsCert.verifyKeyIndicator.verificationKey);
  if (key.curve !== curve) throw pseudonymsError('pseudonyms.bad-message', { reason: `a key on ${key.curve}` });
  // Writing the form again refuses keys of the other curve.
  additionalParamsOf(curve, form);
  return { key: key.point, form, aids: (tbsCert.appPermissions ?? []).map(({ aid }) => aid) };
};

const demandEnrolled = (hierarchy: Hierarchy, signer: ParsedCertificate, now: number): void => {
  const { suite, trust, verifier, certificates } = hierarchy;
  const verdict = verifyCertificateChain(signer, { profile: suite.profile, now, verifier, ...trust });
  if (!verdict.isValid) throw pseudonymsError('pseudonyms.not-enrolled', { reason: verdict.reason });
  if (signer.issuer?.id8 !== certificates.eca.id8)
    throw pseudonymsError('pseudonyms.not-enrolled', { reason: 'not a certificate of the enrolment authority' });
};

const demandFresh = (generationTime: number, now: number): void => {
  if (Math.abs(now - generationTime) > MOST_SKEW)
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'the time of the request is not that of the authority' });
};

const keepDevice = async (
  { records, clock }: RaNeeds,
  { suite, settings }: Hierarchy,
  enrolment: string,
  request: Uint8Array,
  form: ButterflyForm,
): Promise<void> => {
  const at = clock.now();
  const i = periodOf(toTime32(at));
  const state = await records.transaction(async (tx) => {
    const db = tx.as<RaTables>();
    await db
      .insertInto('pseudonyms_ra.devices')
      .values({
        enrolment,
        suite: suite.name,
        request: Buffer.from(request),
        form: form.kind,
        per_period: settings.perPeriod,
        first_i: i,
        next_i: i,
        chain1: null,
        chain2: null,
        state: 'active',
        requested_at: new Date(at),
        blocked_at: null,
      })
      // A device that asks again gets what it asked for first: keys of a request are never changed underway.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const query = db.selectFrom('pseudonyms_ra.devices').select('state').where('enrolment', '=', enrolment);
    return (await query.executeTakeFirstOrThrow()).state;
  });
  if (state === 'blocked') throw pseudonymsError('pseudonyms.blocked');
};

const submit =
  (needs: RaNeeds, hierarchy: Hierarchy) =>
  async (message: Uint8Array): Promise<Uint8Array> => {
    const { suite, verifier, settings } = hierarchy;
    const party = hierarchy.party('ra');
    const now = toTime32(needs.clock.now());
    const { pdu, signer, isSigned, butterfly, bytes } = readable(() => {
      const request = decryptMessage('cn', message, party.certificate.id8, party.decrypt);
      const checked = checkRequest(request, verifier);
      // The request without its signature, as it is kept.
      const inner = encodePdu(checked.pdu);
      return { ...checked, bytes: inner, butterfly: butterflyOf(suite, inner) };
    });
    if (!isSigned || signer === undefined) throw pseudonymsError('pseudonyms.bad-signature');
    demandEnrolled(hierarchy, signer, now);
    if ('eeRa' in pdu.content && 'eeRaCertRequest' in pdu.content.eeRa)
      demandFresh(pdu.content.eeRa.eeRaCertRequest.generationTime, now);
    if (butterfly.aids.length === 0 || butterfly.aids.some((aid) => !settings.aids.includes(aid)))
      throw pseudonymsError('pseudonyms.bad-message', { reason: 'an application that is not certified here' });
    await keepDevice(needs, hierarchy, signer.id8, bytes, butterfly.form);
    const raEeCertAck = {
      version: 1,
      generationTime: now,
      requestHash: { octets: requestHash(message) },
      nextDlTime: now + FIRST_DOWNLOAD,
    };
    return signPdu({ version: 1, content: { eeRa: { raEeCertAck } } }, party);
  };

const FILE = /^([0-9]{1,5})\.coer$/;

const download =
  (needs: RaNeeds, hierarchy: Hierarchy) =>
  async (message: Uint8Array): Promise<Uint8Array> => {
    const party = hierarchy.party('ra');
    const now = toTime32(needs.clock.now());
    const { signer, request } = readable(() => {
      const opened = readSigned(
        decryptMessage('cn', message, party.certificate.id8, party.decrypt),
        hierarchy.verifier,
      );
      const { content } = parsePdu(opened.payload);
      if (!('eeRa' in content) || !('eeRaDownloadRequest' in content.eeRa))
        throw pseudonymsError('pseudonyms.bad-message', { reason: 'not a request for a file' });
      return { signer: opened.signer, request: content.eeRa.eeRaDownloadRequest };
    });
    demandEnrolled(hierarchy, signer, now);
    demandFresh(request.generationTime, now);
    const i = Number(FILE.exec(request.filename)?.[1] ?? Number.NaN);
    if (!Number.isInteger(i)) throw pseudonymsError('pseudonyms.no-file');
    return fetch(needs, signer.id8, i);
  };

const fetch = ({ records, clock }: RaNeeds, enrolment: string, i: number): Promise<Uint8Array> =>
  records.transaction(async (tx) => {
    const db = tx.as<RaTables>();
    const device = await db
      .selectFrom('pseudonyms_ra.devices')
      .select('state')
      .where('enrolment', '=', enrolment)
      .executeTakeFirst();
    if (device?.state === 'blocked') throw pseudonymsError('pseudonyms.blocked');
    const file = await db
      .updateTable('pseudonyms_ra.files')
      .set({ fetched_at: new Date(clock.now()) })
      .where('enrolment', '=', enrolment)
      .where('i', '=', i)
      .returning('body')
      .executeTakeFirst();
    if (file === undefined) throw pseudonymsError('pseudonyms.no-file');
    return new Uint8Array(file.body);
  });

const block =
  (needs: RaNeeds, hierarchy: Hierarchy) =>
  async (message: Uint8Array): Promise<Uint8Array> => {
    const { suite, certificates, verifier } = hierarchy;
    const party = hierarchy.party('ra');
    const hash = readable(() => decodeBlock(openFrom(party, certificates.ma, message, verifier)));
    const perPeriod = await blockDevice(needs, toHex(hash));
    return sealFor(suite, party, certificates.ma, encodeBlocked(perPeriod), needs.randomBytes);
  };

const blockDevice = ({ records, clock }: RaNeeds, hash: string): Promise<number | undefined> =>
  records.transaction(async (tx) => {
    const db = tx.as<RaTables>();
    const found = await db
      .updateTable('pseudonyms_ra.devices')
      .from('pseudonyms_ra.requests')
      .whereRef('pseudonyms_ra.requests.enrolment', '=', 'pseudonyms_ra.devices.enrolment')
      .where('pseudonyms_ra.requests.request_hash', '=', hash)
      .set({
        state: 'blocked',
        blocked_at: sql<Date>`coalesce(pseudonyms_ra.devices.blocked_at, ${new Date(clock.now())})`,
      })
      .returning(['pseudonyms_ra.devices.enrolment', 'pseudonyms_ra.devices.per_period'])
      .executeTakeFirst();
    if (found === undefined) return undefined;
    const { enrolment, per_period } = found;
    await db.deleteFrom('pseudonyms_ra.files').where('enrolment', '=', enrolment).execute();
    return per_period;
  });

/** Opens the registration authority of a hierarchy. */
export const registrationAuthority = (needs: RaNeeds, hierarchy: Hierarchy): RegistrationAuthority => ({
  submit: submit(needs, hierarchy),
  download: download(needs, hierarchy),
  block: block(needs, hierarchy),
});
