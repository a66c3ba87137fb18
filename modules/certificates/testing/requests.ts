import { createSigner, generateKeyPair, signatureToDer, spkiFromPoint } from '@chedun/gm';
import { buildRequest, nameOf, subjectAltName, type GeneralName } from '@chedun/x509';
import { generateKeyPairSync, sign } from 'node:crypto';

/** A device with a key of its own that asks for certificates. */
export interface Device {
  readonly spki: Uint8Array;
  /** A request, DER, for this common name. */
  readonly request: (commonName: string, names?: readonly GeneralName[]) => Promise<Uint8Array>;
  readonly sign: (message: Uint8Array) => Uint8Array;
  /** Only of SM2 devices. */
  readonly privateKey: Uint8Array;
}

type Algorithm = 'sm2-sm3' | 'ecdsa-sha256';

const requester =
  (spki: Uint8Array, algorithm: Algorithm, signs: Device['sign']): Device['request'] =>
  (commonName, names = []) =>
    buildRequest(
      {
        subject: nameOf({ CN: commonName }),
        publicKey: spki,
        algorithm,
        extensions: names.length === 0 ? [] : [subjectAltName(names)],
      },
      async (message) => signs(message),
    );

/** A device with an SM2 key. */
export const sm2Device = (): Device => {
  const { privateKey, publicKey } = generateKeyPair();
  const signer = createSigner(privateKey);
  const spki = spkiFromPoint(publicKey);
  const signs = (message: Uint8Array): Uint8Array => signatureToDer(signer.sign(message));
  return { spki, privateKey, sign: signs, request: requester(spki, 'sm2-sm3', signs) };
};

/** A device with an ECDSA P-256 key. */
export const p256Device = (): Device => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }));
  const signs = (message: Uint8Array): Uint8Array => new Uint8Array(sign('sha256', message, pair.privateKey));
  return { spki, privateKey: new Uint8Array(), sign: signs, request: requester(spki, 'ecdsa-sha256', signs) };
};

/** Base64 of bytes, as requests travel in JSON. */
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
