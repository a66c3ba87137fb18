import { readFile, rename, writeFile } from 'node:fs/promises';
import { SUITES, type Device } from '@chedun/v2x-pki/device';
import { parseCertificate, type ParsedCertificate } from '@chedun/v2x-security';

/** A simulated vehicle with the keys that its security chip would hold, and its enrolment certificate. */
export interface Onboard {
  readonly vin: string;
  readonly device: Device;
  readonly enrolment: ParsedCertificate;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'hex'));

type Saved = Readonly<Record<string, unknown>>;

const savedKey = ({ scalar, key }: Device['signing']): Saved => ({ scalar: hex(scalar), point: hex(key.point) });
const keyOf = (saved: Saved): Device['signing'] => ({
  scalar: bytes(saved['scalar']),
  key: { curve: SUITES.cn.curve, point: bytes(saved['point']) },
});

const saved = ({ vin, device, enrolment }: Onboard): Saved => {
  const { form } = device;
  if (form.kind === 'original') throw new Error('vehicles of the range ask with one expansion');
  return {
    vin,
    enrolment: savedKey(device.enrolment),
    signing: savedKey(device.signing),
    reading: savedKey(device.reading),
    expansion: hex(form.expansion.key),
    certificate: hex(enrolment.bytes),
  };
};

const restored = (from: Saved): Onboard => ({
  vin: String(from['vin']),
  device: {
    suite: SUITES.cn,
    enrolment: keyOf(from['enrolment'] as Saved),
    signing: keyOf(from['signing'] as Saved),
    reading: keyOf(from['reading'] as Saved),
    form: { kind: 'compactUnified', expansion: { cipher: SUITES.cn.expansion, key: bytes(from['expansion']) } },
  },
  enrolment: parseCertificate(bytes(from['certificate'])),
});

/** Writes the vehicles, for nobody but the owner to read. */
export const saveOnboard = async (file: string, vehicles: readonly Onboard[]): Promise<void> => {
  await writeFile(`${file}.new`, JSON.stringify(vehicles.map(saved)), { mode: 0o600 });
  await rename(`${file}.new`, file);
};

/** The vehicles of a former run; none when there is no such file, or it is not one. */
export const loadOnboard = async (file: string): Promise<readonly Onboard[]> => {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(read) ? (read as Saved[]).map(restored) : [];
  } catch {
    return [];
  }
};
