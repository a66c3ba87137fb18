import { encodePdu, requestHash, validityOf } from '@chedun/v2x-security';
import type { Pdu, ToBeSignedValue } from '@chedun/v2x-security';
import {
  cocoonKeysOf,
  decodeList,
  encodeBatch,
  encodeList,
  encryptedIn,
  messageOf,
  openFrom,
  otherMessages,
  OVERLAP_HOURS,
  PERIOD_SECONDS,
  readPdu,
  requestMaker,
  sealFor,
  shuffled,
  startOf,
  toHex,
  toTime32,
  wrappedName,
} from '@chedun/v2x-pki';
import type { BatchItem, LinkageInfo, RequestMaker } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import { pseudonymsError } from '../errors.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { Form, RaTables } from '../tables.ts';
import type { CertificateAuthority } from './aca.ts';
import type { LinkageAuthority } from './la.ts';
import { butterflyOf } from './ra.ts';
import type { RaNeeds } from './ra.ts';
import { readable } from './read.ts';

/** The other authorities as the registration authority sees them: messages in, messages out. */
export interface RoundPartners {
  readonly la1: Pick<LinkageAuthority, 'linkageValues'>;
  readonly la2: Pick<LinkageAuthority, 'linkageValues'>;
  readonly aca: Pick<CertificateAuthority, 'issue'>;
}

/** What became of one step: so many certificates of a period for so many devices. */
export interface RoundStep {
  readonly i: number;
  readonly devices: number;
  readonly certificates: number;
}

/** Certificates that go through one step together: enough to hide a device among others. */
const STEP_CERTIFICATES = 1000;

interface Device {
  readonly enrolment: string;
  readonly request: Buffer;
  readonly form: Form;
  readonly per_period: number;
  readonly chain1: Buffer | null;
  readonly chain2: Buffer | null;
}

interface Due {
  readonly i: number;
  readonly devices: readonly Device[];
}

/** Devices that lack the earliest period; a device that missed periods goes on with the present one. */
const nextDue = async (
  { records }: RaNeeds,
  { suite, settings }: Hierarchy,
  now: number,
  last: number,
): Promise<Due | undefined> => {
  const db = records.read<RaTables>();
  const waiting = db.selectFrom('pseudonyms_ra.devices').where('suite', '=', suite.name).where('state', '=', 'active');
  const first = await waiting
    .select('next_i')
    .where('next_i', '<=', last)
    .orderBy('next_i')
    .limit(1)
    .executeTakeFirst();
  if (first === undefined) return undefined;
  const i = Math.max(first.next_i, now);
  const devices = await waiting
    .select(['enrolment', 'request', 'form', 'per_period', 'chain1', 'chain2'])
    .where((where) => (first.next_i < now ? where('next_i', '<=', now) : where('next_i', '=', i)))
    .orderBy('enrolment')
    .limit(Math.max(1, Math.floor(STEP_CERTIFICATES / settings.perPeriod)))
    .execute();
  return { i, devices };
};

interface DeviceLinkage {
  readonly values: readonly LinkageInfo[];
  readonly chain: Uint8Array;
}

/** Asks one linkage authority for the values of all devices: new chains first, then those that go on. */
const linkageOf = async (
  needs: RaNeeds,
  hierarchy: Hierarchy,
  la: 'la1' | 'la2',
  partner: RoundPartners['la1'],
  { i, devices }: Due,
): Promise<ReadonlyMap<string, DeviceLinkage>> => {
  const { suite, certificates, verifier, settings } = hierarchy;
  const chainOf = (device: Device) => (la === 'la1' ? device.chain1 : device.chain2);
  const fresh = devices.filter((device) => chainOf(device) === null);
  const going = devices.filter((device) => chainOf(device) !== null);
  const individual = {
    header: { iMin: i, iMax: i, praId: 'ra', pcaId: 'aca' },
    jMax: settings.perPeriod,
    ...(fresh.length > 0 && { numberOfFreshInd: fresh.length }),
    ...(going.length > 0 && {
      continuationsInd: going.map((device) => encryptedIn(new Uint8Array(chainOf(device) ?? []))),
    }),
  };
  const pdu: Pdu = { version: 1, content: { laRa: { praLaLinkageValueRequest: { individual } } } };
  const party = hierarchy.party('ra');
  const sealed = await sealFor(suite, party, certificates[la], encodePdu(pdu), needs.randomBytes);
  const answer = await partner.linkageValues(sealed);
  const found = readable(() => linkageIn(readPdu(openFrom(party, certificates[la], answer, verifier))));
  const order = [...fresh, ...going];
  if (found.length !== order.length)
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'an answer for other devices' });
  return new Map(order.map(({ enrolment }, at) => [enrolment, found[at] ?? { values: [], chain: new Uint8Array(0) }]));
};

const linkageIn = ({ content }: Pdu): readonly DeviceLinkage[] => {
  if (!('laRa' in content) || !('laPraLinkageValueResponse' in content.laRa))
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'not an answer with linkage values' });
  return content.laRa.laPraLinkageValueResponse.individualLVs.map(({ values, linkageChainId }) => ({
    values: values[0] ?? [],
    chain: messageOf(linkageChainId),
  }));
};

/** One certificate that is asked for. */
interface Asked {
  readonly enrolment: string;
  readonly j: number;
  readonly hash: string;
  readonly item: BatchItem;
}

const formOf = (hierarchy: Hierarchy, i: number) => {
  const { start, end } = validityOf(hierarchy.certificates.aca);
  const from = Math.max(startOf(i), start);
  const hours = PERIOD_SECONDS / 3600 + OVERLAP_HOURS;
  if (from + hours * 3600 > end)
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'the authority ends before the period' });
  const permissions: NonNullable<ToBeSignedValue['appPermissions']> = hierarchy.settings.aids.map((aid) => ({ aid }));
  return { i, start: from, hours, permissions };
};

const makersFor = (hierarchy: Hierarchy, i: number, generationTime: number) => {
  const makers = new Map<string, RequestMaker>();
  const form = formOf(hierarchy, i);
  return (kind: Form, example: LinkageInfo): RequestMaker => {
    // All values of one answer share their wrapped key, rarely two keys follow each other.
    const name = `${kind} ${wrappedName(example)}`;
    const known = makers.get(name) ?? requestMaker(hierarchy.suite, form, kind, example, generationTime);
    makers.set(name, known);
    return known;
  };
};

type Linkages = readonly [ReadonlyMap<string, DeviceLinkage>, ReadonlyMap<string, DeviceLinkage>];

const askFor = (
  hierarchy: Hierarchy,
  { i, devices }: Due,
  [first, second]: Linkages,
  now: number,
): readonly Asked[] => {
  const makerOf = makersFor(hierarchy, i, now);
  const other = otherMessages(hierarchy.suite);
  const asked: Asked[] = [];
  for (const { enrolment, request, per_period } of devices) {
    const { key, form } = butterflyOf(hierarchy.suite, new Uint8Array(request));
    const cocoons = cocoonKeysOf(hierarchy.suite, key, form, i, per_period);
    for (const [j, cocoon] of cocoons.entries()) {
      const [one, two] = [first.get(enrolment)?.values[j], second.get(enrolment)?.values[j]];
      if (one === undefined || two === undefined)
        throw pseudonymsError('pseudonyms.bad-message', { reason: 'a linkage value is missing' });
      const encryption = form.kind === 'original' ? cocoon.encryption : undefined;
      const pdu = makerOf(form.kind, one)(one, { signing: cocoon.signing, encryption });
      asked.push({ enrolment, j, hash: requestHash(pdu), item: { request: pdu, otherLinkage: other(two) } });
    }
  }
  return asked;
};

/** Makes what the next devices lack; undefined when nothing is due until period `last`. */
export const nextStep = async (
  needs: RaNeeds,
  hierarchy: Hierarchy,
  partners: RoundPartners,
  period: { readonly now: number; readonly last: number },
): Promise<RoundStep | undefined> => {
  const due = await nextDue(needs, hierarchy, period.now, period.last);
  if (due === undefined) return undefined;
  const { suite, certificates, verifier } = hierarchy;
  const linkages: Linkages = [
    await linkageOf(needs, hierarchy, 'la1', partners.la1, due),
    await linkageOf(needs, hierarchy, 'la2', partners.la2, due),
  ];
  const generationTime = toTime32(needs.clock.now());
  const asked = shuffled(askFor(hierarchy, due, linkages, generationTime), needs.randomBytes);
  const party = hierarchy.party('ra');
  const batch = encodeBatch(asked.map(({ item }) => item));
  const answer = await partners.aca.issue(await sealFor(suite, party, certificates.aca, batch, needs.randomBytes));
  const answers = readable(() => decodeList(openFrom(party, certificates.aca, answer, verifier)));
  const [first] = answers;
  if (answers.length !== asked.length || first === undefined)
    throw pseudonymsError('pseudonyms.bad-message', { reason: 'an answer for other requests' });
  const misplaced = asked.some(({ hash }, at) => !toHex(answers[at] ?? first).includes(hash));
  if (misplaced) throw pseudonymsError('pseudonyms.bad-message', { reason: 'answers in another order' });
  await keep(needs, due, linkages, asked, answers);
  return { i: due.i, devices: due.devices.length, certificates: asked.length };
};

const keep = async (
  { records, clock }: RaNeeds,
  { i, devices }: Due,
  [first, second]: Linkages,
  asked: readonly Asked[],
  answers: readonly Uint8Array[],
): Promise<void> => {
  const files = filesOf(asked, answers);
  const names = devices.map(({ enrolment }) => enrolment);
  const bodies = names.map((name) => toHex(encodeList(files.get(name) ?? [])));
  const counts = names.map((name) => files.get(name)?.length ?? 0);
  const chains = [first, second].map((of) => names.map((name) => toHex(of.get(name)?.chain ?? new Uint8Array(0))));
  const [chain1 = [], chain2 = []] = chains;
  await records.transaction(async (tx) => {
    const db = tx.as();
    await sql`insert into pseudonyms_ra.requests (request_hash, enrolment, i)
      select hash, enrolment, ${i} from unnest(${asked.map(({ hash }) => hash)}::text[],
        ${asked.map(({ enrolment }) => enrolment)}::text[]) as asked (hash, enrolment)`.execute(db);
    await sql`insert into pseudonyms_ra.files (enrolment, i, certificates, body, made_at)
      select enrolment, ${i}, certificates, decode(body, 'hex'), ${new Date(clock.now())}
      from unnest(${names}::text[], ${counts}::int[], ${bodies}::text[]) as made (enrolment, certificates, body)
      where exists (select from pseudonyms_ra.devices d where d.enrolment = made.enrolment and d.state = 'active')
      on conflict (enrolment, i) do nothing`.execute(db);
    await sql`update pseudonyms_ra.devices d set next_i = ${i + 1}, chain1 = decode(one, 'hex'), chain2 = decode(two, 'hex')
      from unnest(${names}::text[], ${chain1}::text[], ${chain2}::text[]) as told (enrolment, one, two)
      where d.enrolment = told.enrolment`.execute(db);
  });
};

/** Answers of each device in the order of its indices. */
const filesOf = (
  asked: readonly Asked[],
  answers: readonly Uint8Array[],
): ReadonlyMap<string, readonly Uint8Array[]> => {
  const files = new Map<string, Uint8Array[]>();
  for (const [at, { enrolment, j }] of asked.entries()) {
    const file = files.get(enrolment) ?? [];
    const answer = answers[at];
    if (answer !== undefined) file[j] = answer;
    files.set(enrolment, file);
  }
  return files;
};
