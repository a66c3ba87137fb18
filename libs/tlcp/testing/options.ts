import { randomBytes } from 'node:crypto';
import type { TlcpClientOptions } from '../src/client.ts';
import type { TlcpServerOptions } from '../src/server.ts';
import type { Parties } from './parties.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** What a server of these parties starts from. */
export const serverOf = (parties: Parties, more: Partial<TlcpServerOptions> = {}): TlcpServerOptions => ({
  signCertificate: parties.sign.certificate.raw,
  encryptCertificate: parties.encrypt.certificate.raw,
  chain: [parties.authority.raw],
  sign: parties.sign.sign,
  decrypt: parties.encrypt.decrypt,
  random,
  ...more,
});

/** What a client of these parties starts from. */
export const clientOf = (parties: Parties, more: Partial<TlcpClientOptions> = {}): TlcpClientOptions => ({
  trust: { anchors: parties.anchors },
  host: 'tsp.example',
  random,
  ...more,
});

/** The vehicle's certificate and key. */
export const identityOf = ({ client, authority }: Parties) => ({
  certificates: [client.certificate.raw, authority.raw],
  sign: client.sign,
});
