/**
 * Base types of the security layer: IEEE 1609.2 base types and their Chinese counterparts (YD/T 3957-2021 line), which
 * are the same in bytes. Names follow the Chinese text (`aid` is the Psid of IEEE 1609.2).
 */
import {
  choice,
  integer,
  listOf,
  nothing,
  octets,
  openChoice,
  openEnumerated,
  openSequence,
  sequence,
  utf8,
} from '@chedun/asn1';

const BYTE = 255;
const WORD = 65_535;
const LONG = 2 ** 32 - 1;

/** Unsigned number of 1 byte. */
export const Uint8 = integer(0, BYTE);
/** Unsigned number of 2 bytes. */
export const Uint16 = integer(0, WORD);
/** Unsigned number of 4 bytes. */
export const Uint32 = integer(0, LONG);
/** Octet string of any length. */
export const Opaque = octets();
/** Last 3 bytes of a hash. */
export const HashedId3 = octets(3);
/** Last 8 bytes of a hash. */
export const HashedId8 = octets(8);
/** Last 10 bytes of a hash. */
export const HashedId10 = octets(10);
/** A whole hash of 32 bytes. */
export const HashedId32 = octets(32);
/** Seconds since 2004-01-01T00:00:00 (TAI by IEEE 1609.2; leap seconds are not counted). */
export const Time32 = integer(0, LONG);
/** Microseconds since 2004-01-01 in 8 bytes; above 2^53 - 1 (the year 2289) refused. The unit is as in IEEE 1609.2, unverified for YD/T 3957. */
export const Time64 = integer(0, Number.MAX_SAFE_INTEGER);
/** Application identifier: Psid (IEEE), ITS-AID (ETSI), Aid (China). */
export const Aid = integer(0);
/** Host name. */
export const Hostname = utf8(255);
/** URL in lists of trust and management messages. */
export const Url = utf8(511);
/** Series of revocation lists. */
export const CrlSeries = integer(0, WORD);
/** Assurance level and confidence (IEEE 1609.2 6.4.27): three bits of level, three reserved, two of confidence. */
export const SubjectAssurance = octets(1);

/** A span of time (IEEE 1609.2 6.4.11). */
export const Duration = choice({
  microseconds: Uint16,
  milliseconds: Uint16,
  seconds: Uint16,
  minutes: Uint16,
  hours: Uint16,
  sixtyHours: Uint16,
  years: Uint16,
});
/** From when, and how long, a certificate holds. */
export const ValidityPeriod = sequence({ start: Time32, duration: Duration });

const MOST_LATITUDE = 900_000_001;
const MOST_LONGITUDE = 1_800_000_001;
/** Tenths of microdegrees, 900000001 = unknown. */
export const Latitude = integer(-900_000_000, MOST_LATITUDE);
/** Tenths of microdegrees, 1800000001 = unknown. */
export const Longitude = integer(-1_799_999_999, MOST_LONGITUDE);
/** Tenths of metres from -409.6 m up (IEEE 1609.2; unverified for YD/T 3957). */
export const Elevation = integer(0, WORD);
/** A place on the map. */
export const TwoDLocation = sequence({ latitude: Latitude, longitude: Longitude });
/** A place with its height. */
export const ThreeDLocation = sequence({ latitude: Latitude, longitude: Longitude, elevation: Elevation });
/** A circle; the radius in metres. */
export const CircularRegion = sequence({ center: TwoDLocation, radius: Uint16 });
/** A rectangle between two parallels and two meridians. */
export const RectangularRegion = sequence({ northWest: TwoDLocation, southEast: TwoDLocation });
/** Countries and parts of them by UN numbers (156 = China). */
export const IdentifiedRegion = openChoice({
  countryOnly: Uint16,
  countryAndRegions: sequence({ countryOnly: Uint16, regions: listOf(Uint8) }),
  countryAndSubregions: sequence({
    country: Uint16,
    regionAndSubregions: listOf(sequence({ region: Uint8, subregions: listOf(Uint16) })),
  }),
});
/** Where a certificate or message is valid. */
export const GeographicRegion = openChoice({
  circular: CircularRegion,
  rectangular: listOf(RectangularRegion),
  polygonal: listOf(TwoDLocation, 3),
  identified: listOf(IdentifiedRegion),
});

/** Hash of signatures. */
export const HashAlgorithm = openEnumerated(['sha256'], ['sha384', 'sm3']);
/** Cipher of messages, with CCM. */
export const SymmAlgorithm = openEnumerated(['aes128Ccm'], ['sm4Ccm']);

const pointOf = <const Size extends 32 | 48>(size: Size) =>
  choice({
    xOnly: octets(size),
    fill: nothing,
    compressedY0: octets(size),
    compressedY1: octets(size),
    uncompressed: sequence({ x: octets(size), y: octets(size) }),
  });
/** A point of a 256-bit curve. */
export const EccP256CurvePoint = pointOf(32);
/** A point of a 384-bit curve. */
export const EccP384CurvePoint = pointOf(48);

const EcdsaP256Signature = sequence({ rSig: EccP256CurvePoint, sSig: octets(32) });
const EcdsaP384Signature = sequence({ rSig: EccP384CurvePoint, sSig: octets(48) });
/** A signature; the one of SM2 holds plain numbers r and s. */
export const Signature = openChoice(
  { ecdsaNistP256: EcdsaP256Signature, ecdsaBrainpoolP256r1: EcdsaP256Signature },
  {
    ecdsaBrainpoolP384r1: EcdsaP384Signature,
    ecdsaNistP384: EcdsaP384Signature,
    sm2: sequence({ rSig: octets(32), sSig: octets(32) }),
  },
);
/** Public key of signatures. */
export const PublicVerificationKey = openChoice(
  { ecdsaNistP256: EccP256CurvePoint, ecdsaBrainpoolP256r1: EccP256CurvePoint },
  { ecdsaBrainpoolP384r1: EccP384CurvePoint, ecdsaNistP384: EccP384CurvePoint, ecsigSm2: EccP256CurvePoint },
);
/** Public key of encryption without its cipher. */
export const BasePublicEncryptionKey = openChoice(
  { eciesNistP256: EccP256CurvePoint, eciesBrainpoolP256r1: EccP256CurvePoint },
  { ecencSm2: EccP256CurvePoint },
);
/** Public key of encryption and the cipher to use with it. */
export const PublicEncryptionKey = sequence({ supportedSymmAlg: SymmAlgorithm, publicKey: BasePublicEncryptionKey });
/** A symmetric key. */
export const SymmetricEncryptionKey = openChoice({ aes128Ccm: octets(16) }, { sm4Ccm: octets(16) });
/** A key for answers. */
export const EncryptionKey = choice({ public: PublicEncryptionKey, symmetric: SymmetricEncryptionKey });
const CcmCiphertext = sequence({ nonce: octets(12), ccmCiphertext: Opaque });
/** Ciphertext with its nonce; the last 16 bytes are the tag of CCM (for SM4 as for AES, unverified). */
export const SymmetricCiphertext = openChoice({ aes128ccm: CcmCiphertext }, { sm4Ccm: CcmCiphertext });
/** A hash with its kind. */
export const HashedData = openChoice(
  { sha256HashedData: octets(32) },
  { sha384HashedData: octets(48), sm3HashedData: octets(32) },
);

/** Index of a period of pseudonyms (weeks as a rule). */
export const IValue = integer(0, WORD);
/** Identifier of a linkage authority. */
export const LaId = octets(2);
/** Seed of a chain of linkage values. */
export const LinkageSeed = octets(16);
/** Value that connects the certificates of one device after its revocation. */
export const LinkageValue = octets(9);
/** Linkage value of a group, with its index. */
export const GroupLinkageValue = sequence({ jValue: octets(4), value: octets(9) });
/** An identifier of a list that the sender lacks. */
export const MissingCrlIdentifier = openSequence({ cracaId: HashedId3, crlSeries: CrlSeries });
