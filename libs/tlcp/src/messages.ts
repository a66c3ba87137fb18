import { join, Reader, u24, vector } from './bytes.ts';
import { TlcpError } from './errors.ts';

const MOST_CERTIFICATES = 16;
const MOST_NAMES = 1024;

/** One handshake message with its head of four bytes: kind and length (GB/T 38636-2020, 6.4.5.1). */
export const handshakeMessage = (kind: number, body: Uint8Array): Uint8Array => join([kind], u24(body.length), body);

/**
 * Certificate (GB/T 38636-2020, 6.4.5.3): DER certificates. A server sends the one that signs, the one for encryption, then
 * authorities; a client the one that signs, then others; none when it has none.
 */
export const writeCertificates = (certificates: readonly Uint8Array[]): Uint8Array =>
  vector(3, ...certificates.map((each) => vector(3, each)));

/** Reads what {@link writeCertificates} writes. Throws `tlcp.decode`, `tlcp.limit`. */
export const readCertificates = (body: Uint8Array): readonly Uint8Array[] => {
  const outer = new Reader(body);
  const list = new Reader(outer.vector(3));
  outer.finish();
  const certificates: Uint8Array[] = [];
  while (list.left > 0) {
    if (certificates.length >= MOST_CERTIFICATES)
      throw new TlcpError('tlcp.limit', `over ${MOST_CERTIFICATES} certificates`);
    const certificate = list.vector(3);
    if (certificate.length === 0) throw new TlcpError('tlcp.decode', 'an empty certificate');
    certificates.push(certificate);
  }
  return certificates;
};

/** One vector of at most 65,535 bytes and nothing else: what three messages of the ECC suites hold. */
const readOpaque = (body: Uint8Array, name: string): Uint8Array => {
  const reader = new Reader(body);
  const opaque = reader.vector(2);
  reader.finish();
  if (opaque.length === 0) throw new TlcpError('tlcp.decode', `${name} is empty`);
  return opaque;
};

/** What signs with its length before it: ServerKeyExchange and CertificateVerify; DER of GM/T 0009. */
export const writeSignature = (signature: Uint8Array): Uint8Array => vector(2, signature);

/** Reads the signature of ServerKeyExchange (GB/T 38636-2020, 6.4.5.4) or CertificateVerify (6.4.5.9): DER. */
export const readSignature = (body: Uint8Array): Uint8Array => readOpaque(body, 'a signature');

/** ClientKeyExchange of the ECC suites (GB/T 38636-2020, 6.4.5.8): the premaster secret under SM2, ASN.1 of GM/T 0009. */
export const writeKeyExchange = (ciphertext: Uint8Array): Uint8Array => vector(2, ciphertext);

/** Reads what {@link writeKeyExchange} writes. Throws `tlcp.decode`. */
export const readKeyExchange = (body: Uint8Array): Uint8Array => readOpaque(body, 'the encrypted secret');

/**
 * What the server signs for the ECC suites (GB/T 38636-2020, 6.4.5.4): both random numbers, then the certificate for
 * encryption behind its length of three bytes. (Layout as in public implementations; the text itself was not at hand.)
 */
export const signedParameters = (client: Uint8Array, server: Uint8Array, encryption: Uint8Array): Uint8Array =>
  join(client, server, vector(3, encryption));

/** CertificateRequest (GB/T 38636-2020, 6.4.5.5). */
export interface CertificateRequest {
  /** Kinds of keys; 64 is an elliptic curve. */
  readonly types: readonly number[];
  /** Names of authorities, DER; none means any. */
  readonly authorities: readonly Uint8Array[];
}

/** Writes a CertificateRequest. */
export const writeCertificateRequest = ({ types, authorities }: CertificateRequest): Uint8Array =>
  join(vector(1, types), vector(2, ...authorities.map((name) => vector(2, name))));

/** Reads a CertificateRequest. Throws `tlcp.decode`, `tlcp.limit`. */
export const readCertificateRequest = (body: Uint8Array): CertificateRequest => {
  const reader = new Reader(body);
  const types = [...reader.vector(1)];
  const list = new Reader(reader.vector(2));
  reader.finish();
  if (types.length === 0) throw new TlcpError('tlcp.decode', 'no kind of certificate is asked for');
  const authorities: Uint8Array[] = [];
  while (list.left > 0) {
    if (authorities.length >= MOST_NAMES) throw new TlcpError('tlcp.limit', `over ${MOST_NAMES} names of authorities`);
    authorities.push(list.vector(2));
  }
  return { types, authorities };
};

/** Throws `tlcp.decode` unless a body is empty, as that of ServerHelloDone. */
export const readNothing = (body: Uint8Array): void => new Reader(body).finish();
