import { createSigner, generateKeyPair, sign } from '@chedun/gm';
import {
  buildCrl,
  buildPkiCtl,
  buildRootCtl,
  issueCertificate,
  selfSign,
  signMessage,
  verificationKeyValue,
} from '@chedun/v2x-security';
import type { CrlValue, HeaderValue, Signer, ToBeSignedValue } from '@chedun/v2x-security';

/** Applications of the messages of made-up companies: basic safety messages of vehicles, maps of roadside units. */
export const AIDS = { vehicle: 111, road: 112, crl: 3628 } as const;

/** A square between two places, `size` tenths of microdegrees long. */
export const square = (south: number, west: number, size: number) => ({
  rectangular: [
    {
      northWest: { latitude: south + size, longitude: west },
      southEast: { latitude: south, longitude: west + size },
    },
  ],
});

/** A region around Shanghai, and a place in it. */
export const SHANGHAI = square(310_000_000, 1_210_000_000, 10_000_000);
export const HERE = { latitude: 312_000_000, longitude: 1_214_000_000 } as const;

/** Makes a key, has a certificate made for it and keeps both. */
const holder = async (
  fields: (key: ReturnType<typeof verificationKeyValue>) => ToBeSignedValue,
  issuer: Signer | undefined,
): Promise<Signer> => {
  const { privateKey, publicKey } = generateKeyPair();
  const curve = 'sm2' as const;
  const own = {
    curve,
    sign: (input: Parameters<Signer['sign']>[0]) =>
      sign(privateKey, input.message, input.kind === 'sm2' ? input.signerId : undefined),
  };
  const tbs = fields(verificationKeyValue({ curve, point: publicKey }));
  const certificate = issuer === undefined ? await selfSign(tbs, own) : await issueCertificate(tbs, issuer);
  const ready = createSigner(privateKey, certificate.hash);
  return {
    curve,
    certificate,
    sign: (input) =>
      input.kind === 'sm2' && Buffer.from(input.signerId).equals(certificate.hash)
        ? ready.sign(input.message)
        : own.sign(input),
  };
};

const group = (aids: readonly number[], minChainLength: number, chainLengthRange = 0) => ({
  subjectPermissions: { explicit: aids.map((aid) => ({ aid })) },
  minChainLength,
  chainLengthRange,
});

const everything = {
  subjectPermissions: { all: null },
  minChainLength: 1,
  chainLengthRange: -1,
  eeType: { bits: '11000000' },
};

/** Fields of a certificate before its key is put in. */
export type Fields = Partial<Omit<ToBeSignedValue, 'verifyKeyIndicator'>>;

const certificate =
  (name: string, now: number, rest: Fields) =>
  (key: ReturnType<typeof verificationKeyValue>): ToBeSignedValue => ({
    id: { name },
    cracaId: { octets: '000000' },
    crlSeries: 0,
    validityPeriod: { start: now - 86_400, duration: { years: 2 } },
    ...rest,
    verifyKeyIndicator: { verificationKey: key },
  });

/** A root with an authority below it, and whom they issue for. */
export interface Hierarchy {
  readonly root: Signer;
  readonly authority: Signer;
  /** A vehicle with a pseudonym certificate. */
  readonly vehicle: (change?: Fields) => Promise<Signer>;
  /** A roadside unit with a certificate for its place. */
  readonly roadUnit: (name: string, change?: Fields) => Promise<Signer>;
}

/** CrlSsp: version 1, associated with the signer itself, one series. */
const ownSeries = (series: number): string => `0001000101${series.toString(16).padStart(4, '0')}`;

/** Builds the hierarchy of one company with fresh SM2 keys; `now` in seconds since 2004. */
export const makeHierarchy = async (company: string, now: number, change: Fields = {}): Promise<Hierarchy> => {
  const crl = { aid: AIDS.crl, ssp: { opaque: { octets: ownSeries(1) } } };
  const start = now - 31_536_000;
  const validityPeriod = { start, duration: { years: 8 } };
  const root = await holder(
    certificate(`root.${company}`, now, { validityPeriod, appPermissions: [crl], certIssuePermissions: [everything] }),
    undefined,
  );
  const authority = await holder(
    certificate(`pca.${company}`, now, {
      validityPeriod: { start: now - 172_800, duration: { years: 3 } },
      region: SHANGHAI,
      certIssuePermissions: [group([AIDS.vehicle, AIDS.road], 1)],
      ...change,
    }),
    root,
  );
  const linkageData = { iCert: 7, linkageValue: { octets: '010203040506070809' } };
  const week = { start: now - 3600, duration: { hours: 168 } };
  const vehicleFields = { id: { linkageData }, validityPeriod: week, appPermissions: [{ aid: AIDS.vehicle }] };
  return {
    root,
    authority,
    vehicle: (more = {}) => holder(certificate('', now, { ...vehicleFields, ...more }), authority),
    roadUnit: (name, more = {}) =>
      holder(
        certificate(name, now, { validityPeriod: week, appPermissions: [{ aid: AIDS.road }], ...more }),
        authority,
      ),
  };
};

/** A self-signed authority that signs lists of roots. */
export const makeListAuthority = (now: number): Promise<Signer> =>
  holder(
    certificate('trcla.example', now, { appPermissions: [{ aid: 3627 }], certIssuePermissions: [everything] }),
    undefined,
  );

/** A signed message of 40 bytes of payload; times in microseconds since 2004. */
export const makeMessage = (
  signer: Signer,
  header: HeaderValue,
  how: 'digest' | 'certificate' = 'certificate',
  payload: Uint8Array = new Uint8Array(40).fill(9),
): Promise<Uint8Array> => signMessage({ profile: 'cn', payload, header, signer: how }, signer);

const issuerOf = (signer: Signer) => ({ sm3AndDigest: { octets: signer.certificate.id8 } });

/** A list of roots. */
export const makeRootCtl = (
  signer: Signer,
  series: number,
  issued: number,
  roots: readonly { readonly root: Signer; readonly url?: string }[],
  life = 30 * 86_400,
): Promise<Uint8Array> =>
  buildRootCtl(
    {
      version: 1,
      issuer: issuerOf(signer),
      series,
      issueDate: issued,
      nextRootCtl: issued + life,
      pkiCtlInfos: roots.map(({ root, url }) => ({
        rootCertificate: root.certificate.value,
        ...(url === undefined ? {} : { caListUrl: url }),
      })),
    },
    signer,
  );

/** A list of the authorities of one root. */
export const makePkiCtl = (
  root: Signer,
  series: number,
  issued: number,
  authorities: readonly Signer[],
  life = 30 * 86_400,
): Promise<Uint8Array> =>
  buildPkiCtl(
    {
      version: 1,
      issuer: issuerOf(root),
      series,
      issueDate: issued,
      nextPkiCtl: issued + life,
      pkiCertInfos: [{ certificates: authorities.map(({ certificate: one }) => one.value) }],
    },
    root,
  );

/** A revocation list of a root by the hashes of certificates. */
export const makeCrl = (
  root: Signer,
  serial: number,
  issued: number,
  ids: readonly string[],
  typeSpecific?: CrlValue['typeSpecific'],
): Promise<Uint8Array> =>
  buildCrl(
    'cn',
    {
      version: 1,
      crlSeries: 1,
      crlCraca: { octets: root.certificate.id8 },
      issueDate: issued,
      nextCrl: issued + 7 * 86_400,
      priorityInfo: {},
      typeSpecific: typeSpecific ?? {
        fullHashCrl: {
          crlSerial: serial,
          entries: ids.map((id) => ({ id: { octets: id }, expiry: issued + 86_400 })),
        },
      },
    },
    root,
  );
