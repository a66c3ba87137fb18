import type { JudgedMessage, Place, SpduView } from '@chedun/v2x-security';
import { codeOf, verdictOf } from './verdicts.ts';

/** A message with when (microseconds since 2004) and where it was received. */
export interface Received {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly place: Place | undefined;
}

/** Bytes before each message: time, place, length. An unknown place is a latitude that there is not. */
const HEAD = 20;
const NO_PLACE = 900_000_001;

/** Messages that wait to go to a thread as one stretch of bytes. Grows as needed, up to what the caller puts in. */
export class BatchWriter {
  private buffer = new ArrayBuffer(16_384);
  private view = new DataView(this.buffer);
  private bytes = new Uint8Array(this.buffer);
  private end = 0;

  /** Adds a message. */
  add({ bytes, at, place }: Received): void {
    const next = this.end + HEAD + bytes.length;
    if (next > this.buffer.byteLength) this.grow(next);
    const { view, end } = this;
    view.setFloat64(end, at);
    view.setInt32(end + 8, place?.latitude ?? NO_PLACE);
    view.setInt32(end + 12, place?.longitude ?? 0);
    view.setUint32(end + 16, bytes.length);
    this.bytes.set(bytes, end + HEAD);
    this.end = next;
  }

  /** The bytes of all messages added; the writer is empty afterwards. */
  take(): ArrayBuffer {
    const taken = this.buffer.slice(0, this.end);
    this.end = 0;
    return taken;
  }

  private grow(least: number): void {
    const larger = new ArrayBuffer(Math.max(least, 2 * this.buffer.byteLength));
    const bytes = new Uint8Array(larger);
    bytes.set(this.bytes.subarray(0, this.end));
    this.buffer = larger;
    this.view = new DataView(larger);
    this.bytes = bytes;
  }
}

/** Calls back with every message of a batch; the bytes are a window of the batch. */
export const readBatch = (
  batch: ArrayBuffer,
  each: (bytes: Uint8Array, at: number, place: Place | undefined) => void,
): void => {
  const view = new DataView(batch);
  let from = 0;
  while (from < batch.byteLength) {
    const latitude = view.getInt32(from + 8);
    const place = latitude === NO_PLACE ? undefined : { latitude, longitude: view.getInt32(from + 12) };
    const length = view.getUint32(from + 16);
    each(new Uint8Array(batch, from + HEAD, length), view.getFloat64(from), place);
    from += HEAD + length;
  }
};

/**
 * Bytes of one answer: verdict, flags, offset, application, time, latitude, longitude, signer, payload, certificate,
 * linkage value. Messages are shorter than 64 KiB.
 */
const ANSWER = 60;
const [HAS_SIGNER, HAS_PLACE, HAS_FIELDS, HAS_LINKAGE] = [1, 2, 4, 8];
const LINKAGE_BYTES = 9;

/** Linkage value of a pseudonym; undefined for other certificates. */
const linkageOf = (signer: JudgedMessage['signer']): Uint8Array | undefined => {
  const id = signer?.certificate.value.toBeSigned.id;
  return id !== undefined && 'linkageData' in id ? Buffer.from(id.linkageData.linkageValue.octets, 'hex') : undefined;
};

/** Writes answers in the order of the messages of a batch. */
export class AnswerWriter {
  private readonly view: DataView<ArrayBuffer>;
  private readonly bytes: Uint8Array;
  private end = 0;
  constructor(messages: number) {
    this.view = new DataView(new ArrayBuffer(ANSWER * messages));
    this.bytes = new Uint8Array(this.view.buffer);
  }

  /** Adds the answer on a message whose fields stand in `seen`. */
  add({ verdict, signer }: JudgedMessage, seen: SpduView): void {
    const { view, end } = this;
    const hasFields = seen.tbsEnd > 0;
    const place = hasFields && seen.hasLocation ? HAS_PLACE : 0;
    view.setUint8(end, codeOf(verdict));
    const linkage = verdict === 'valid' ? linkageOf(signer) : undefined;
    const known = (signer === undefined ? 0 : HAS_SIGNER) | (linkage === undefined ? 0 : HAS_LINKAGE);
    view.setUint8(end + 1, known | place | (hasFields ? HAS_FIELDS : 0));
    view.setUint32(end + 4, seen.at);
    view.setFloat64(end + 8, seen.aid);
    view.setFloat64(end + 16, seen.generationTime);
    view.setInt32(end + 24, seen.latitude);
    view.setInt32(end + 28, seen.longitude);
    if (signer !== undefined) this.bytes.set(signer.certificate.hash.subarray(-8), end + 32);
    if (verdict === 'valid') this.addParts(seen);
    if (linkage !== undefined) this.bytes.set(linkage, end + 48);
    this.end = end + ANSWER;
  }

  private addParts({ payloadStart, payloadEnd, signer, signerStart, signerEnd }: SpduView): void {
    const { view, end } = this;
    view.setUint16(end + 40, Math.max(0, payloadStart));
    view.setUint16(end + 42, Math.max(0, payloadEnd));
    if (signer !== 'certificate') return;
    view.setUint16(end + 44, signerStart);
    view.setUint16(end + 46, signerEnd);
  }

  /** All answers. */
  get buffer(): ArrayBuffer {
    return this.view.buffer;
  }
}

/** What a thread found about one message. */
export interface Outcome {
  readonly verdict: ReturnType<typeof verdictOf>;
  /** Byte at which a malformed message stops to make sense. */
  readonly offset: number;
  readonly aid: number | undefined;
  /** Microseconds since 2004. */
  readonly generated: number | undefined;
  readonly place: Place | undefined;
  /** Hex of the HashedId8 of the signer, where one was found. */
  readonly signer: string | undefined;
  /** Where the parts of a valid message lie. */
  readonly parts: MessageParts | undefined;
}

/** Parts of a message by their bytes: from, and one behind the last. */
interface MessageParts {
  readonly payload: readonly [from: number, to: number];
  /** The certificate of the signer, where the message carries it. */
  readonly certificate: readonly [from: number, to: number] | undefined;
  /** Linkage value of a pseudonym, hex. */
  readonly linkage: string | undefined;
}

/** How many answers a buffer holds. */
export const answersIn = (answers: ArrayBuffer): number => answers.byteLength / ANSWER;

/** Verdict of one answer alone, which is all that is asked of most. */
export const verdictAt = (answers: DataView, index: number): Outcome['verdict'] =>
  verdictOf(answers.getUint8(index * ANSWER));

const partsAt = (answers: DataView<ArrayBuffer>, from: number, flags: number): MessageParts => {
  const range = (at: number): readonly [number, number] => [
    answers.getUint16(from + at),
    answers.getUint16(from + at + 2),
  ];
  const certificate = range(44);
  const linkage = Buffer.from(answers.buffer, from + 48, LINKAGE_BYTES).toString('hex');
  return {
    payload: range(40),
    certificate: certificate[1] === 0 ? undefined : certificate,
    linkage: (flags & HAS_LINKAGE) === 0 ? undefined : linkage,
  };
};

/** One answer. */
export const outcomeAt = (answers: DataView<ArrayBuffer>, index: number): Outcome => {
  const from = index * ANSWER;
  const flags = answers.getUint8(from + 1);
  const hasFields = (flags & HAS_FIELDS) !== 0;
  const generated = answers.getFloat64(from + 16);
  const verdict = verdictAt(answers, index);
  return {
    verdict,
    offset: answers.getUint32(from + 4),
    aid: hasFields ? answers.getFloat64(from + 8) : undefined,
    generated: hasFields && generated >= 0 ? generated : undefined,
    place:
      (flags & HAS_PLACE) === 0
        ? undefined
        : { latitude: answers.getInt32(from + 24), longitude: answers.getInt32(from + 28) },
    signer: (flags & HAS_SIGNER) === 0 ? undefined : Buffer.from(answers.buffer, from + 32, 8).toString('hex'),
    parts: verdict === 'valid' ? partsAt(answers, from, flags) : undefined,
  };
};
