import { SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import { toJsonText } from '@chedun/records';
import {
  buildCrl,
  encodePdu,
  newSpduView,
  parseCertificate,
  parsePdu,
  requestHash,
  scanSpdu,
} from '@chedun/v2x-security';
import type { CrlValue, ParsedCertificate, Pdu } from '@chedun/v2x-security';
import {
  CRL_SERIES,
  decodeBlocked,
  decodeResolved,
  encodeBlock,
  encodeResolve,
  fromHex,
  fromTime32,
  laIdBytes,
  laterSeed,
  openFrom,
  periodOf,
  same,
  sealFor,
  toHex,
  toTime32,
} from '@chedun/v2x-pki';
import type { ResolvedCertificate } from '@chedun/v2x-pki';
import { pseudonymsError } from '../errors.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { MaTables, Person, PublicTables } from '../tables.ts';
import type { CertificateAuthority } from './aca.ts';
import type { LinkageAuthority } from './la.ts';
import type { RegistrationAuthority } from './ra.ts';
import { listPublished } from '../contract.ts';
import { takeSignedReport } from './ma-intake.ts';
import type { MaNeeds } from './ma-needs.ts';
import { readable } from './read.ts';

/** The others as the misbehaviour authority sees them. */
export interface MaPartners {
  readonly aca: Pick<CertificateAuthority, 'resolve'>;
  readonly ra: Pick<RegistrationAuthority, 'block'>;
  readonly la1: Pick<LinkageAuthority, 'seeds'>;
  readonly la2: Pick<LinkageAuthority, 'seeds'>;
}

/** What was observed, and the proof. */
interface Misbehaviour {
  /** A pseudonym certificate, or a signed message with it. */
  readonly evidence: Uint8Array;
  /** Name of the observation, such as a detector's. */
  readonly observation: string;
  readonly note: string;
}

/** Seeds of a device from a period on. */
interface Revoked {
  readonly i: number;
  readonly seed1: Uint8Array;
  readonly seed2: Uint8Array;
  readonly perPeriod: number;
}

/** The misbehaviour authority: reports, revocation of devices nobody names, and the list of them. */
export interface MisbehaviourAuthority {
  readonly report: (what: Misbehaviour, id: string, reporter: Person) => Promise<void>;
  /** Takes a report that came signed and encrypted (ETSI TS 103 759). Throws `pseudonyms.bad-report`. */
  readonly takeSigned: (report: Uint8Array, id: string) => Promise<{ readonly id: string }>;
  /** Finds the seeds of the device behind a report, has it blocked, and keeps the seeds. */
  readonly revoke: (certificateId: string) => Promise<Revoked>;
  /** Signs and publishes a new list; everything that is revoked, from the present period on. */
  readonly publish: () => Promise<{ readonly number: number; readonly entries: number }>;
}

const LIST_HOURS = 24;

/** The pseudonym certificate in a piece of evidence. Throws `pseudonyms.unknown-certificate`. */
const certificateIn = (evidence: Uint8Array, { certificates, suite }: Hierarchy): ParsedCertificate => {
  const view = newSpduView();
  const isMessage =
    scanSpdu(evidence, view, suite.profile) && view.content === 'signed' && view.signer === 'certificate';
  const bytes = isMessage ? evidence.slice(view.signerStart, view.signerEnd) : evidence;
  try {
    const certificate = parseCertificate(bytes);
    if (certificate.issuer?.id8 === certificates.aca.id8 && 'linkageData' in certificate.value.toBeSigned.id)
      return certificate;
  } catch (cause) {
    throw pseudonymsError('pseudonyms.unknown-certificate', {}, cause);
  }
  throw pseudonymsError('pseudonyms.unknown-certificate');
};

const idOf = ({ hash }: ParsedCertificate): string => toHex(hash.subarray(-10));

/** Asks the certificate authority which request led to a certificate, and with which values. */
const resolve = async (
  needs: MaNeeds,
  hierarchy: Hierarchy,
  { aca }: MaPartners,
  id: string,
): Promise<ResolvedCertificate> => {
  const { suite, certificates, verifier } = hierarchy;
  const party = hierarchy.party('ma');
  const question = await sealFor(suite, party, certificates.aca, encodeResolve(fromHex(id)), needs.randomBytes);
  const answer = await aca.resolve(question);
  const found = readable(() => decodeResolved(openFrom(party, certificates.aca, answer, verifier)));
  if (found === undefined) throw pseudonymsError('pseudonyms.unknown-certificate');
  return found;
};

/** Asks one linkage authority for the seed behind a value; it gives the one of the present period, not an older one. */
const seedOf = async (
  needs: MaNeeds,
  hierarchy: Hierarchy,
  la: 'la1' | 'la2',
  partner: MaPartners['la1'],
  value: { readonly i: number; readonly lv: Uint8Array },
): Promise<{ readonly i: number; readonly seed: Uint8Array }> => {
  const { suite, certificates, verifier } = hierarchy;
  const party = hierarchy.party('ma');
  const individual = [{ iValue: value.i, lv: { octets: toHex(value.lv) } }];
  const pdu: Pdu = { version: 1, content: { laMa: { maLaLinkageSeedRequest: { maId: 'ma', individual, group: [] } } } };
  const payload = encodePdu(pdu);
  const message = await sealFor(suite, party, certificates[la], payload, needs.randomBytes);
  const answer = await partner.seeds(message);
  const { content } = readable(() => parsePdu(openFrom(party, certificates[la], answer, verifier)));
  if ('laMa' in content && 'laMaLinkageSeedResponse' in content.laMa) {
    const { individual: found, requestHash: asked, laId } = content.laMa.laMaLinkageSeedResponse;
    const [one] = found;
    const isOurs = asked.octets === requestHash(payload) && same(fromHex(laId.octets), laIdBytes(la));
    if (one !== undefined && isOurs) return { i: one.i, seed: fromHex(one.ls.octets) };
  }
  throw pseudonymsError('pseudonyms.unknown-certificate', { reason: `${la} knows no chain with this value` });
};

const blockOf = async (needs: MaNeeds, hierarchy: Hierarchy, { ra }: MaPartners, hash: Uint8Array): Promise<number> => {
  const { suite, certificates, verifier } = hierarchy;
  const party = hierarchy.party('ma');
  const order = await sealFor(suite, party, certificates.ra, encodeBlock(hash), needs.randomBytes);
  const answer = await ra.block(order);
  const perPeriod = readable(() => decodeBlocked(openFrom(party, certificates.ra, answer, verifier)));
  if (perPeriod === undefined)
    throw pseudonymsError('pseudonyms.unknown-certificate', { reason: 'no device asked for it' });
  return perPeriod;
};

const keepReport = async (
  { records, clock }: MaNeeds,
  hierarchy: Hierarchy,
  { evidence, observation, note }: Misbehaviour,
  id: string,
  reporter: Person,
): Promise<void> => {
  const certificate = certificateIn(evidence, hierarchy);
  await records.transaction(async (tx) => {
    await tx
      .as<MaTables>()
      .insertInto('pseudonyms_ma.reports')
      .values({
        id,
        suite: hierarchy.suite.name,
        certificate_id: idOf(certificate),
        certificate: Buffer.from(certificate.bytes),
        observation,
        note,
        evidence: same(evidence, certificate.bytes) ? null : Buffer.from(evidence),
        reporter: toJsonText({ ...reporter }) as never,
        reported_at: new Date(clock.now()),
      })
      .execute();
    const actor: ActorRef = { kind: reporter.kind as ActorRef['kind'], id: reporter.id, name: reporter.name };
    const target = { kind: 'misbehaviour-report', id };
    await tx.audit({
      actor,
      action: 'pseudonyms.misbehaviour-reported',
      target,
      outcome: 'done',
      after: { observation },
    });
  });
};

/** Seeds of everything that is revoked, brought to one period; older ones are never given away. */
const entriesAt = async ({ records }: MaNeeds, { suite }: Hierarchy, now: number): Promise<readonly Revoked[]> => {
  const rows = await records
    .read<MaTables>()
    .selectFrom('pseudonyms_ma.revocations')
    .select(['i', 'seed1', 'seed2', 'per_period'])
    .where('suite', '=', suite.name)
    .where('state', '=', 'revoked')
    .orderBy('decided_at')
    .execute();
  return rows.flatMap(({ i, seed1, seed2, per_period }) => {
    if (i === null || seed1 === null || seed2 === null || per_period === null) return [];
    const at = (la: 'la1' | 'la2', seed: Buffer) =>
      laterSeed(suite.linkage, laIdBytes(la), new Uint8Array(seed), Math.max(0, now - i));
    return [{ i: Math.max(now, i), seed1: at('la1', seed1), seed2: at('la2', seed2), perPeriod: per_period }];
  });
};

const MOST_PERIOD = 65_535;

const linkedOf = (entries: readonly Revoked[], iRev: number): CrlValue['typeSpecific'] => {
  const sizes = [...new Set(entries.map(({ perPeriod }) => perPeriod))];
  const individual = sizes.map((size) => ({
    jmax: size - 1,
    contents: [
      {
        la1Id: { octets: toHex(laIdBytes('la1')) },
        la2Id: { octets: toHex(laIdBytes('la2')) },
        contents: [
          {
            iMax: MOST_PERIOD,
            contents: entries
              .filter(({ perPeriod }) => perPeriod === size)
              .map(({ seed1, seed2 }) => ({
                linkageSeed1: { octets: toHex(seed1) },
                linkageSeed2: { octets: toHex(seed2) },
              })),
          },
        ],
      },
    ],
  }));
  return { fullLinkedCrl: { iRev, indexWithinI: 0, individual } };
};

const publish = async (needs: MaNeeds, hierarchy: Hierarchy) => {
  const { records, clock } = needs;
  const { suite, certificates } = hierarchy;
  const issueDate = toTime32(clock.now());
  const nextCrl = issueDate + LIST_HOURS * 3600;
  const iRev = periodOf(issueDate);
  const entries = await entriesAt(needs, hierarchy, iRev);
  const contents: CrlValue = {
    version: 1,
    crlSeries: CRL_SERIES,
    crlCraca: { octets: certificates.root.id8 },
    issueDate,
    nextCrl,
    priorityInfo: {},
    typeSpecific: linkedOf(entries, iRev),
  };
  const bytes = Buffer.from(await buildCrl(suite.profile, contents, hierarchy.party('ma')));
  const number = await records.transaction(async (tx) => {
    const db = tx.as<PublicTables>();
    const last = await db
      .selectFrom('pseudonyms.lists')
      .select('number')
      .where('suite', '=', suite.name)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    const next = (last?.number ?? 0) + 1;
    const dates = { issued_at: new Date(fromTime32(issueDate)), next_at: new Date(fromTime32(nextCrl)) };
    await db
      .insertInto('pseudonyms.lists')
      .values({ suite: suite.name, number: next, ...dates, entries: entries.length, bytes })
      .execute();
    const payload = { suite: suite.name, number: next };
    await tx.tell({ type: listPublished, aggregate: `crl:${suite.name}`, payload }, SYSTEM_ACTOR);
    return next;
  });
  return { number, entries: entries.length };
};

/** Opens the misbehaviour authority of a hierarchy. */
export const misbehaviourAuthority = (
  needs: MaNeeds,
  hierarchy: Hierarchy,
  partners: MaPartners,
): MisbehaviourAuthority => ({
  report: (what, id, reporter) => keepReport(needs, hierarchy, what, id, reporter),
  takeSigned: (report, id) => takeSignedReport(needs, hierarchy, report, id),
  revoke: async (certificateId) => {
    const { requestHash: hash, i, values } = await resolve(needs, hierarchy, partners, certificateId);
    const one = await seedOf(needs, hierarchy, 'la1', partners.la1, { i, lv: values[0] });
    const two = await seedOf(needs, hierarchy, 'la2', partners.la2, { i, lv: values[1] });
    const perPeriod = await blockOf(needs, hierarchy, partners, hash);
    // A week may begin between the two answers: both are brought to the later one.
    const last = Math.max(one.i, two.i);
    const at = (la: 'la1' | 'la2', { i: first, seed }: typeof one) =>
      laterSeed(hierarchy.suite.linkage, laIdBytes(la), seed, last - first);
    return { i: last, seed1: at('la1', one), seed2: at('la2', two), perPeriod };
  },
  publish: () => publish(needs, hierarchy),
});
