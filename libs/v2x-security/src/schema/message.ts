/** Secured messages: Ieee1609Dot2Data (IEEE 1609.2 6.3) and V2XSecData (YD/T 3957-2021 line). */
import {
  choice,
  integer,
  listOf,
  nothing,
  octets,
  openChoice,
  openSequence,
  optional,
  reference,
  sequence,
} from '@chedun/asn1';
import type { Type } from '@chedun/asn1';
import {
  Aid,
  EccP256CurvePoint,
  EncryptionKey,
  HashAlgorithm,
  HashedData,
  HashedId3,
  HashedId8,
  MissingCrlIdentifier,
  Opaque,
  Signature,
  SymmetricCiphertext,
  ThreeDLocation,
  Time64,
  Uint8,
} from './base.ts';
import { Certificate } from './certificate.ts';

/** Which text the bytes follow: `cn` = YD/T 3957-2021 line, `ieee` = IEEE 1609.2-2022 and ETSI TS 103 097. */
export type Profile = 'cn' | 'ieee';

const EciesP256EncryptedKey = sequence({ v: EccP256CurvePoint, c: octets(16), t: octets(16) });
/** SM2-wrapped key in China: v = C1, t = C3, c = C2 by their sizes (unverified). */
const EcencChina = sequence({ v: EccP256CurvePoint, t: octets(32), c: octets(16) });
/** The same fields in the order of IEEE 1609.2-2022. */
const EcencIeee = sequence({ v: EccP256CurvePoint, c: octets(16), t: octets(32) });

/** What is signed besides the payload. */
export const HeaderInfo = openSequence(
  {
    aid: Aid,
    generationTime: optional(Time64),
    expiryTime: optional(Time64),
    generationLocation: optional(ThreeDLocation),
    p2pcdLearningRequest: optional(HashedId3),
    missingCrlIdentifier: optional(MissingCrlIdentifier),
    encryptionKey: optional(EncryptionKey),
  },
  {
    inlineP2pcdRequest: optional(listOf(HashedId3)),
    requestedCertificate: optional(Certificate),
    pduFunctionalType: optional(Uint8),
  },
);

const encryptedKey = (ecenc: typeof EcencChina) =>
  openChoice(
    { eciesNistP256: EciesP256EncryptedKey, eciesBrainpoolP256r1: EciesP256EncryptedKey },
    { ecencSm2: ecenc },
  );

const buildMessages = (profile: Profile) => {
  // Same fields, another order of bytes: one type for whoever reads the values.
  const EncryptedDataEncryptionKey = encryptedKey(
    profile === 'cn' ? EcencChina : (EcencIeee as unknown as typeof EcencChina),
  );
  const PkRecipientInfo = sequence({ recipientId: HashedId8, encKey: EncryptedDataEncryptionKey });
  const EncryptedData = sequence({
    recipients: listOf(
      choice({
        pskRecipInfo: HashedId8,
        symmRecipInfo: sequence({ recipientId: HashedId8, encKey: SymmetricCiphertext }),
        certRecipInfo: PkRecipientInfo,
        signedDataRecipInfo: PkRecipientInfo,
        rekRecipInfo: PkRecipientInfo,
      }),
    ),
    ciphertext: SymmetricCiphertext,
  });
  const roots = { digest: HashedId8, certificate: listOf(Certificate), self: nothing };
  const SignerIdentifier =
    profile === 'cn'
      ? openChoice(roots, { x509: octets() })
      : (openChoice(roots) as ReturnType<typeof openChoice<typeof roots, { x509: ReturnType<typeof octets> }>>);
  const SignedDataPayload = openSequence({
    data: optional(reference((): Type => SecuredData)),
    extDataHash: optional(HashedData),
  });
  const ToBeSignedData = sequence({ payload: SignedDataPayload, headerInfo: HeaderInfo });
  const SignedData = sequence({
    hashId: HashAlgorithm,
    tbsData: ToBeSignedData,
    signer: SignerIdentifier,
    signature: Signature,
  });
  const Content = openChoice({
    unsecuredData: Opaque,
    signedData: SignedData,
    encryptedData: EncryptedData,
    signedCertificateRequest: Opaque,
  });
  const SecuredData = sequence({ version: integer(3, 3), content: Content });
  return {
    SecuredData,
    SignedData,
    ToBeSignedData,
    SignedDataPayload,
    SignerIdentifier,
    EncryptedData,
    EncryptedDataEncryptionKey,
  };
};

/** Types of messages by profile. */
export const MESSAGES: Readonly<Record<Profile, ReturnType<typeof buildMessages>>> = {
  cn: buildMessages('cn'),
  ieee: buildMessages('ieee'),
};
