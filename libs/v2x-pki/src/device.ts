import { createECDH, createPrivateKey, sign as signOnce } from 'node:crypto';
import { createSigner } from '@chedun/gm';
import {
  additionalParamsOf,
  certifiedPrivateKey,
  cocoonPrivateKeys,
  decryptMessage,
  encodeMessage,
  encryptMessage,
  parseCertificate,
  parsePdu,
  parseMessage,
  signPdu,
  signRequest,
  softwareEciesKey,
  softwareSm2Key,
  unsecuredPayload,
  verificationKeyValue,
} from '@chedun/v2x-security';
import type {
  ButterflyForm,
  ParsedCertificate,
  Pdu,
  PublicKey,
  SignatureVerifier,
  Signer,
  SigningKey,
} from '@chedun/v2x-security';
import { certificateBytes } from '@chedun/v2x-security';
import { encryptionKeyId, noCertificate } from './answers.ts';
import { concat, fromHex } from './bytes.ts';
import { decodeList } from './frames.ts';
import type { Suite } from './suite.ts';
import { pkiError } from './errors.ts';
import { randomScalar, readSigned, recipientOf } from './wire.ts';
import type { Random } from './wire.ts';

export { SUITES } from './suite.ts';
export type { Suite, SuiteName } from './suite.ts';

/**
 * The side of the vehicle, for tests, the range and trials: keys are plain bytes in the memory of this process. A vehicle
 * keeps them in its security chip.
 */
export interface Device {
  readonly suite: Suite;
  readonly enrolment: { readonly scalar: Uint8Array; readonly key: PublicKey };
  /** Caterpillar keys: what all pseudonyms grow from. */
  readonly signing: { readonly scalar: Uint8Array; readonly key: PublicKey };
  readonly reading: { readonly scalar: Uint8Array; readonly key: PublicKey };
  readonly form: ButterflyForm;
}

/** A pseudonym that can sign. */
export interface Pseudonym extends Signer {
  readonly i: number;
  readonly j: number;
}

const PKCS8_HEAD = fromHex('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420');

/** Public half of a private number. */
export const publicKeyOf = ({ curve }: Suite, scalar: Uint8Array): PublicKey => {
  const pair = createECDH(curve === 'sm2' ? 'SM2' : 'prime256v1');
  pair.setPrivateKey(scalar);
  return { curve, point: new Uint8Array(pair.getPublicKey()) };
};

/** Signs with a plain private number; OpenSSL does the work. */
export const scalarSigner = ({ curve }: Suite, scalar: Uint8Array): SigningKey => {
  const key =
    curve === 'sm2'
      ? undefined
      : createPrivateKey({ key: Buffer.from(concat(PKCS8_HEAD, scalar)), format: 'der', type: 'pkcs8' });
  return {
    curve,
    sign: (input) => {
      if (input.kind === 'sm2') return createSigner(scalar, input.signerId).sign(input.message);
      if (key === undefined) throw new Error('an input for another curve');
      return new Uint8Array(signOnce(input.hash, input.message, { key, dsaEncoding: 'ieee-p1363' }));
    },
  };
};

/** Private numbers of a device, 32 bytes each. */
export interface DeviceScalars {
  readonly enrolment: Uint8Array;
  readonly signing: Uint8Array;
  readonly reading: Uint8Array;
}

/** A device with these keys; `formOf` gets the public point of its reading key. Throws for numbers that are no keys. */
export const deviceOf = (
  suite: Suite,
  scalars: DeviceScalars,
  formOf: (reading: Uint8Array) => ButterflyForm,
): Device => {
  const pair = (scalar: Uint8Array) => ({ scalar, key: publicKeyOf(suite, scalar) });
  const reading = pair(scalars.reading);
  return {
    suite,
    enrolment: pair(scalars.enrolment),
    signing: pair(scalars.signing),
    reading,
    form: formOf(reading.key.point),
  };
};

/** Makes the keys of a device. */
export const newDevice = (suite: Suite, kind: ButterflyForm['kind'], random: Random): Device => {
  const scalars = {
    enrolment: randomScalar(random),
    signing: randomScalar(random),
    reading: randomScalar(random),
  };
  const expansion = () => ({ cipher: suite.expansion, key: random(16) });
  return deviceOf(suite, scalars, (encryptionKey) =>
    kind === 'original'
      ? { kind, signing: expansion(), encryptionKey, encryption: expansion() }
      : { kind, expansion: expansion() },
  );
};

const NOBODY = { cracaId: { octets: '000000' }, crlSeries: 0 } as const;
const validFrom = (start: number) => ({ start, duration: { hours: 1 } });

/** Request for an enrolment certificate, signed by the key that is to be certified. */
export const enrolmentRequest = (
  { suite, enrolment }: Device,
  vin: string,
  now: number,
  aids: readonly number[],
): Promise<Uint8Array> => {
  const eeEcaCertRequest = {
    version: 1,
    generationTime: now,
    type: 'explicit',
    tbsCert: {
      id: { none: null },
      ...NOBODY,
      validityPeriod: validFrom(now),
      certRequestPermissions: [
        { subjectPermissions: { explicit: aids.map((aid) => ({ aid })) }, eeType: { bits: '01000000' } },
      ],
      verifyKeyIndicator: { verificationKey: verificationKeyValue(enrolment.key) },
    },
    canonicalId: vin,
  } as const;
  return signRequest({ version: 1, content: { ecaEe: { eeEcaCertRequest } } }, scalarSigner(suite, enrolment.scalar));
};

/** Reads the answer to {@link enrolmentRequest}. Throws `v2xpki.message`, `v2xpki.signature`. */
export const enrolmentIn = (answer: Uint8Array, verifier: SignatureVerifier): ParsedCertificate => {
  const { content } = parsePdu(readSigned(answer, verifier).payload);
  if (!('ecaEe' in content) || !('ecaEeCertResponse' in content.ecaEe))
    throw pkiError('v2xpki.message', { reason: 'not an answer of the enrolment authority' });
  return parseCertificate(certificateBytes(content.ecaEe.ecaEeCertResponse.certificate));
};

const encryptTo = (suite: Suite, message: Uint8Array, ra: ParsedCertificate, random: Random): Uint8Array =>
  encryptMessage('cn', suite.cipher, message, [recipientOf(ra)], {
    key: random(16),
    nonce: random(12),
    ephemeral: [randomScalar(random)],
  });

/** Request for pseudonyms: caterpillar keys, signed under the enrolment certificate, encrypted for the registration authority. */
export const pseudonymRequest = async (
  device: Device,
  enrolment: ParsedCertificate,
  ra: ParsedCertificate,
  { now, aids, random }: { readonly now: number; readonly aids: readonly number[]; readonly random: Random },
): Promise<Uint8Array> => {
  const { suite, signing, form } = device;
  const eeRaCertRequest = {
    version: 1,
    generationTime: now,
    type: 'explicit',
    tbsCert: {
      id: { none: null },
      ...NOBODY,
      validityPeriod: validFrom(now),
      appPermissions: aids.map((aid) => ({ aid })),
      verifyKeyIndicator: { verificationKey: verificationKeyValue(signing.key) },
    },
    additionalParams: additionalParamsOf(suite.curve, form),
  } as const;
  const pdu: Pdu = { version: 1, content: { eeRa: { eeRaCertRequest } } };
  const request = await signRequest(pdu, scalarSigner(suite, device.enrolment.scalar), enrolment);
  return encryptTo(suite, request, ra, random);
};

/** Request for the file of a period, signed under the enrolment certificate and encrypted. */
export const downloadRequest = async (
  device: Device,
  enrolment: ParsedCertificate,
  ra: ParsedCertificate,
  { now, i, random }: { readonly now: number; readonly i: number; readonly random: Random },
): Promise<Uint8Array> => {
  const eeRaDownloadRequest = { generationTime: now, filename: `${i}.coer` };
  const signer = { ...scalarSigner(device.suite, device.enrolment.scalar), certificate: enrolment };
  const signed = await signPdu({ version: 1, content: { eeRa: { eeRaDownloadRequest } } }, signer);
  return encryptTo(device.suite, signed, ra, random);
};

/** Decrypts one answer and reconstructs its private key. */
const openAnswer = (
  device: Device,
  answer: Uint8Array,
  at: { readonly i: number; readonly j: number },
  verifier: SignatureVerifier,
): Pseudonym => {
  const { suite, form, signing, reading } = device;
  const { content } = parsePdu(answer);
  if (!('acaRa' in content) || !('acaRaCertResponse' in content.acaRa))
    throw pkiError('v2xpki.message', { reason: 'not an answer of the certificate authority' });
  const { acaResponse } = content.acaRa.acaRaCertResponse;
  const cocoon = cocoonPrivateKeys(suite.curve, signing.scalar, form, at, reading.scalar);
  const whole = 'private' in acaResponse ? acaResponse.private : 'cubk' in acaResponse ? acaResponse.cubk : undefined;
  if (whole === undefined) throw pkiError('v2xpki.message', { reason: 'an answer that is not encrypted' });
  const bytes = encodeMessage('cn', whole);
  const sealed = 'private' in acaResponse ? readSigned(bytes, verifier).payload : bytes;
  const { point } = publicKeyOf(suite, cocoon.encryption);
  const key =
    suite.curve === 'sm2'
      ? softwareSm2Key(cocoon.encryption)
      : softwareEciesKey('nistP256', cocoon.encryption, noCertificate());
  const plain = unsecuredPayload(parseMessage('cn', decryptMessage('cn', sealed, encryptionKeyId(suite, point), key)));
  const inner = parsePdu(plain ?? new Uint8Array(0)).content;
  if (!('acaEe' in inner) || !('acaEeCertResponse' in inner.acaEe))
    throw pkiError('v2xpki.message', { reason: 'no certificate inside' });
  const { certificate, privateKeyInfo } = inner.acaEe.acaEeCertResponse;
  const scalar = certifiedPrivateKey(suite.curve, cocoon.signing, fromHex(privateKeyInfo?.octets ?? ''));
  return { ...scalarSigner(suite, scalar), certificate: parseCertificate(certificateBytes(certificate)), ...at };
};

/** Opens the file of a period. Throws errors of the module and of the library for files of other devices. */
export const pseudonymsIn = (
  device: Device,
  file: Uint8Array,
  i: number,
  verifier: SignatureVerifier,
): readonly Pseudonym[] => decodeList(file).map((answer, j) => openAnswer(device, answer, { i, j }, verifier));
