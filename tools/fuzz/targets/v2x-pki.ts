import { isDomainError } from '@chedun/kernel';
import {
  chainEnvelope,
  decodeBatch,
  decodeBlock,
  decodeBlocked,
  decodeList,
  decodeResolve,
  decodeResolved,
  encodeBatch,
  encodeBlock,
  encodeBlocked,
  encodeList,
  encodeResolve,
  encodeResolved,
  encryptedIn,
  linkageOpener,
  messageOf,
  readMessage,
  readPdu,
  readServiceRequest,
  readSigned,
  serviceAnswer,
  serviceCertificateIn,
  serviceRequest,
  SUITES,
  V2X_PKI_ERRORS,
} from '@chedun/v2x-pki';
import { enrolmentIn, enrolmentRequest, newDevice, pseudonymsIn, scalarSigner } from '@chedun/v2x-pki/device';
import { deviceFromFile, deviceToFile } from '@chedun/v2x-pki/device-file';
import {
  createVerifier,
  encodeCertificate,
  encodeMessage,
  encodePdu,
  parseCertificate,
  softwareSm2Key,
  unsecuredMessage,
  V2X_SECURITY_ERRORS,
} from '@chedun/v2x-security';
import type { CertificateValue, Pdu } from '@chedun/v2x-security';
import { bytesOf, hexBytes, must, textOf } from '../target.ts';
import type { Target } from '../target.ts';

const sameBytes = (one: Uint8Array, two: Uint8Array): boolean => Buffer.compare(one, two) === 0;
const filled = (length: number): Uint8Array => new Uint8Array(length).fill(7);

const { cn } = SUITES;
const device = newDevice(cn, 'compactUnified', filled);
const verifier = createVerifier(16);

const octets = (hex: string) => ({ octets: hex });
const point = { compressedY1: octets('09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020') };
const signature = { sm2: { rSig: octets('11'.repeat(32)), sSig: octets('22'.repeat(32)) } };
const authority: CertificateValue = {
  version: 3,
  type: 'explicit',
  issuer: { self: 'sm3' },
  toBeSigned: {
    id: { name: 'aca.example' },
    cracaId: octets('000000'),
    crlSeries: 0,
    validityPeriod: { start: 525_493_093, duration: { years: 10 } },
    appPermissions: [{ aid: 3627, ssp: { opaque: octets('870001') } }],
    verifyKeyIndicator: { verificationKey: { ecsigSm2: point } },
  },
  signature,
};

/** Takes a message that is read up to its signature, which is nobody's. */
const upToSignature =
  (read: (bytes: Uint8Array) => void) =>
  (bytes: Uint8Array): void => {
    try {
      read(bytes);
    } catch (error) {
      if (!isDomainError(error, 'v2xpki.signature')) throw error;
    }
  };

/** A signed management message; the signature is nobody's. */
const signedOf = (payload: Uint8Array): Uint8Array =>
  encodeMessage('cn', {
    version: 3,
    content: {
      signedData: {
        hashId: 'sm3',
        tbsData: {
          payload: {
            data: { version: 3, content: { unsecuredData: octets(Buffer.from(payload).toString('hex')) } },
          },
          headerInfo: { aid: 3627 },
        },
        signer: { certificate: [authority] },
        signature,
      },
    },
  });

const sealed = (length: number) => {
  const v = { compressedY0: octets('11'.repeat(32)) };
  const encKey = { ecencSm2: { v, t: octets('22'.repeat(32)), c: octets('33'.repeat(16)) } };
  return {
    recipients: [{ certRecipInfo: { recipientId: octets('44'.repeat(8)), encKey } }],
    ciphertext: { sm4Ccm: { nonce: octets('55'.repeat(12)), ccmCiphertext: octets('66'.repeat(length)) } },
  };
};

const enrolled: Pdu = {
  version: 1,
  content: {
    ecaEe: {
      ecaEeCertResponse: {
        version: 1,
        requestHash: octets('00'.repeat(8)),
        ecaCertChain: [authority],
        certificate: authority,
      },
    },
  },
};
const answered: Pdu = {
  version: 1,
  content: {
    acaRa: {
      acaRaCertResponse: {
        version: 1,
        generationTime: 9,
        requestHash: octets('00'.repeat(8)),
        acaResponse: { cubk: { version: 3, content: { encryptedData: sealed(40) } } },
      },
    },
  },
};

const words = ['80', '81', '82', '83', '84', '0101', '8440', '842182', '40', '0e2b', '000000', '82ffff', '7f'].map(
  hexBytes,
);
const own = { keep: 'libs/v2x-pki/testing/fuzz', codes: Object.keys(V2X_PKI_ERRORS), words };
const both = { ...own, codes: [...own.codes, ...Object.keys(V2X_SECURITY_ERRORS)] };

const found = { requestHash: filled(8), i: 1194, values: [filled(9), filled(9)] as const };

/** The first byte says which frame the rest is. */
const FRAMES: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
  (bytes) => encodeBatch(decodeBatch(bytes)),
  (bytes) => encodeList(decodeList(bytes)),
  (bytes) => encodeResolve(decodeResolve(bytes)),
  (bytes) => encodeResolved(decodeResolved(bytes)),
  (bytes) => encodeBlock(decodeBlock(bytes)),
  (bytes) => encodeBlocked(decodeBlocked(bytes)),
];

const frameSeeds = [
  encodeBatch([{ request: filled(40), otherLinkage: filled(3) }]),
  encodeList([filled(0), filled(300)]),
  encodeResolve(filled(10)),
  encodeResolved(found),
  encodeBlock(filled(8)),
  encodeBlocked(20),
].map((frame, kind) => Uint8Array.of(kind, ...frame));

const frame = (bytes: Uint8Array): void => {
  const again = FRAMES[(bytes[0] ?? 0) % FRAMES.length]?.(bytes.subarray(1)) ?? bytes;
  const twice = FRAMES[(bytes[0] ?? 0) % FRAMES.length]?.(again) ?? bytes;
  must(sameBytes(again, twice), 'what was read is written so that it reads the same');
};

const opener = linkageOpener(cn, softwareSm2Key(filled(32)));
const envelope = chainEnvelope(cn, filled(32), filled);
/** A chain number as a linkage authority hides it: version 3, alternative of encrypted data. */
const chain = Uint8Array.of(3, 0x82, ...envelope.seal(filled(16)));

const linkage = (bytes: Uint8Array): void => {
  const data = encryptedIn(bytes);
  must(readMessage(messageOf(data)) !== undefined, 'encrypted data is written so that it reads again');
  if (data.recipients.some((one) => 'pskRecipInfo' in one)) envelope.open(data);
  else opener.open([data]);
};

const request = await enrolmentRequest(device, 'LSVAA49J132047371', 700_000_000, [111]);

const service = await serviceRequest(
  {
    suite: cn,
    name: 'rsu-17.example',
    key: device.signing.key,
    start: 700_000_000,
    hours: 4383,
    permissions: [{ aid: 113, ssp: { form: 'opaque', hex: '01' } }, { aid: 5 }],
    region: { kind: 'circle', lat: 31.2, lon: 121.4, radius: 800 },
  },
  scalarSigner(cn, device.signing.scalar),
);
const answer = serviceAnswer(parseCertificate(encodeCertificate(authority)), 9);

/** Readers of the messages between authorities and of the answers that devices get. */
export const targets: readonly Target[] = [
  { ...own, name: 'v2xpki-frames', seeds: frameSeeds, most: 1200, run: frame },
  {
    ...own,
    name: 'v2xpki-fast-readers',
    seeds: [Uint8Array.of(0, ...encodePdu(enrolled)), Uint8Array.of(1, ...request), Uint8Array.of(1, ...chain)],
    most: 1200,
    run: (bytes) => void (bytes[0] === 0 ? readPdu : readMessage)(bytes.subarray(1)),
  },
  {
    ...both,
    name: 'v2xpki-signed',
    seeds: [signedOf(filled(30)), signedOf(encodePdu(enrolled))],
    most: 1200,
    isSlow: true,
    run: upToSignature((bytes) => void readSigned(bytes, verifier)),
  },
  {
    ...both,
    name: 'v2xpki-linkage',
    seeds: [messageOf(sealed(28)), chain],
    most: 600,
    isSlow: true,
    run: linkage,
  },
  {
    ...own,
    name: 'v2xpki-service',
    seeds: [Uint8Array.of(0, ...service), Uint8Array.of(1, ...answer)],
    most: 800,
    isSlow: true,
    run: (bytes) => {
      const rest = bytes.subarray(1);
      if (bytes[0] !== 0) serviceCertificateIn(rest);
      else must(readServiceRequest(rest, verifier).name.length <= 100, 'a name has at most 100 letters');
    },
  },
  {
    ...own,
    name: 'v2xpki-device-file',
    seeds: [bytesOf(JSON.stringify(deviceToFile(device)))],
    most: 800,
    isSlow: true,
    run: (bytes) => {
      let value: unknown;
      try {
        value = JSON.parse(textOf(bytes));
      } catch {
        return;
      }
      must(deviceFromFile(value).suite !== undefined, 'a device has a suite');
    },
  },
  {
    ...both,
    name: 'v2xpki-device-answers',
    seeds: [
      Uint8Array.of(0, ...signedOf(encodePdu(enrolled))),
      Uint8Array.of(1, ...encodeList([encodePdu(answered)])),
      Uint8Array.of(1, ...encodeList([unsecuredMessage('cn', encodePdu(answered))])),
    ],
    most: 1500,
    isSlow: true,
    run: upToSignature((bytes) => {
      const rest = bytes.subarray(1);
      if (bytes[0] === 0) must(enrolmentIn(rest, verifier).bytes.length > 0, 'a certificate has bytes');
      else pseudonymsIn(device, rest, 1194, verifier);
    }),
  },
];
