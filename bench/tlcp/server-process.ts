/**
 * The server of the bench, in a process of its own, so that its processor time is its own. Told over IPC what to serve; then
 * answers `usage` with its processor time in seconds.
 */
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { createEngineDecrypter, createSigner, decrypt, scalarFromPkcs8, signatureToDer } from '@chedun/gm';
import { sessionCache } from '@chedun/tlcp';
import { tlcpServer } from '@chedun/tlcp-socket';
import { randomBytes } from 'node:crypto';
import type { Order } from './order.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

const tlcp = ({ material, engine }: Order & { readonly kind: 'tlcp' }): Server => {
  const signer = createSigner(scalarFromPkcs8(bytes(material.signKey)));
  const key = scalarFromPkcs8(bytes(material.encryptKey));
  const byEngine = createEngineDecrypter(key, (length) => new Uint8Array(randomBytes(length)));
  return tlcpServer({
    signCertificate: bytes(material.sign),
    encryptCertificate: bytes(material.encrypt),
    sign: (message) => signatureToDer(signer.sign(message)),
    decrypt: (ciphertext) => (engine === 'wasm' ? byEngine(ciphertext, 'asn1') : decrypt(key, ciphertext, 'asn1')),
    sessions: sessionCache(),
    now: () => material.at,
  });
};

const tls = ({ cert, key, protocol }: Order & { readonly kind: 'tls' }): Server =>
  createTls({ cert, key, minVersion: protocol, maxVersion: protocol, ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' });

/** Data are read and thrown away; a mark answers the end of the data. */
const serve = (socket: Socket): void => {
  socket.on('error', () => undefined);
  let received = 0;
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (chunk.at(-1) === 0x0a) socket.write(`${received}\n`);
  });
};

const start = async (order: Order): Promise<void> => {
  const server = order.kind === 'tlcp' ? tlcp(order) : tls(order);
  server.on('secureConnection', serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ port: (server.address() as AddressInfo).port });
};

process.on('message', (message: Order | 'usage') => {
  if (message !== 'usage') return void start(message);
  const { user, system } = process.cpuUsage();
  process.send?.({ seconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit(0));
