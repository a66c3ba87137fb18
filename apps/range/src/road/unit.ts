import { createECDH, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { encodeMessage } from '@chedun/v2x';
import { randomScalar, toTime32 } from '@chedun/v2x-pki';
import { scalarSigner, SUITES } from '@chedun/v2x-pki/device';
import {
  issueCertificate,
  parseCertificate,
  selfSign,
  signMessage,
  validityOf,
  verificationKeyValue,
  type Signer,
  type SigningKey,
  type ToBeSignedValue,
} from '@chedun/v2x-security';
import { MIDDLE } from '../protocols/junction.ts';

/** Name of the roadside unit at the junction; the register and its certificate have the same. */
export const UNIT = 'rsu-jiading-01';
/** Company that runs the roadside units: its authority is certified under the root of the carmaker (cross certification). */
export const OPERATOR = 'roads.jiading.example';
/** Messages of roadside units in the Chinese profile (unverified). */
export const UNIT_AID = 112;
const REACH_METRES = 800;
const YEAR_HOURS = 8760;
const MICRO = 1_000_000;
const SEA_LEVEL = 4096;

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** A key of the Chinese profile. */
export interface RoadKey extends SigningKey {
  readonly scalar: Uint8Array;
  readonly point: Uint8Array;
}

const keyOf = (scalar: Uint8Array): RoadKey => {
  const pair = createECDH('SM2');
  pair.setPrivateKey(scalar);
  return { ...scalarSigner(SUITES.cn, scalar), scalar, point: new Uint8Array(pair.getPublicKey()) };
};

/** Makes a key. */
export const newRoadKey = (): RoadKey => keyOf(randomScalar(random));

const fieldsOf = (name: string, key: RoadKey, start: number): ToBeSignedValue => ({
  id: { name },
  cracaId: { octets: '000000' },
  crlSeries: 0,
  validityPeriod: { start, duration: { hours: YEAR_HOURS } },
  appPermissions: [{ aid: UNIT_AID }],
  verifyKeyIndicator: { verificationKey: verificationKeyValue({ curve: 'sm2', point: key.point }) },
});

/** The certificate with which the operator of the roads asks to be certified: self-signed, as it uses it at home. */
export const operatorCertificate = async (key: RoadKey, now: number): Promise<Uint8Array> =>
  (await selfSign(fieldsOf(OPERATOR, key, toTime32(now)), key)).bytes;

const PLACE = { latitude: Math.round(MIDDLE.lat * 1e7), longitude: Math.round(MIDDLE.lon * 1e7) } as const;

/** Certifies the roadside unit for its junction, from the beginning of its operator's certificate on at the earliest. */
export const certifyUnit = async (operator: Signer, unit: RoadKey, now: number): Promise<Uint8Array> => {
  const region = { circular: { center: PLACE, radius: REACH_METRES } };
  const start = Math.max(toTime32(now), validityOf(operator.certificate).start);
  return (await issueCertificate({ ...fieldsOf(UNIT, unit, start), region }, operator)).bytes;
};

/** Where the unit is kept, beside the vehicles of a run. */
export const unitFile = (stateFile: string): string => stateFile.replace(/(?:\.json)?$/, '-unit.json');

/** Keeps key and certificate of the unit, for nobody but the owner to read. */
export const saveUnit = async (file: string, { scalar }: RoadKey, certificate: Uint8Array): Promise<void> => {
  const kept = { scalar: Buffer.from(scalar).toString('hex'), certificate: Buffer.from(certificate).toString('hex') };
  await writeFile(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${file}.new`, file);
};

/** The unit as it was kept; undefined when there is no such file, or it is not one. */
export const loadUnit = async (file: string): Promise<Signer | undefined> => {
  try {
    const { scalar, certificate } = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>;
    const bytes = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'hex'));
    return { ...keyOf(bytes(scalar)), certificate: parseCertificate(bytes(certificate)) };
  } catch {
    return undefined;
  }
};

/** A notice of the unit: road works ahead, for the approaches of its junction (RSI of T/CSAE 53), signed for its place. */
export const noticeOf = (unit: Signer, now: number): Promise<Uint8Array> => {
  const payload = encodeMessage({
    rsiFrame: {
      msgCnt: Math.floor(now / 1000) % 128,
      id: { octets: Buffer.from('JD010001').toString('hex') },
      refPos: { lat: PLACE.latitude, long: PLACE.longitude, elevation: 40 },
      rtes: [{ rteId: 7, eventType: 501, eventSource: 'government' }],
    },
  });
  const header = {
    aid: UNIT_AID,
    generationTime: toTime32(now) * MICRO + (now % 1000) * 1000,
    generationLocation: { ...PLACE, elevation: SEA_LEVEL },
  };
  return signMessage({ profile: 'cn', payload, header, signer: 'certificate' }, unit);
};
