import { createECDH, createHash } from 'node:crypto';
import { multiplyBase } from '@chedun/gm';
import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import {
  certifiedPublicKey,
  encodePdu,
  parseMessage,
  requestHash,
  signatureInput,
  signMessage,
  validityOf,
} from '@chedun/v2x-security';
import { MANAGEMENT_AID, verificationKeyOf, encryptionKeyOf } from '@chedun/v2x-security';
import {
  answerSealer,
  concat,
  decodeBatch,
  decodeResolve,
  encodeList,
  encodeResolved,
  encryptedIn,
  fromHex,
  linkageOpener,
  mark,
  openFrom,
  plainAnswers,
  pooledBytes,
  pseudonymMaker,
  randomScalar,
  readPdu,
  sealFor,
  templateOf,
  toHex,
  toTime32,
} from '@chedun/v2x-pki';
import type { BatchItem, PlainAnswer, PseudonymForm, PseudonymMaker, Random, Suite, Template } from '@chedun/v2x-pki';
import { sql } from 'kysely';
import { pseudonymsError } from '../errors.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { AcaTables } from '../tables.ts';
import { readable } from './read.ts';

/** What the certificate authority rests on. */
export interface AcaNeeds {
  readonly records: Records;
  readonly clock: Clock;
  readonly randomBytes: Random;
}

/** The certificate authority: requests and certificates, and nothing of devices. */
export interface CertificateAuthority {
  /** Answers a batch of requests in its order; the certificates are kept before the answer leaves. */
  readonly issue: (message: Uint8Array) => Promise<Uint8Array>;
  /** Tells the misbehaviour authority which request led to a certificate. */
  readonly resolve: (message: Uint8Array) => Promise<Uint8Array>;
}

type Kind = 'private' | 'cubk';

/** A request that was read. */
interface Wanted {
  readonly hash: string;
  readonly kind: Kind;
  readonly form: PseudonymForm;
  readonly cocoon: Uint8Array;
  readonly encryption: Uint8Array;
  readonly linkage: ReturnType<typeof encryptedIn>;
  readonly otherLinkage: ReturnType<typeof encryptedIn>;
}

const MOST_ITEMS = 4000;
const MOST_HOURS = 170;

const refuse = (reason: string): never => {
  throw pseudonymsError('pseudonyms.bad-message', { reason });
};

type VerificationKey = Parameters<typeof verificationKeyOf>[0];

/** Point of a request; whole points are checked by the arithmetic that follows. */
const pointOf = (key: VerificationKey, curve: Suite['curve']): Uint8Array => {
  const point =
    curve === 'sm2' && 'ecsigSm2' in key ? key.ecsigSm2 : 'ecdsaNistP256' in key ? key.ecdsaNistP256 : undefined;
  if (point !== undefined && 'uncompressed' in point)
    return concat(Uint8Array.of(4), fromHex(point.uncompressed.x.octets), fromHex(point.uncompressed.y.octets));
  return verificationKeyOf(key).point;
};

const readItem = ({ request, otherLinkage }: BatchItem, { suite, settings, certificates }: Hierarchy): Wanted => {
  const { content } = readPdu(request);
  if (!('acaRa' in content) || !('raAcaCertRequest' in content.acaRa)) return refuse('not a request for a certificate');
  const { flags, linkageInfo, certEncKey, tbsCert } = content.acaRa.raAcaCertRequest;
  const { id, validityPeriod, appPermissions = [], verifyKeyIndicator } = tbsCert;
  if (linkageInfo === undefined || !('linkageData' in id)) return refuse('a request without linkage value');
  if (!('verificationKey' in verifyKeyIndicator)) return refuse('a request without key');
  if (!('hours' in validityPeriod.duration) || validityPeriod.duration.hours > MOST_HOURS)
    return refuse('a pseudonym that is valid for longer than a week');
  if (appPermissions.length === 0 || appPermissions.some(({ aid }) => !settings.aids.includes(aid)))
    return refuse('an application that this authority does not certify');
  const { start } = validityPeriod;
  const own = validityOf(certificates.aca);
  const { hours } = validityPeriod.duration;
  if (start < own.start || start + hours * 3600 > own.end) return refuse('a time in which the authority is not valid');
  const cocoon = pointOf(verifyKeyIndicator.verificationKey, suite.curve);
  return {
    hash: requestHash(request),
    kind: flags.bits.startsWith('11') ? 'cubk' : 'private',
    form: { i: id.linkageData.iCert, start, hours, permissions: appPermissions },
    cocoon,
    encryption: certEncKey === undefined ? cocoon : encryptionKeyOf(certEncKey.publicKey).point,
    linkage: linkageInfo.encLv,
    otherLinkage: encryptedIn(otherLinkage),
  };
};

/** c·G for a contribution: its time tells c to who measures it, and c only hides the key from the registration authority. */
const contributionPoint = ({ curve }: Suite, scalar: Uint8Array): Uint8Array => {
  if (curve === 'sm2') return multiplyBase(scalar);
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(scalar);
  return new Uint8Array(pair.getPublicKey());
};

interface Maker extends PseudonymMaker {
  readonly plain: PlainAnswer;
}

interface Kept {
  readonly hash: string;
  readonly id: string;
  readonly i: number;
  readonly values: readonly [string, string];
}

/** Layouts of answers by kind and length. */
const answerFrames = (generationTime: number): ((kind: Kind, hash: string, message: Uint8Array) => Uint8Array) => {
  const templates = new Map<string, Template>();
  const HASH = mark(21, 8);
  return (kind, hash, message) => {
    const name = `${kind} ${message.length}`;
    const known = templates.get(name) ?? frameOf(kind, HASH, message, generationTime);
    templates.set(name, known);
    return known.fill([fromHex(hash), message]);
  };
};

const frameOf = (kind: Kind, hash: Uint8Array, message: Uint8Array, generationTime: number): Template => {
  const inner = parseMessage('cn', message);
  const acaResponse = kind === 'cubk' ? { cubk: inner } : { private: inner };
  const requestHash8 = { octets: toHex(hash) };
  const response = { version: 1, generationTime, requestHash: requestHash8, acaResponse };
  return templateOf(encodePdu({ version: 1, content: { acaRa: { acaRaCertResponse: response } } }), [hash, message]);
};

/** Opens the certificate authority of a hierarchy. */
export const certificateAuthority = (needs: AcaNeeds, hierarchy: Hierarchy): CertificateAuthority => {
  const { suite, certificates, verifier } = hierarchy;
  const party = hierarchy.party('aca');
  const opener = linkageOpener(suite, party.decrypt);
  const seal = answerSealer(suite);
  const randomBytes = pooledBytes(needs.randomBytes);

  const certify = async (wanted: Wanted, maker: Maker, values: readonly [Uint8Array, Uint8Array]) => {
    const contribution = randomScalar(randomBytes);
    const point = certifiedPublicKey(suite.curve, wanted.cocoon, contributionPoint(suite, contribution));
    const linkageValue = values[0].map((byte, at) => byte ^ (values[1][at] ?? 0));
    const unsigned = maker.make(linkageValue, point);
    const bytes = unsigned.signed(await party.sign(signatureInput(suite.curve, unsigned.tbs, party.certificate)));
    const random = { key: randomBytes(16), nonce: randomBytes(12), ephemeral: randomScalar(randomBytes) };
    const sealed = seal(maker.plain(bytes, contribution), wanted.encryption, random);
    const message = wanted.kind === 'cubk' ? sealed : await signed(sealed);
    const id = createHash(suite.curve === 'sm2' ? 'sm3' : 'sha256')
      .update(bytes)
      .digest('hex')
      .slice(-20);
    const kept: Kept = { hash: wanted.hash, id, i: wanted.form.i, values: [toHex(values[0]), toHex(values[1])] };
    return { message, kept };
  };
  // Without this signature the registration authority could give an encryption key of its own.
  const signed = (payload: Uint8Array): Promise<Uint8Array> =>
    signMessage({ profile: 'cn', payload, header: { aid: MANAGEMENT_AID }, signer: 'certificate' }, party);

  const issue = async (items: readonly BatchItem[]): Promise<readonly Uint8Array[]> => {
    const generationTime = toTime32(needs.clock.now());
    const wanted = readable(() => items.map((item) => readItem(item, hierarchy)));
    const first = readable(() => opener.open(wanted.map(({ linkage }) => linkage)));
    const second = readable(() => opener.open(wanted.map(({ otherLinkage }) => otherLinkage)));
    const makers = makersOf(hierarchy, generationTime);
    const frame = answerFrames(generationTime);
    const answers: Uint8Array[] = [];
    const kept: Kept[] = [];
    for (const [at, one] of wanted.entries()) {
      const [value1, value2] = [first[at], second[at]];
      if (value1 === undefined || value2 === undefined) return refuse('a linkage value is missing');
      const made = await certify(one, makers(one.form), [value1, value2]);
      answers.push(frame(one.kind, one.hash, made.message));
      kept.push(made.kept);
    }
    await keep(needs.records, kept);
    return answers;
  };
  return {
    issue: async (message) => {
      const items = readable(() => decodeBatch(openFrom(party, certificates.ra, message, verifier)));
      if (items.length > MOST_ITEMS) return refuse(`more than ${MOST_ITEMS} requests in a batch`);
      return sealFor(suite, party, certificates.ra, encodeList(await issue(items)), randomBytes);
    },
    resolve: async (message) => {
      const id = readable(() => decodeResolve(openFrom(party, certificates.ma, message, verifier)));
      const found = await lookUp(needs.records, toHex(id));
      return sealFor(suite, party, certificates.ma, encodeResolved(found), randomBytes);
    },
  };
};

const makersOf = ({ suite, certificates }: Hierarchy, generationTime: number): ((form: PseudonymForm) => Maker) => {
  const makers = new Map<string, Maker>();
  return (form) => {
    const name = JSON.stringify(form);
    const known = makers.get(name);
    if (known !== undefined) return known;
    const maker = pseudonymMaker(suite, certificates.root, certificates.aca, form);
    const made = { ...maker, plain: plainAnswers(maker.example, generationTime) };
    makers.set(name, made);
    return made;
  };
};

const keep = async (records: Records, kept: readonly Kept[]): Promise<void> => {
  await records.transaction((tx) =>
    sql`insert into pseudonyms_aca.certificates (request_hash, certificate_id, i, value1, value2)
      select * from unnest(${kept.map(({ hash }) => hash)}::text[], ${kept.map(({ id }) => id)}::text[],
        ${kept.map(({ i }) => i)}::int[], ${kept.map(({ values }) => values[0])}::text[],
        ${kept.map(({ values }) => values[1])}::text[])`.execute(tx.as()),
  );
};

const lookUp = async (records: Records, certificateId: string) => {
  const found = await records
    .read<AcaTables>()
    .selectFrom('pseudonyms_aca.certificates')
    .selectAll()
    .where('certificate_id', '=', certificateId)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  return {
    requestHash: fromHex(found.request_hash),
    i: found.i,
    values: [fromHex(found.value1), fromHex(found.value2)] as const,
  };
};
