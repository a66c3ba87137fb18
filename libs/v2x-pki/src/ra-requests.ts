import { encodeMessage, encodePdu } from '@chedun/v2x-security';
import type { Pdu, ToBeSignedValue } from '@chedun/v2x-security';
import { toHex } from './bytes.ts';
import { wholePoint } from './answers.ts';
import { CRL_SERIES } from './certificates.ts';
import type { PseudonymForm } from './pseudonym.ts';
import type { Suite } from './suite.ts';
import { mark, templateOf } from './template.ts';
import type { Template } from './template.ts';

type AcaRa = Extract<Pdu['content'], { readonly acaRa: unknown }>['acaRa'];
type Request = Extract<AcaRa, { readonly raAcaCertRequest: unknown }>['raAcaCertRequest'];
/** Encrypted linkage value as a request carries it. */
export type LinkageInfo = NonNullable<Request['linkageInfo']>;

/** Cocoon keys of one certificate; `encryption` only in the original form. */
interface RequestKeys {
  readonly signing: Uint8Array;
  readonly encryption: Uint8Array | undefined;
}

/** Makes requests of one form: the codec writes the first, then value and keys are replaced. */
export type RequestMaker = (linkage: LinkageInfo, keys: RequestKeys) => Uint8Array;

/** Name of the wrapped key of a value. */
export const wrappedName = ({ encLv: { recipients } }: LinkageInfo): string => {
  const [one] = recipients;
  const key = one !== undefined && 'certRecipInfo' in one ? one.certRecipInfo.encKey : undefined;
  if (key === undefined) return '';
  const parts = 'ecencSm2' in key ? key.ecencSm2 : 'eciesNistP256' in key ? key.eciesNistP256 : undefined;
  return parts === undefined ? JSON.stringify(key) : `${parts.t.octets}${parts.c.octets}`;
};

const NO_VALUE = '00'.repeat(9);
const [X, Y, EX, EY] = [mark(31, 32), mark(32, 32), mark(33, 32), mark(34, 32)];
const [NONCE, SEALED] = [mark(35, 12), mark(36, 28)];

const pointOf = (x: Uint8Array, y: Uint8Array) => wholePoint({ point: Uint8Array.from([4, ...x, ...y]) });

const bodyIn = ({ encLv: { ciphertext } }: LinkageInfo) => {
  if ('sm4Ccm' in ciphertext) return ciphertext.sm4Ccm;
  if ('aes128ccm' in ciphertext) return ciphertext.aes128ccm;
  throw new Error('a cipher of a later edition');
};

const withMarks = (suite: Suite, linkage: LinkageInfo): LinkageInfo => {
  const body = { nonce: { octets: toHex(NONCE) }, ccmCiphertext: { octets: toHex(SEALED) } };
  const ciphertext = suite.cipher === 'sm4Ccm' ? { sm4Ccm: body } : { aes128ccm: body };
  return { ...linkage, encLv: { recipients: linkage.encLv.recipients, ciphertext } };
};

const fieldsOf = (suite: Suite, { i, start, hours, permissions }: PseudonymForm): ToBeSignedValue => ({
  id: { linkageData: { iCert: i, linkageValue: { octets: NO_VALUE } } },
  cracaId: { octets: '000000' },
  crlSeries: CRL_SERIES,
  validityPeriod: { start, duration: { hours } },
  appPermissions: permissions,
  verifyKeyIndicator: {
    verificationKey: suite.curve === 'sm2' ? { ecsigSm2: pointOf(X, Y) } : { ecdsaNistP256: pointOf(X, Y) },
  },
});

/**
 * Makes the maker of requests to the certificate authority. `example` is any linkage value of the same answer, whose
 * wrapped key all requests of the maker share.
 */
export const requestMaker = (
  suite: Suite,
  form: PseudonymForm,
  kind: 'original' | 'unified' | 'compactUnified',
  example: LinkageInfo,
  generationTime: number,
): RequestMaker => {
  const publicKey = suite.curve === 'sm2' ? { ecencSm2: pointOf(EX, EY) } : { eciesNistP256: pointOf(EX, EY) };
  const request: Request = {
    version: 1,
    generationTime,
    flags: { bits: kind === 'compactUnified' ? '11000000' : '10000000' },
    linkageInfo: withMarks(suite, example),
    ...(kind === 'original' && { certEncKey: { supportedSymmAlg: suite.cipher, publicKey } }),
    tbsCert: fieldsOf(suite, form),
  };
  const bytes = encodePdu({ version: 1, content: { acaRa: { raAcaCertRequest: request } } });
  const template = templateOf(bytes, [X, Y, NONCE, SEALED, ...(kind === 'original' ? [EX, EY] : [])]);
  return (linkage, { signing, encryption }) => {
    const { nonce, ccmCiphertext } = bodyIn(linkage);
    const parts = [signing.subarray(1, 33), signing.subarray(33), hexOf(nonce.octets), hexOf(ccmCiphertext.octets)];
    if (encryption !== undefined && kind === 'original')
      parts.push(encryption.subarray(1, 33), encryption.subarray(33));
    return template.fill(parts);
  };
};

const hexOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Messages with the value of the second authority, which travel beside the requests. */
export const otherMessages = (suite: Suite): ((linkage: LinkageInfo) => Uint8Array) => {
  const templates = new Map<string, Template>();
  const templateFor = (linkage: LinkageInfo): Template => {
    const name = wrappedName(linkage);
    const known = templates.get(name);
    if (known !== undefined) return known;
    const { encLv: encryptedData } = withMarks(suite, linkage);
    const made = templateOf(encodeMessage('cn', { version: 3, content: { encryptedData } }), [NONCE, SEALED]);
    templates.set(name, made);
    return made;
  };
  return (linkage) => {
    const { nonce, ccmCiphertext } = bodyIn(linkage);
    return templateFor(linkage).fill([hexOf(nonce.octets), hexOf(ccmCiphertext.octets)]);
  };
};
