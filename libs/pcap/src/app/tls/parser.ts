import type { Direction } from '../../flow/direction.ts';
import { createAssembler } from '../assembler.ts';
import type { Assembler } from '../assembler.ts';
import type { AppHost, AppParser } from '../host.ts';
import { u16 } from '../text.ts';
import { readCertificate } from './certificate.ts';
import type { CertificateNames } from './certificate.ts';
import { ja3, ja3s, ja4 } from './fingerprints.ts';
import { readClientHello, readServerHello } from './hello.ts';
import type { ClientHello, ServerHello } from './hello.ts';
import { TlsReader } from './reader.ts';

const MAX_RECORD = 16_384 + 2048;
const MAX_HANDSHAKE = 131_072;
const RECORD = { CHANGE_CIPHER: 20, ALERT: 21, HANDSHAKE: 22, DATA: 23 } as const;
const MESSAGE = { CLIENT_HELLO: 1, SERVER_HELLO: 2, CERTIFICATE: 11, SERVER_DONE: 14 } as const;

interface Session {
  client: ClientHello | undefined;
  server: ServerHello | undefined;
  certificate: CertificateNames | undefined;
  recordVersion: number;
  resumed: boolean;
  recorded: boolean;
}

/** Name of a protocol version; drafts of TLS 1.3 are 0x7fNN. */
export const versionName = (version: number): string => {
  const names: Readonly<Record<number, string>> = {
    0x0002: 'SSLv2',
    0x0300: 'SSLv3',
    0x0301: 'TLSv1',
    0x0302: 'TLS 1.1',
    0x0303: 'TLS 1.2',
    0x0304: 'TLS 1.3',
  };
  if (version >> 8 === 0x7f) return `TLS 1.3 draft-${version & 0xff}`;
  return names[version] ?? `0x${version.toString(16).padStart(4, '0')}`;
};

const chosenVersion = ({ client, server, recordVersion }: Session): number =>
  server?.selectedVersion ?? server?.version ?? client?.version ?? recordVersion;

const bodyOf = (session: Session): Record<string, unknown> => {
  const { client, server, certificate, resumed } = session;
  return {
    ...certificate,
    ...(resumed ? { session_resumed: true } : {}),
    ...(client?.sni === undefined ? {} : { sni: client.sni }),
    version: versionName(chosenVersion(session)),
    ...(client && client.alpn.length > 0 ? { client_alpns: client.alpn } : {}),
    ...(server && server.alpn.length > 0 ? { server_alpns: server.alpn } : {}),
    ...(client === undefined ? {} : { ja3: ja3(client), ja4: ja4(client, 't') }),
    ...(server === undefined ? {} : { ja3s: ja3s(server) }),
  };
};

const firstCertificate = (message: Uint8Array): CertificateNames | undefined => {
  const list = new TlsReader(message).vector(3);
  const first = list.vector(3);
  return first.left === 0 ? undefined : readCertificate(first.raw(first.left));
};

/** The handshake messages of one direction; answers false when they are over or broken. */
const onMessage = (session: Session, type: number, body: Uint8Array, direction: Direction): boolean => {
  if (type === MESSAGE.CLIENT_HELLO && session.client === undefined) {
    session.client = readClientHello(body);
    return session.client !== undefined;
  }
  if (type === MESSAGE.SERVER_HELLO && session.server === undefined) {
    session.server = readServerHello(body);
    return session.server !== undefined;
  }
  if (type === MESSAGE.CERTIFICATE && direction === 1 && session.certificate === undefined)
    session.certificate = firstCertificate(body);
  return true;
};

const isVersion13 = (session: Session): boolean =>
  session.server !== undefined &&
  (session.server.selectedVersion !== undefined || session.server.version >> 8 === 0x7f);

class TlsParser implements AppParser {
  private readonly host: AppHost;
  private readonly session: Session = {
    client: undefined,
    server: undefined,
    certificate: undefined,
    recordVersion: 0,
    resumed: false,
    recorded: false,
  };
  private readonly records: readonly [Assembler, Assembler];
  private readonly messages: readonly [Assembler, Assembler];

  constructor(host: AppHost) {
    this.host = host;
    const records = (side: Direction) => createAssembler(MAX_RECORD, (bytes) => this.readRecord(side, bytes));
    const messages = (side: Direction) => createAssembler(MAX_HANDSHAKE, (bytes) => this.readMessage(side, bytes));
    this.records = [records(0), records(1)];
    this.messages = [messages(0), messages(1)];
  }

  data(direction: Direction, bytes: Uint8Array): void {
    this.records[direction].push(bytes);
  }

  gap(direction: Direction, size: number): void {
    this.records[direction].gap(size);
  }

  done(): boolean {
    return this.session.recorded || (this.records[0].stopped() && this.records[1].stopped());
  }

  end(): void {
    const { session } = this;
    if (session.recorded || (session.client === undefined && session.server === undefined)) return;
    session.recorded = true;
    this.host.record('tls', { tls: bodyOf(session) }, 0);
  }

  private readMessage(direction: Direction, bytes: Uint8Array): number {
    if (bytes.length < 4) return 0;
    const size = ((bytes[1] ?? 0) << 16) | u16(bytes, 2);
    if (bytes.length < 4 + size) return -(4 + size);
    const type = bytes[0] ?? 0;
    if (!onMessage(this.session, type, bytes.subarray(4, 4 + size), direction)) {
      this.host.anomaly('tls', 'invalid_handshake_message', direction);
      this.messages[direction].stop();
    }
    if (type === MESSAGE.SERVER_DONE || isVersion13(this.session)) this.end();
    return 4 + size;
  }

  private readRecord(direction: Direction, bytes: Uint8Array): number {
    const { session } = this;
    const type = bytes[0] ?? 0;
    const size = u16(bytes, 3);
    if (type < RECORD.CHANGE_CIPHER || type > 24 || (bytes[1] ?? 3) !== 3 || size > MAX_RECORD - 5) {
      if (!session.recorded) this.host.anomaly('tls', 'invalid_record', direction);
      this.records[direction].stop();
      return 0;
    }
    if (bytes.length < 5) return 0;
    if (session.recordVersion === 0) session.recordVersion = u16(bytes, 1);
    if (type === RECORD.DATA) {
      // encrypted: its length is all there is to know
      this.onCipher(direction);
      this.records[direction].skip(size);
      return 5;
    }
    if (bytes.length < 5 + size) return -(5 + size);
    if (type === RECORD.HANDSHAKE) this.messages[direction].push(bytes.subarray(5, 5 + size));
    if (type === RECORD.CHANGE_CIPHER) this.onCipher(direction);
    return 5 + size;
  }

  /** From here on this side is encrypted; a server that never sent a certificate goes on with an earlier session. */
  private onCipher(direction: Direction): void {
    const { session } = this;
    this.messages[direction].stop();
    if (direction === 0) return;
    const hasNoCertificate = session.server !== undefined && session.certificate === undefined;
    if (hasNoCertificate && !isVersion13(session)) session.resumed = true;
    this.end();
  }
}

/**
 * Parser of TLS (SSL 3.0 to 1.3): one `tls` record a handshake, as soon as its clear part is complete (certificate and
 * ServerHelloDone, ServerHello of 1.3, or resumption), otherwise when the flow ends. What is encrypted is passed over.
 */
export const tlsParser = (host: AppHost): AppParser => new TlsParser(host);
