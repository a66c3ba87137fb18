import type { ValueOf } from '@chedun/asn1';
import { fromHex, toHex } from '../bytes.ts';
import { writeAs } from '../codec.ts';
import { hashOfCurve, signatureValue } from '../keys.ts';
import type { Signer } from '../issue.ts';
import { MESSAGES } from '../schema/message.ts';
import type { HeaderInfo, Profile } from '../schema/message.ts';
import { Certificate } from '../schema/certificate.ts';
import { readAs } from '../codec.ts';
import { signatureInput } from '../signature-input.ts';

/** Fields of the signed header; `aid` at least. Times in microseconds since 2004. */
export type HeaderValue = ValueOf<typeof HeaderInfo>;

/** A message before it is signed. */
export interface MessageDraft {
  readonly profile: Profile;
  readonly payload: Uint8Array;
  readonly header: HeaderValue;
  /** How the signer is named: by the 8 bytes of its certificate's hash, or by the certificate. */
  readonly signer: 'digest' | 'certificate';
}

/** Signs a message over an unsecured payload and assembles its bytes. The private key stays behind the callback. */
export const signMessage = async (draft: MessageDraft, signer: Signer): Promise<Uint8Array> => {
  const { SecuredData, ToBeSignedData } = MESSAGES[draft.profile];
  const tbsData = {
    payload: { data: { version: 3, content: { unsecuredData: { octets: toHex(draft.payload) } } } },
    headerInfo: draft.header,
  };
  const tbs = writeAs(ToBeSignedData, tbsData);
  const rs = await signer.sign(signatureInput(signer.curve, tbs, signer.certificate));
  const signedData = {
    hashId: hashOfCurve(signer.curve),
    tbsData,
    signer:
      draft.signer === 'digest'
        ? { digest: { octets: signer.certificate.id8 } }
        : { certificate: [signer.certificate.value] },
    signature: signatureValue({ curve: signer.curve, rs }),
  };
  return writeAs(SecuredData, { version: 3, content: { signedData } });
};

/** A message without any protection. */
export const unsecuredMessage = (profile: Profile, payload: Uint8Array): Uint8Array =>
  writeAs(MESSAGES[profile].SecuredData, { version: 3, content: { unsecuredData: { octets: toHex(payload) } } });

/** Decoded fields of any secured message. */
export type SecuredValue = ValueOf<(typeof MESSAGES)['cn']['SecuredData']>;

/** Reads one secured message into fields. Throws `v2xsec.format` with byte and field. For speed see `scanSpdu`. */
export const parseMessage = (profile: Profile, bytes: Uint8Array): SecuredValue =>
  readAs(MESSAGES[profile].SecuredData, bytes).value;

/** Bytes of one secured message. Throws `v2xsec.value` with the field. */
export const encodeMessage = (profile: Profile, value: SecuredValue): Uint8Array =>
  writeAs(MESSAGES[profile].SecuredData, value);

/** Bytes of a certificate inside decoded fields. */
export const certificateBytes = (value: ValueOf<typeof Certificate>): Uint8Array => writeAs(Certificate, value);

/** Payload of an unsecured message inside decoded fields; undefined for another kind. */
export const unsecuredPayload = ({ content }: SecuredValue): Uint8Array | undefined =>
  'unsecuredData' in content ? fromHex(content.unsecuredData.octets) : undefined;
