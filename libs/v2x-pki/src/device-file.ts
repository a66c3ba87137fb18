import { isDomainError } from '@chedun/kernel';
import type { ButterflyForm } from '@chedun/v2x-security';
import { fromHex, toHex } from './bytes.ts';
import { deviceOf } from './device.ts';
import type { Device } from './device.ts';
import { pkiError } from './errors.ts';
import { SUITES } from './suite.ts';

/** Keys of a device as JSON values: whoever has them is the device. */
export interface DeviceFile {
  readonly suite: string;
  readonly form: string;
  readonly enrolment: string;
  readonly signing: string;
  readonly reading: string;
  /** Keys of the expansion, 16 bytes each: one, or those of signing and encryption in the original form. */
  readonly expansions: readonly string[];
}

/** Writes a device down, keys and all. */
export const deviceToFile = ({ suite, enrolment, signing, reading, form }: Device): DeviceFile => ({
  suite: suite.name,
  form: form.kind,
  enrolment: toHex(enrolment.scalar),
  signing: toHex(signing.scalar),
  reading: toHex(reading.scalar),
  expansions:
    form.kind === 'original' ? [toHex(form.signing.key), toHex(form.encryption.key)] : [toHex(form.expansion.key)],
});

const bytesOf = (value: unknown, length: number): Uint8Array => {
  if (typeof value === 'string' && value.length === length * 2 && /^[0-9a-f]+$/.test(value)) return fromHex(value);
  throw pkiError('v2xpki.value', { reason: `a key of a device has ${length} bytes in hex` });
};

/** Reads {@link deviceToFile}. Throws `v2xpki.value` for everything else. */
export const deviceFromFile = (value: unknown): Device => {
  const file = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof DeviceFile, unknown>>;
  const suite = file.suite === 'cn' || file.suite === 'ieee' ? SUITES[file.suite] : undefined;
  if (suite === undefined) throw pkiError('v2xpki.value', { reason: 'no file of a device' });
  const keys = Array.isArray(file.expansions) ? (file.expansions as readonly unknown[]) : [];
  const expansion = (at: number) => ({ cipher: suite.expansion, key: bytesOf(keys[at], 16) });
  const scalars = [file.enrolment, file.signing, file.reading].map((one) => bytesOf(one, 32));
  const formOf = (readingPoint: Uint8Array): ButterflyForm => {
    if (file.form === 'unified' || file.form === 'compactUnified') return { kind: file.form, expansion: expansion(0) };
    if (file.form !== 'original') throw pkiError('v2xpki.value', { reason: 'no form of butterfly keys' });
    return { kind: 'original', signing: expansion(0), encryptionKey: readingPoint, encryption: expansion(1) };
  };
  const [enrolment, signing, reading] = scalars;
  if (enrolment === undefined || signing === undefined || reading === undefined)
    throw pkiError('v2xpki.value', { reason: 'no file of a device' });
  try {
    return deviceOf(suite, { enrolment, signing, reading }, formOf);
  } catch (error) {
    if (isDomainError(error)) throw error;
    throw pkiError('v2xpki.value', { reason: 'a number that is no private key' }, error);
  }
};
