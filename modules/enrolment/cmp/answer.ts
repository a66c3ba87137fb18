import { encodeDer, raw, seq } from '@chedun/asn1/der';
import type { ProtocolSigner } from '@chedun/certificates/contract';
import { isDomainError } from '@chedun/kernel';
import { CMP, parsePkiMessage, type GeneralBody, type PkiBody, type PkiMessage } from '@chedun/x509/cmp';
import { reasonText, refusal, statusOf } from '../domain/refusal.ts';
import { words, type Answered, type Asked } from '../http-types.ts';
import { authenticate, demandHead, demandPlace } from './authenticate.ts';
import { confirm } from './confirm.ts';
import { enrol, messageHash } from './enrol.ts';
import { writeAnswer } from './reply.ts';
import { revoke } from './revoke.ts';
import { transactionKey, type CmpNeeds, type Heard, type Place, type Reply, type Sender } from './types.ts';

const TYPE = 'application/pkixcmp';
const NONCE = 16;
/** RFC 9483 6.1: the label of the profile, and a label of the operation that says nothing the message does not say. */
const LABEL = /^\/\.well-known\/cmp\/p\/([a-z][a-z0-9-]{1,39})\.([a-z][a-z0-9-]{1,39})(?:\/[a-z0-9]{1,40})?\/?$/;
/** A transaction that has worked for so long has been left by a crash. */
const LEFT_MS = 60_000;

/** What is known of a request that came before. */
type Before =
  | { readonly kind: 'new' }
  | { readonly kind: 'answered'; readonly answer: Uint8Array }
  | { readonly kind: 'left'; readonly at: number };

const NEW: Before = { kind: 'new' };

/** Gives what was answered before, or begins the transaction. Throws `enrolment.cmp-refused`. */
const repeated = async (needs: CmpNeeds, heard: Heard): Promise<Before> => {
  const { sender, message, place } = heard;
  const { kind } = message.body;
  if (kind !== 'ir' && kind !== 'cr' && kind !== 'kur' && kind !== 'p10cr' && kind !== 'rr') return NEW;
  const [id, request] = [transactionKey(heard), messageHash(heard)];
  const secret = sender.kind === 'secret' ? sender.secret.id : null;
  const signer = sender.kind === 'certificate' ? sender.known.serial : null;
  if (await needs.transactions.begin({ id, kind, secret, signer, ...place, request })) return NEW;
  const before = await needs.transactions.find(id);
  if (before === undefined || !before.request.equals(request))
    throw refusal('transactionIdInUse', 'another message had this transaction id');
  if (before.answer !== null) return { kind: 'answered', answer: new Uint8Array(before.answer) };
  if (needs.clock.now() - before.changed_at.getTime() < LEFT_MS)
    throw refusal('transactionIdInUse', 'the request is being worked on');
  return { kind: 'left', at: before.at.getTime() };
};

const general = ({ signer }: Heard, { items }: GeneralBody): Reply => {
  if (items.length > 0 && !items.some(({ type }) => type === CMP.caCertificates))
    throw refusal('badRequest', 'only the certificates of the authorities are told (id-it-caCerts)');
  const value = encodeDer(seq(...signer.chain.map(raw)));
  return { body: { kind: 'genp', items: [{ type: CMP.caCertificates, value }] }, confirm: 'none' };
};

/** Does what the message asks, for somebody who is known. */
const perform = async (needs: CmpNeeds, heard: Heard): Promise<Reply> => {
  const { body } = heard.message;
  switch (body.kind) {
    case 'certConf':
      return confirm(needs, heard, body);
    case 'genm':
    case 'genp':
      return general(heard, body);
    case 'pollReq':
      throw refusal('badRequest', 'nothing waits here: what a person decides is not polled for');
    default:
      throw refusal('badRequest', `a message of kind ${body.kind} is not expected`);
  }
};

const answerWith = (needs: CmpNeeds, { message, sender, signer }: Heard, reply: Reply): Promise<Uint8Array> => {
  const out = { signer, now: needs.clock.now(), randomBytes: needs.randomBytes };
  return writeAnswer(out, { to: message, ...reply, sender, nonce: needs.randomBytes(NONCE) });
};

/** A revocation, kept for a message that comes twice. */
const performRevocation = async (
  needs: CmpNeeds,
  heard: Heard,
  body: Extract<PkiBody, { readonly kind: 'rr' }>,
): Promise<Uint8Array> => {
  const serial = heard.sender.kind === 'certificate' ? heard.sender.known.serial : null;
  const keep = (changes: Parameters<CmpNeeds['transactions']['change']>[2]): Promise<void> =>
    needs.records.transaction((tx) => needs.transactions.change(tx, transactionKey(heard), { serial, ...changes }));
  try {
    const { reply, text } = await revoke(needs, heard, body);
    const answer = await answerWith(needs, heard, reply);
    await keep({ state: 'answered', answer: Buffer.from(answer), reason: text });
    return answer;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    await keep({ state: 'refused', reason: reasonText(status) });
    throw error;
  }
};

const performKept = async (needs: CmpNeeds, heard: Heard): Promise<Uint8Array> => {
  const { message } = heard;
  const { body } = message;
  const before = await repeated(needs, heard);
  if (before.kind === 'answered') return before.answer;
  if (body.kind === 'ir' || body.kind === 'cr' || body.kind === 'kur' || body.kind === 'p10cr') {
    const left = before.kind === 'left' ? { leftAt: before.at } : {};
    return enrol(needs, { ...heard, ...left, message: { ...message, body } });
  }
  if (body.kind === 'rr') return performRevocation(needs, heard, body);
  return answerWith(needs, heard, await perform(needs, heard));
};

const respond = async (
  needs: CmpNeeds,
  signer: ProtocolSigner,
  message: PkiMessage,
  about: { readonly place: Place; readonly ip: string },
): Promise<Uint8Array> => {
  let sender: Sender | undefined;
  try {
    demandHead(message);
    sender = await authenticate(needs, message);
    demandPlace(sender, about.place);
    return await performKept(needs, { ...about, message, sender, signer });
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    const out = { signer, now: needs.clock.now(), randomBytes: needs.randomBytes };
    const body = { kind: 'error', status } as const;
    return writeAnswer(out, { to: message, body, sender, confirm: 'none', nonce: needs.randomBytes(NONCE) });
  }
};

const readMessage = (bytes: Uint8Array): PkiMessage | undefined => {
  try {
    return parsePkiMessage(bytes);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return undefined;
  }
};

const signerOf = async ({ certificates }: CmpNeeds, authority: string): Promise<ProtocolSigner | undefined> => {
  try {
    return await certificates.signer(authority);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return undefined;
  }
};

/**
 * Answers a message of CMP over HTTP (RFC 4210, RFC 9480, RFC 9483; transfer RFC 6712 and RFC 9811). The address ends with
 * `AUTHORITY.PROFILE`. What is no message of CMP is answered with HTTP alone; everything else with a message that is protected.
 */
export const answerCmp = async (needs: CmpNeeds, asked: Asked): Promise<Answered> => {
  const [, authority = '', profile = ''] = LABEL.exec(asked.path) ?? [];
  if (authority === '') return words(404, 'no such address of CMP');
  if (asked.method !== 'POST') return words(405, 'POST expected', { allow: 'POST' });
  if (asked.contentType.split(';')[0]?.trim() !== TYPE) return words(415, `${TYPE} expected`);
  const signer = await signerOf(needs, authority);
  if (signer === undefined) return words(404, 'no such authority');
  const message = readMessage(asked.body);
  if (message === undefined) return words(400, 'no message of CMP');
  const body = await respond(needs, signer, message, { place: { authority, profile }, ip: asked.ip });
  return { status: 200, headers: { 'content-type': TYPE, 'cache-control': 'no-store' }, body };
};
