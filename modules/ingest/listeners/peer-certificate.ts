import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { RevocationBook, TlcpSocket } from '@chedun/tlcp-socket';
import { ATTRIBUTE, parseName } from '@chedun/x509';
import type { ClientCertificate } from '../contract.ts';

const isTlcp = (socket: Duplex): socket is TlcpSocket => 'tlcp' in socket;

const certificateOfTlcp = (socket: TlcpSocket): ClientCertificate | undefined => {
  const { certificate, isTrusted = false } = socket.tlcp()?.peer ?? {};
  if (certificate === undefined || !isTrusted) return undefined;
  const names = parseName(certificate.subject).flat();
  return {
    fingerprint: createHash('sha256').update(certificate.raw).digest('hex'),
    subject: names.find(({ type }) => type === ATTRIBUTE.CN)?.value ?? '',
  };
};

/** Only a certificate that our authority signed counts. */
export const certificateOf = (socket: Duplex): ClientCertificate | undefined => {
  if (isTlcp(socket)) return certificateOfTlcp(socket);
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { fingerprint256, subject } = socket.getPeerCertificate();
  const { CN: name } = subject ?? {};
  return {
    fingerprint: (fingerprint256 ?? '').replaceAll(':', '').toLowerCase(),
    subject: (Array.isArray(name) ? name[0] : name) ?? '',
  };
};

/** Whether a list names the certificate of a connection that stands. */
export const isListed = (socket: Duplex, { lists }: Pick<RevocationBook, 'lists'>): boolean => {
  const certificate = isTlcp(socket) ? socket.tlcp()?.peer.certificate : undefined;
  return certificate !== undefined && lists(certificate);
};
