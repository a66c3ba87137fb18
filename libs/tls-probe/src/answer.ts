import { join } from './cursor.ts';
import { tlsProbeError } from './errors.ts';
import type { KeyShare } from './key-share.ts';
import {
  parseCertificateRequest,
  parseCertificateRequest13,
  parseCertificates,
  parseCertificates13,
  parseEncryptedExtensions,
  parseServerHello,
  parseServerKeyExchange,
  type CertificateRequest,
  type ServerHello,
  type ServerKeyExchange,
} from './messages.ts';
import { VERSION } from './names.ts';
import { suiteOf } from './suites.ts';
import { recordOpener, serverHandshakeSecret, type RecordOpener } from './tls13.ts';

/** What a server answered to one ClientHello, as far as it came. */
export interface ServerAnswer {
  readonly alert: { readonly level: number; readonly description: number } | undefined;
  readonly hello: ServerHello | undefined;
  readonly certificates: readonly Uint8Array[];
  readonly keyExchange: ServerKeyExchange | undefined;
  readonly certificateRequest: CertificateRequest | undefined;
  /** Chosen protocol of the application. */
  readonly alpn: string | undefined;
  /** The flight of the server came to its end: what is not there was not sent. */
  readonly complete: boolean;
  /** Bytes that were read. */
  readonly bytes: number;
}

/** Reads the answer of a server as it comes. */
export interface AnswerReader {
  /** Takes more bytes. Throws `tls-probe.*`; after that the reader takes no more. */
  readonly push: (bytes: Uint8Array) => void;
  /** True when nothing more is wanted: the connection may be closed. */
  readonly done: () => boolean;
  readonly answer: () => ServerAnswer;
}

/** Most bytes of an answer that are read. */
export const MOST_ANSWER_BYTES = 262_144;
const MOST_MESSAGE = 131_072;
const MOST_RECORD = 16_384 + 2048;
const HEADER = 5;
const TYPE = { changeCipherSpec: 20, alert: 21, handshake: 22, application: 23 } as const;
const MESSAGE = {
  serverHello: 2,
  encryptedExtensions: 8,
  certificate: 11,
  keyExchange: 12,
  request: 13,
  done: 14,
  finished: 20,
} as const;

type Part = { -readonly [Name in keyof ServerAnswer]: ServerAnswer[Name] };
interface State {
  readonly offered: { readonly clientHello: Uint8Array; readonly shares: readonly KeyShare[] };
  readonly part: Part;
  records: Uint8Array;
  messages: Uint8Array;
  opener: RecordOpener | undefined;
}

const isModern = ({ part: { hello } }: State): boolean => hello?.version === VERSION.tls13;

const signedBy = ({ part: { hello } }: State): 'scheme' | 'implicit' =>
  hello?.version === VERSION.tls12 ? 'scheme' : 'implicit';

const takeHello = (state: State, message: Uint8Array): void => {
  const { part, offered } = state;
  if (part.hello !== undefined)
    throw tlsProbeError('tls-probe.malformed', { field: 'server_hello', offset: 0, reason: 'it stands twice' });
  const hello = parseServerHello(message.subarray(4));
  part.hello = hello;
  part.alpn = hello.alpn;
  if (hello.version !== VERSION.tls13) return;
  const share = offered.shares.find(({ group }) => group === hello.group);
  if (hello.retry || share === undefined || hello.share === undefined) {
    part.complete = true;
    return;
  }
  const transcript = join(offered.clientHello, message);
  state.opener = recordOpener(hello.suite, serverHandshakeSecret(hello.suite, share.agree(hello.share), transcript));
};

const takeClassic = (state: State, type: number, body: Uint8Array): void => {
  const { part } = state;
  const suite = suiteOf(part.hello?.suite ?? -1);
  if (type === MESSAGE.certificate) part.certificates = parseCertificates(body);
  else if (type === MESSAGE.keyExchange && suite !== undefined)
    part.keyExchange = parseServerKeyExchange(body, suite, signedBy(state));
  else if (type === MESSAGE.request) part.certificateRequest = parseCertificateRequest(body, signedBy(state));
  else if (type === MESSAGE.done) part.complete = true;
};

const takeModern = ({ part }: State, type: number, body: Uint8Array): void => {
  if (type === MESSAGE.encryptedExtensions) part.alpn = parseEncryptedExtensions(body) ?? part.alpn;
  else if (type === MESSAGE.certificate) part.certificates = parseCertificates13(body);
  else if (type === MESSAGE.request) part.certificateRequest = parseCertificateRequest13(body);
  else if (type === MESSAGE.finished) part.complete = true;
};

const takeMessage = (state: State, message: Uint8Array): void => {
  const type = message[0] ?? 0;
  if (type === MESSAGE.serverHello) return takeHello(state, message);
  if (state.part.hello === undefined)
    throw tlsProbeError('tls-probe.malformed', { offset: 0, reason: `message ${type} before ServerHello` });
  const body = message.subarray(4);
  return isModern(state) ? takeModern(state, type, body) : takeClassic(state, type, body);
};

const takeHandshake = (state: State, content: Uint8Array): void => {
  state.messages = join(state.messages, content);
  while (state.messages.length >= 4 && !state.part.complete) {
    const [, high = 0, middle = 0, low = 0] = state.messages;
    const end = 4 + high * 65_536 + middle * 256 + low;
    if (end > MOST_MESSAGE) throw tlsProbeError('tls-probe.limit', { field: 'message', offset: state.part.bytes });
    if (state.messages.length < end) return;
    const message = state.messages.subarray(0, end);
    state.messages = state.messages.subarray(end);
    takeMessage(state, message);
  }
};

const takeContent = (state: State, type: number, content: Uint8Array): void => {
  if (type === TYPE.handshake) return takeHandshake(state, content);
  if (type !== TYPE.alert) return;
  if (content.length !== 2)
    throw tlsProbeError('tls-probe.malformed', { field: 'alert', offset: state.part.bytes, reason: 'not two bytes' });
  const [level = 0, description = 0] = content;
  state.part.alert = { level, description };
};

/** Version bytes of a record of SSL 3.0 to TLS 1.3 begin with 3, those of TLCP with 1. */
const checkHeader = (state: State, type: number, major: number, length: number): void => {
  const known = type >= TYPE.changeCipherSpec && type <= TYPE.application && (major === 3 || major === 1);
  const offset = state.part.bytes - state.records.length;
  if (!known)
    throw tlsProbeError('tls-probe.malformed', { field: 'record', offset, reason: 'no record of TLS or TLCP' });
  if (length > MOST_RECORD) throw tlsProbeError('tls-probe.limit', { field: 'record', offset });
};

const takeRecords = (state: State): void => {
  while (state.records.length >= HEADER && !isDone(state)) {
    const [type = 0, major = 0, , high = 0, low = 0] = state.records;
    const length = high * 256 + low;
    checkHeader(state, type, major, length);
    if (state.records.length < HEADER + length) return;
    const header = state.records.subarray(0, HEADER);
    const body = state.records.subarray(HEADER, HEADER + length);
    state.records = state.records.subarray(HEADER + length);
    if (type === TYPE.application && state.opener !== undefined) {
      const opened = state.opener.open(header, body);
      takeContent(state, opened.type, opened.content);
    } else takeContent(state, type, body);
  }
};

const isDone = ({ part }: State): boolean => part.complete || part.alert !== undefined;

/**
 * Reads the records and handshake messages with which a server answers (RFC 8446 5 and 4, RFC 5246, GB/T 38636-2020): up
 * to ServerHelloDone, to Finished of TLS 1.3 (opened with the shares that the hello offered), or to an alert. Bounds:
 * 256 KiB in all, 128 KiB a message, 18 KiB a record, 16 certificates. Signatures are not verified: what is read says what
 * the server offers, not who it is.
 */
export const answerReader = (clientHello: Uint8Array, shares: readonly KeyShare[] = []): AnswerReader => {
  const nothing = new Uint8Array(0);
  const state: State = {
    offered: { clientHello, shares },
    part: {
      alert: undefined,
      hello: undefined,
      certificates: [],
      keyExchange: undefined,
      certificateRequest: undefined,
      alpn: undefined,
      complete: false,
      bytes: 0,
    },
    records: nothing,
    messages: nothing,
    opener: undefined,
  };
  let broken = false;
  return {
    push: (bytes) => {
      if (broken || isDone(state)) return;
      // From here on the reader is broken unless it comes to the end.
      broken = true;
      state.part.bytes += bytes.length;
      if (state.part.bytes > MOST_ANSWER_BYTES)
        throw tlsProbeError('tls-probe.limit', { field: 'answer', offset: MOST_ANSWER_BYTES });
      state.records = join(state.records, bytes);
      takeRecords(state);
      broken = false;
    },
    done: () => broken || isDone(state),
    answer: () => ({ ...state.part }),
  };
};
