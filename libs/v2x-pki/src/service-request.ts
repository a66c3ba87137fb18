import {
  certificateBytes,
  checkRequest,
  encodePdu,
  parseCertificate,
  parseMessage,
  parsePdu,
  signRequest,
  unsecuredMessage,
  unsecuredPayload,
  verificationKeyOf,
} from '@chedun/v2x-security';
import type { ParsedCertificate, PublicKey, SignatureVerifier, SigningKey } from '@chedun/v2x-security';
import { asMessage, pkiError } from './errors.ts';
import { askedFields, permissionsIn, regionIn } from './services.ts';
import type { ServiceFields, ServicePermission, ServiceRegion } from './services.ts';

/** What a device wants certified, and the certificate under which it asked (a renewal), if any. */
export interface ServiceRequest {
  readonly name: string;
  readonly key: PublicKey;
  readonly hours: number;
  readonly permissions: readonly ServicePermission[];
  readonly region: ServiceRegion | undefined;
  /** Seconds since 2004 at which it was signed. */
  readonly generationTime: number;
  readonly signer: ParsedCertificate | undefined;
}

/**
 * Request for an application or identity certificate: an EeRaCertRequest without butterfly keys, signed by the key that is
 * to be certified (proof of possession), or under the certificate that is to be renewed. Throws `v2xpki.value`, `v2xsec.value`.
 */
export const serviceRequest = (
  fields: ServiceFields,
  key: SigningKey,
  current?: ParsedCertificate,
): Promise<Uint8Array> => {
  const eeRaCertRequest = {
    version: 1,
    generationTime: fields.start,
    type: 'explicit',
    tbsCert: askedFields(fields),
  } as const;
  return signRequest({ version: 1, content: { eeRa: { eeRaCertRequest } } }, key, current);
};

const MOST_NAME = 100;
/** Printable, without spaces at the ends. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._:@·/-]*$/u;

/**
 * Reads {@link serviceRequest} and checks its signature; whether a signer's certificate is one of ours is asked elsewhere.
 * Names have 1 to 100 letters, digits and `._:@·/-`. Throws `v2xpki.message`, `v2xpki.signature`.
 */
export const readServiceRequest = (bytes: Uint8Array, verifier: SignatureVerifier): ServiceRequest =>
  asMessage(() => {
    const { pdu, signer, isSigned } = checkRequest(bytes, verifier);
    if (!('eeRa' in pdu.content) || !('eeRaCertRequest' in pdu.content.eeRa))
      throw pkiError('v2xpki.message', { reason: 'not a request for an application or identity certificate' });
    const { tbsCert, additionalParams, generationTime } = pdu.content.eeRa.eeRaCertRequest;
    if (additionalParams !== undefined)
      throw pkiError('v2xpki.message', { reason: 'a request for pseudonyms does not belong here' });
    if (!isSigned) throw pkiError('v2xpki.signature');
    const { id, validityPeriod, verifyKeyIndicator } = tbsCert;
    if (!('name' in id) || id.name.length > MOST_NAME || !NAME.test(id.name))
      throw pkiError('v2xpki.message', { field: 'id', reason: 'a request names its subject in 1 to 100 letters' });
    if (!('hours' in validityPeriod.duration) || validityPeriod.duration.hours < 1)
      throw pkiError('v2xpki.message', { field: 'validityPeriod', reason: 'a validity is asked for in hours' });
    if (!('verificationKey' in verifyKeyIndicator))
      throw pkiError('v2xpki.message', { field: 'verifyKeyIndicator', reason: 'a request without key' });
    return {
      name: id.name,
      key: verificationKeyOf(verifyKeyIndicator.verificationKey),
      hours: validityPeriod.duration.hours,
      permissions: permissionsIn(tbsCert),
      region: regionIn(tbsCert),
      generationTime,
      signer,
    };
  });

/** Answer for the device: an unsecured AcaEeCertResponse (the plain form of YD/T 3957) with the certificate. */
export const serviceAnswer = (certificate: ParsedCertificate, generationTime: number): Uint8Array =>
  unsecuredMessage(
    'cn',
    encodePdu({
      version: 1,
      content: { acaEe: { acaEeCertResponse: { version: 1, generationTime, certificate: certificate.value } } },
    }),
  );

/** Reads {@link serviceAnswer}. Who issued the certificate is asked with `verifyCertificateChain`. Throws `v2xpki.message`. */
export const serviceCertificateIn = (bytes: Uint8Array): ParsedCertificate =>
  asMessage(() => {
    const payload = unsecuredPayload(parseMessage('cn', bytes));
    const { content } = parsePdu(payload ?? new Uint8Array(0));
    if (!('acaEe' in content) || !('acaEeCertResponse' in content.acaEe))
      throw pkiError('v2xpki.message', { reason: 'not an answer with a certificate' });
    return parseCertificate(certificateBytes(content.acaEe.acaEeCertResponse.certificate));
  });
