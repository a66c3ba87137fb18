import type { CeremonyTranscript } from '@chedun/ceremony';
import type { Tx } from '@chedun/records';
import { fromTime32, serviceAuthorityFields, SUITES, toHex, toTime32 } from '@chedun/v2x-pki';
import type { PermissionRange } from '@chedun/v2x-pki';
import { buildPkiCtl, hashOf, issueCertificate, parseCertificate, publicKeyOf, validityOf } from '@chedun/v2x-security';
import type { ParsedCertificate, PublicKey, Signer } from '@chedun/v2x-security';
import { isDomainError } from '@chedun/kernel';
import type { CeremonyPlan } from './contract.ts';
import type { Desks } from './desk.ts';
import { pseudonymsError } from './errors.ts';
import type { Hierarchy, HierarchyNeeds } from './hierarchy.ts';
import { keepHierarchy, makeHierarchy } from './make-hierarchy.ts';
import { openNamedKey, openSigningKey } from './role-keys.ts';
import type { RootTables } from './tables.ts';

/** What acts with the key of a root stand on. */
export interface RootNeeds extends HierarchyNeeds {
  readonly newId: () => string;
  readonly desks: Desks;
}

/** Writes what an act made, in the transaction that ends the ceremony. */
export type Keep = (tx: Tx, at: Date) => Promise<void>;

type PlanOf<K extends CeremonyPlan['kind']> = Extract<CeremonyPlan, { readonly kind: K }>;

const HOURS_A_YEAR = 8766;
const refuse = (reason: string, cause?: unknown): never => {
  throw pseudonymsError('pseudonyms.ceremony-refused', { reason }, cause);
};

const sayCertificate = (log: CeremonyTranscript, what: string, { hashName, hash }: ParsedCertificate): void =>
  log.say(`certificate of ${what} signed: ${hashName.toUpperCase()} ${toHex(hash)}`);

/** The root as signer. Only acts of this file, and with them ceremonies, open its key. */
const openRoot = async (needs: RootNeeds, { suite, certificates }: Hierarchy): Promise<Signer> => ({
  ...(await openSigningKey(needs, suite, 'root')),
  certificate: certificates.root,
});

const createHierarchy = async (
  needs: RootNeeds,
  plan: PlanOf<'create-hierarchy'>,
  log: CeremonyTranscript,
): Promise<Keep> => {
  const { suite, domain, perPeriod, periodsAhead, aids = SUITES[suite].aids } = plan;
  if ((await needs.desks.find(suite)) !== undefined) throw pseudonymsError('pseudonyms.exists');
  const made = await makeHierarchy(needs, suite, domain, aids);
  for (const [role, certificate] of made) sayCertificate(log, `${role}.${domain}`, certificate);
  const settings = { aids, perPeriod, periodsAhead, form: 'compactUnified' } as const;
  return (tx, at) => keepHierarchy(tx, suite, made, settings, at);
};

interface Subject {
  readonly name: string;
  readonly key: PublicKey;
  readonly years: number;
  readonly ranges: readonly PermissionRange[];
}

/** Certifies an authority that may give exactly what the plan says, never beyond the end of the root. */
const certifyAuthority = async (
  needs: RootNeeds,
  hierarchy: Hierarchy,
  { name, key, years, ranges }: Subject,
): Promise<ParsedCertificate> => {
  const { suite, certificates } = hierarchy;
  const start = toTime32(needs.clock.now());
  const left = Math.floor((validityOf(certificates.root).end - start) / 3600);
  const hours = Math.min(years * HOURS_A_YEAR, left);
  if (hours < 1) refuse('the root ends');
  const fields = serviceAuthorityFields({ suite, name, start, hours, signing: key, ranges });
  return issueCertificate(fields, await openRoot(needs, hierarchy));
};

const keepAuthority =
  (needs: RootNeeds, row: Omit<RootTables['pseudonyms.issued_authorities'], 'id' | 'created_at'>): Keep =>
  async (tx, at) => {
    await tx
      .as<RootTables>()
      .insertInto('pseudonyms.issued_authorities')
      .values({ id: needs.newId(), ...row, created_at: at })
      .execute();
  };

const makeServiceAuthority = async (
  needs: RootNeeds,
  { suite: name, name: title, years, ranges }: PlanOf<'service-authority'>,
  log: CeremonyTranscript,
): Promise<Keep> => {
  const { hierarchy } = await needs.desks.open(name);
  const keyName = `v2x-${name}-services-${needs.newId()}`;
  const { publicKey: key } = await openNamedKey(needs, hierarchy.suite, keyName);
  log.say(`key made: ${keyName}, point ${toHex(key.point)}`);
  const certificate = await certifyAuthority(needs, hierarchy, { name: title, key, years, ranges });
  sayCertificate(log, title, certificate);
  const bytes = Buffer.from(certificate.bytes);
  return keepAuthority(needs, { suite: name, kind: 'service', name: title, certificate: bytes, key_name: keyName });
};

/** The certificate that an authority of another company has now. Throws `pseudonyms.ceremony-refused`. */
const foreignIn = (base64: string, { suite }: Hierarchy): { readonly key: PublicKey; readonly name: string } => {
  try {
    const certificate = parseCertificate(new Uint8Array(Buffer.from(base64, 'base64')));
    const key = publicKeyOf(certificate);
    const { id } = certificate.value.toBeSigned;
    if (!('name' in id)) return refuse('the certificate names no authority');
    return key.curve === suite.curve ? { key, name: id.name } : refuse(`a key on ${key.curve}`);
  } catch (error) {
    if (!isDomainError(error) || error.code.startsWith('pseudonyms.')) throw error;
    return refuse(error.message, error);
  }
};

const certifyForeign = async (
  needs: RootNeeds,
  { suite: name, certificate: base64, years, ranges }: PlanOf<'foreign-authority'>,
  log: CeremonyTranscript,
): Promise<Keep> => {
  const { hierarchy } = await needs.desks.open(name);
  const foreign = foreignIn(base64, hierarchy);
  log.say(`key of ${foreign.name}: point ${toHex(foreign.key.point)}`);
  const certificate = await certifyAuthority(needs, hierarchy, { ...foreign, years, ranges });
  sayCertificate(log, foreign.name, certificate);
  const bytes = Buffer.from(certificate.bytes);
  return keepAuthority(needs, { suite: name, kind: 'foreign', name: foreign.name, certificate: bytes, key_name: null });
};

const DAY = 86_400;

/** Every authority of a hierarchy, and the number of its next list. */
const listedIn = async ({ records }: RootNeeds, { suite, certificates }: Hierarchy) => {
  const db = records.read<RootTables>();
  const more = await db
    .selectFrom('pseudonyms.issued_authorities')
    .select('certificate')
    .where('suite', '=', suite.name)
    .orderBy('created_at')
    .execute();
  const last = await db
    .selectFrom('pseudonyms.authority_lists')
    .select(({ fn }) => fn.max('series').as('series'))
    .where('suite', '=', suite.name)
    .executeTakeFirst();
  const { root: _, ...roles } = certificates;
  const issued = more.map(({ certificate }) => parseCertificate(new Uint8Array(certificate)));
  return { listed: [...Object.values(roles), ...issued], series: (last?.series ?? 0) + 1 };
};

const signList = async (
  needs: RootNeeds,
  { suite: name, days, crlUrl, maUrl }: PlanOf<'authority-list'>,
  log: CeremonyTranscript,
): Promise<Keep> => {
  const { hierarchy } = await needs.desks.open(name);
  const { certificates, suite } = hierarchy;
  const { root } = certificates;
  const { listed, series } = await listedIn(needs, hierarchy);
  const issueDate = toTime32(needs.clock.now());
  const nextPkiCtl = Math.min(issueDate + days * DAY, validityOf(root).end);
  const octets = { octets: root.id8 };
  const entry = {
    certificates: listed.map(({ value }) => value),
    ...(crlUrl !== undefined && { crlUrl }),
    ...(maUrl !== undefined && { maUrl }),
  };
  const issuer = suite.curve === 'sm2' ? { sm3AndDigest: octets } : { sha256AndDigest: octets };
  const bytes = await buildPkiCtl(
    { version: 1, issuer, series, issueDate, nextPkiCtl, pkiCertInfos: [entry] },
    await openRoot(needs, hierarchy),
  );
  log.say(`list of authorities signed: series ${series}, ${listed.length} certificates`);
  log.say(`SM3 of the list ${toHex(hashOf('sm3', bytes))}`);
  const dates = { issued_at: new Date(fromTime32(issueDate)), next_at: new Date(fromTime32(nextPkiCtl)) };
  return async (tx) => {
    await tx
      .as<RootTables>()
      .insertInto('pseudonyms.authority_lists')
      .values({ suite: name, series, ...dates, certificates: listed.length, bytes: Buffer.from(bytes) })
      .execute();
  };
};

/** Carries a plan out with the key of the root, and says what it did; nothing is written before `Keep` is called. */
export const carryOut = (needs: RootNeeds, plan: CeremonyPlan, log: CeremonyTranscript): Promise<Keep> => {
  switch (plan.kind) {
    case 'create-hierarchy':
      return createHierarchy(needs, plan, log);
    case 'service-authority':
      return makeServiceAuthority(needs, plan, log);
    case 'foreign-authority':
      return certifyForeign(needs, plan, log);
    case 'authority-list':
      return signList(needs, plan, log);
  }
};

/** Whether a plan can be carried out at all. Throws errors of the catalogue. */
export const checkPlan = async ({ desks }: RootNeeds, plan: CeremonyPlan): Promise<void> => {
  if (plan.kind === 'create-hierarchy') {
    if ((await desks.find(plan.suite)) !== undefined) throw pseudonymsError('pseudonyms.exists');
    return;
  }
  const { hierarchy } = await desks.open(plan.suite);
  if (plan.kind === 'foreign-authority') foreignIn(plan.certificate, hierarchy);
};
