import { createHash } from 'node:crypto';
import type { IssuedCertificate } from '@chedun/certificates/contract';
import { digestOf, parseCertificate, sameName, signatureAlgorithmOf } from '@chedun/x509';
import { CMP, type PkiBody, type PkiStatus } from '@chedun/x509/cmp';
import { reasonText, refusal, statusOf } from '../domain/refusal.ts';
import { demandName, readAsked, type Asked, type AskingBody } from './asked.ts';
import { writeAnswer } from './reply.ts';
import { actorOf, transactionKey, type CmpNeeds, type Heard, type Sender } from './types.ts';

/** A message that asks for a certificate. */
export type Asking = Omit<Heard, 'message'> & { readonly message: Heard['message'] & { readonly body: AskingBody } };

const ANSWER = { ir: 'ip', cr: 'cp', p10cr: 'cp', kur: 'kup' } as const;
const NONCE = 16;
const sm3 = (bytes: Uint8Array): Buffer => createHash('sm3').update(bytes).digest();

/** Hash of a certificate that its confirmation has to carry: by the digest of its signature (RFC 4210 5.3.18). */
const confirmationHash = (der: Uint8Array): Buffer => {
  const algorithm = signatureAlgorithmOf(parseCertificate(der).signatureAlgorithm);
  const digest = (algorithm && digestOf(algorithm)) ?? 'sha256';
  return createHash(digest).update(der).digest();
};

const withSecret = async (
  needs: CmpNeeds,
  heard: Asking,
  asked: Asked,
  secret: Extract<Sender, { readonly kind: 'secret' }>['secret'],
): Promise<IssuedCertificate> => {
  const { authority, profile } = heard.place;
  const { vin, device, roles } = secret;
  const { binding } = await needs.certificates.offer({ authority, profile, roles });
  if (binding !== 'none') demandName(asked, secret);
  if (!(await needs.records.transaction((tx) => needs.secrets.use(tx, secret.id))))
    throw refusal('notAuthorized', 'the secret may not be used any more');
  // A device that asks anew has lost the answer before.
  for (const { id, serial } of await needs.transactions.unconfirmed(secret.id)) {
    await needs.certificates.withdraw(serial === null ? [] : [serial], 'asked for anew', actorOf(heard));
    await needs.records.transaction((tx) =>
      needs.transactions.change(tx, id, { state: 'refused', reason: 'asked for anew' }),
    );
  }
  return needs.certificates.issue({ authority, profile, csr: asked.csr, vin, device }, actorOf(heard));
};

const replace = (
  { certificates }: CmpNeeds,
  heard: Asking,
  asked: Asked,
  { known, certificate }: Extract<Sender, { readonly kind: 'certificate' }>,
): Promise<IssuedCertificate> => {
  const { authority, profile } = heard.place;
  if (known.authority !== authority || known.profile !== profile)
    throw refusal('wrongAuthority', `the certificate is of ${known.authority}.${known.profile}`);
  const isNamed = typeof asked.csr === 'object' && 'kind' in asked.csr && parseableName(asked.subject);
  const csr = isNamed || asked.csr instanceof Uint8Array ? asked.csr : { ...asked.csr, subject: certificate.subject };
  return certificates.renew(known.serial, csr, actorOf(heard));
};

/** Whether a name has any part. */
const parseableName = (name: Uint8Array): boolean => name.length > 2;

/** Issues what was asked for. A certificate that exists already for this very key is what a crash left behind. */
const issue = async (needs: CmpNeeds, heard: Asking, asked: Asked): Promise<Uint8Array> => {
  const { sender, place } = heard;
  const left =
    heard.leftAt === undefined
      ? undefined
      : await needs.certificates.issuedTo(asked.publicKey, place.profile, heard.leftAt);
  if (left !== undefined) return left;
  const issued =
    sender.kind === 'secret'
      ? await withSecret(needs, heard, asked, sender.secret)
      : asked.kind === 'kur'
        ? await replace(needs, heard, asked, sender)
        : await needs.certificates.further(sender.known.serial, { ...place, csr: asked.csr }, actorOf(heard));
  const [der] = issued.der;
  if (der === undefined) throw refusal('systemFailure', 'nothing was issued');
  return der;
};

const granted = (asked: Asked, der: Uint8Array): PkiStatus => {
  const isAsAsked =
    asked.isPlain && (asked.subject.length === 2 || sameName(asked.subject, parseCertificate(der).subject));
  return { status: isAsAsked ? 'accepted' : 'grantedWithMods', text: [], failures: [] };
};

const bodyOf = (heard: Asking, id: number, status: PkiStatus, certificate: Uint8Array | undefined): PkiBody => {
  const kind = ANSWER[heard.message.body.kind];
  // Who holds a secret may have no anchor yet: the secret vouches for the root (RFC 9483 4.1.1).
  const root = heard.signer.chain.at(-1);
  const hands = kind === 'ip' && heard.sender.kind === 'secret' && certificate !== undefined && root !== undefined;
  return { kind, caCertificates: hands ? [root] : [], responses: [{ id, status, certificate }] };
};

const wantsImplicit = ({ message }: Asking): boolean =>
  (message.header.generalInfo ?? []).some(({ type }) => type === CMP.implicitConfirm);

const keep = async (needs: CmpNeeds, heard: Asking, der: Uint8Array, nonce: Uint8Array, answer: Uint8Array) => {
  const { sender } = heard;
  const serial = (await needs.certificates.known(der))?.serial ?? null;
  const isDone = wantsImplicit(heard);
  const state = isDone ? 'confirmed' : 'issued';
  const kept = await needs.records.transaction(async (tx) => {
    await needs.transactions.change(tx, transactionKey(heard), {
      state,
      serial,
      certificate_hash: confirmationHash(der),
      sender_nonce: Buffer.from(nonce),
      answer: Buffer.from(answer),
    });
    return !isDone || sender.kind !== 'secret' || needs.secrets.spend(tx, sender.secret.id, serial ?? '');
  });
  if (kept || serial === null) return;
  await needs.certificates.withdraw([serial], 'the secret was spent at the same time', actorOf(heard));
  throw refusal('notAuthorized', 'the secret was spent at the same time');
};

/** Asks for a certificate: `ir`, `cr`, `kur`, `p10cr` (RFC 9483 4.1). Answers the bytes that are kept for a repetition. */
export const enrol = async (needs: CmpNeeds, heard: Asking): Promise<Uint8Array> => {
  const { message, sender, signer } = heard;
  if (message.body.kind === 'kur' && sender.kind === 'secret')
    throw refusal('notAuthorized', 'an update is signed with the certificate that it replaces (RFC 9483 4.1.3)');
  const nonce = needs.randomBytes(NONCE);
  const out = { signer, now: needs.clock.now(), randomBytes: needs.randomBytes };
  const id = message.body.kind === 'p10cr' ? -1 : (message.body.requests[0]?.id ?? 0);
  try {
    const asked = readAsked(message.body, sender, needs.verifier);
    const der = await issue(needs, heard, asked);
    const body = bodyOf(heard, asked.id, granted(asked, der), der);
    const confirm = wantsImplicit(heard) ? 'implicit' : 'awaited';
    const answer = await writeAnswer(out, { to: message, body, sender, confirm, nonce });
    await keep(needs, heard, der, nonce, answer);
    return answer;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    const body = bodyOf(heard, id, status, undefined);
    const answer = await writeAnswer(out, { to: message, body, sender, confirm: 'none', nonce });
    await needs.records.transaction((tx) =>
      needs.transactions.change(tx, transactionKey(heard), {
        state: 'refused',
        reason: reasonText(status),
        answer: Buffer.from(answer),
      }),
    );
    return answer;
  }
};

/** SM3 of a message: whether it is the same that came before. */
export const messageHash = ({ message }: Pick<Heard, 'message'>): Buffer => sm3(message.raw);
