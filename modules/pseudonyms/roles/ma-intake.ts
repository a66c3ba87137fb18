import { isDomainError } from '@chedun/kernel';
import { toJsonText } from '@chedun/records';
import {
  checkSignature,
  decryptMessage,
  encodeCertificate,
  hashOf,
  newSpduView,
  parseCertificate,
  publicKeyOf,
  scanSpdu,
  signatureInput,
  verifyCertificateChain,
  verifyCertificateSignature,
} from '@chedun/v2x-security';
import type { ParsedCertificate } from '@chedun/v2x-security';
import { concat, fromTime32, toHex, toTime32 } from '@chedun/v2x-pki';
import { decodeReport, observationName, REPORT_AID, unwrapReport } from '@chedun/v2x/reporting';
import type { EvidenceStream, ReportDocument } from '@chedun/v2x/reporting';
import { pseudonymsError } from '../errors.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { MaTables } from '../tables.ts';
import type { MaNeeds } from './ma-needs.ts';

const refused = (reason: string, cause?: unknown) => pseudonymsError('pseudonyms.bad-report', { reason }, cause);

/** Runs a step over foreign bytes; whatever it refuses is a bad report. */
const step = <R>(what: string, work: () => R): R => {
  try {
    return work();
  } catch (error) {
    if (!isDomainError(error) || error.code === 'pseudonyms.bad-report') throw error;
    throw refused(`${what}: ${error.message}`, error);
  }
};

/** A signed message whose signature holds under a certificate. */
interface Signed {
  readonly payload: Uint8Array;
  readonly aid: number;
}

const readSignedBy = (bytes: Uint8Array, certificate: ParsedCertificate, { suite, verifier }: Hierarchy): Signed => {
  const view = newSpduView();
  if (!scanSpdu(bytes, view, suite.profile) || view.content !== 'signed') throw refused('a message that is not signed');
  const tbs = bytes.subarray(view.tbsStart, view.tbsEnd);
  const rs = concat(bytes.subarray(view.rStart, view.rStart + 32), bytes.subarray(view.sStart, view.sStart + 32));
  const key = publicKeyOf(certificate);
  const holds = checkSignature(verifier, key, signatureInput(key.curve, tbs, certificate), { curve: view.curve, rs });
  if (!holds) throw refused('a signature does not hold');
  return { payload: bytes.slice(view.payloadStart, view.payloadEnd), aid: view.aid };
};

/** The certificate that a signed message carries. */
const carried = (bytes: Uint8Array, { suite }: Hierarchy): ParsedCertificate => {
  const view = newSpduView();
  if (!scanSpdu(bytes, view, suite.profile) || view.content !== 'signed' || view.signer !== 'certificate')
    throw refused('a message without the certificate of its signer');
  return parseCertificate(bytes.slice(view.signerStart, view.signerEnd));
};

/** Who reported: a certificate of this hierarchy that may sign reports now. */
const openReport = (envelope: Uint8Array, hierarchy: Hierarchy, now: number) => {
  const party = hierarchy.party('ma');
  const signed = step('envelope', () =>
    decryptMessage('cn', unwrapReport(envelope), party.certificate.id8, party.decrypt),
  );
  const reporter = step('reporter', () => carried(signed, hierarchy));
  const { suite, trust, verifier } = hierarchy;
  const chain = { profile: suite.profile, now: toTime32(now), verifier, ...trust, omittedRange: 'any' as const };
  const verdict = verifyCertificateChain(reporter, chain);
  if (!verdict.isValid) throw refused('the certificate of the reporter does not verify');
  const may = reporter.value.toBeSigned.appPermissions?.some(({ aid }) => aid === REPORT_AID) === true;
  if (!may) throw refused('the reporter may not sign reports');
  const { payload, aid } = step('signature', () => readSignedBy(signed, reporter, hierarchy));
  if (aid !== REPORT_AID) throw refused(`application ${aid} instead of ${REPORT_AID}`);
  return { reporter, payload, document: step('report', () => decodeReport(payload)) };
};

/** The pseudonym that a stream of messages is of: issued here, and every message is signed by it. */
const accusedIn = (stream: EvidenceStream, aid: number, hierarchy: Hierarchy): ParsedCertificate => {
  const { certificates, verifier } = hierarchy;
  const [first] = stream.messages;
  const certificate =
    stream.certificate === undefined
      ? carried(first ?? new Uint8Array(0), hierarchy)
      : parseCertificate(encodeCertificate(stream.certificate));
  const isOurs =
    certificate.issuer?.id8 === certificates.aca.id8 &&
    'linkageData' in certificate.value.toBeSigned.id &&
    verifyCertificateSignature(certificate, certificates.aca, verifier);
  if (!isOurs) throw refused('the certificate of the accused is no pseudonym of this hierarchy');
  for (const message of stream.messages)
    if (readSignedBy(message, certificate, hierarchy).aid !== aid) throw refused('a message of another application');
  return certificate;
};

const namesOf = ({ observations }: ReportDocument): readonly string[] =>
  observations.map((one) => observationName(one) ?? `${one.target}.${one.observation}`);

/** What is kept of the observations: names, with how often each was seen where the report says it. */
const observedIn = (document: ReportDocument): readonly { readonly name: string; readonly times: number }[] =>
  namesOf(document).map((name) => ({
    name,
    times: document.measured?.signs.find(({ rule }) => rule === name)?.times ?? 1,
  }));

const nameOf = ({ value, id8 }: ParsedCertificate): string =>
  'name' in value.toBeSigned.id ? value.toBeSigned.id.name : id8;

const figures = ({ measured }: ReportDocument): string =>
  (measured?.signs ?? [])
    .slice(0, 4)
    .map(({ rule, observed, limit, unit }) => `${rule} ${observed} > ${limit} ${unit}`)
    .join('; ');

/**
 * Takes a report: it is decrypted, its reporter is a certificate of this hierarchy that may report, and every message in it
 * is signed by the accused pseudonym: nobody can be accused of what they did not send. The same report comes back with
 * the id that it has. Throws `pseudonyms.bad-report`.
 */
export const takeSignedReport = async (
  { records, clock }: MaNeeds,
  hierarchy: Hierarchy,
  envelope: Uint8Array,
  id: string,
): Promise<{ readonly id: string }> => {
  const { reporter, payload, document } = openReport(envelope, hierarchy, clock.now());
  const [stream] = document.streams;
  if (stream === undefined) throw refused('a report without messages');
  const certificate = step('evidence', () => accusedIn(stream, document.aid, hierarchy));
  const { id: subject } = certificate.value.toBeSigned;
  const linkage = 'linkageData' in subject ? subject.linkageData : undefined;
  const digest = toHex(hashOf('sm3', payload));
  const [observation = 'unknown'] = namesOf(document);
  return records.transaction(async (tx) => {
    const db = tx.as<MaTables>();
    const kept = await db
      .insertInto('pseudonyms_ma.reports')
      .values({
        id,
        suite: hierarchy.suite.name,
        certificate_id: toHex(certificate.hash.subarray(-10)),
        certificate: Buffer.from(certificate.bytes),
        observation,
        note: figures(document).slice(0, 500),
        evidence: Buffer.from(payload),
        reporter: toJsonText({
          kind: 'reporter',
          id: reporter.id8,
          name: nameOf(reporter),
          person: reporter.id8,
        }) as never,
        reported_at: new Date(clock.now()),
        linkage: linkage?.linkageValue.octets ?? null,
        period: linkage?.iCert ?? null,
        suspicion: document.measured?.suspicion ?? null,
        observations: toJsonText([...observedIn(document)]) as never,
        messages: stream.messages.length,
        reporter_certificate: reporter.id8,
        digest,
      })
      .onConflict((same) => same.column('digest').where('digest', 'is not', null).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (kept !== undefined) {
      const actor = { kind: 'system', id: reporter.id8, name: nameOf(reporter) } as const;
      const target = { kind: 'misbehaviour-report', id };
      const after = { observation, generated: new Date(fromTime32(document.generatedAt / 1e6)).toISOString() };
      await tx.audit({ actor, action: 'pseudonyms.misbehaviour-reported', target, outcome: 'done', after });
      return kept;
    }
    return db.selectFrom('pseudonyms_ma.reports').select('id').where('digest', '=', digest).executeTakeFirstOrThrow();
  });
};
