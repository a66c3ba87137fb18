/**
 * Records of verified V2X messages: a line of JSON that says who signed, who heard it and where the payload lies, and behind
 * it the whole secured message, which stays the evidence.
 */
export const SIGNED_FORMAT = 'v2x-signed';

/** What the verification found out about a message. */
export interface SignedHead {
  /** HashedId8 of the certificate, hex. */
  readonly certificate: string;
  readonly linkage: string | undefined;
  readonly aid: number;
  readonly receiver: string;
  /** Bytes of the message that are the payload. */
  readonly from: number;
  readonly to: number;
}

const LINE_END = 0x0a;
const MOST_HEAD = 1024;

/** The bytes of such a record. */
export const signedRecord = (head: SignedHead, message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(JSON.stringify(head)), Buffer.of(LINE_END), message]);

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 256;

/** Reads such a record; undefined when it is none. */
export const readSignedRecord = (
  record: Uint8Array,
): { readonly head: SignedHead; readonly payload: Uint8Array } | undefined => {
  const end = record.subarray(0, MOST_HEAD).indexOf(LINE_END);
  if (end < 0) return undefined;
  let told: unknown;
  try {
    told = JSON.parse(Buffer.from(record.subarray(0, end)).toString());
  } catch {
    return undefined;
  }
  const { certificate, linkage, aid, receiver, from, to } = Object(told) as Partial<Record<keyof SignedHead, unknown>>;
  const message = record.subarray(end + 1);
  if (!isText(certificate) || !isText(receiver) || !isWhole(aid) || !isWhole(from) || !isWhole(to)) return undefined;
  if (from > to || to > message.length) return undefined;
  const head = { certificate, linkage: isText(linkage) ? linkage : undefined, aid, receiver, from, to };
  return { head, payload: message.subarray(from, to) };
};
