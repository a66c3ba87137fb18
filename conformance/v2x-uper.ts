import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decodeMessage, encodeMessage } from '@chedun/v2x';

/** One message of the data set. */
interface Case {
  readonly name: string;
  readonly hex: string;
  readonly expect: { readonly type: string; readonly value: unknown; readonly reencodesIdentical?: boolean };
  readonly envelope?: {
    readonly hex: string;
    readonly payloadOffset: number;
    readonly payloadLength: number;
    readonly trailingBytes: number;
  };
}

interface Failure {
  readonly case: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Result of a conformance suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

const SUITE = 'v2x-uper';
const FILE = 'messages.json';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The message as it lies in the envelope of the device must be the same bytes, and end where the envelope says. */
const envelopeFailures = ({ name, hex: sent, envelope }: Case): Failure[] => {
  if (envelope === undefined) return [];
  const whole = Buffer.from(envelope.hex, 'hex');
  const payload = whole.subarray(envelope.payloadOffset, envelope.payloadOffset + envelope.payloadLength);
  const got = { hex: hex(payload), trailingBytes: decodeMessage(payload).trailingBytes };
  const expected = { hex: sent, trailingBytes: 0 };
  return isDeepStrictEqual(got, expected) ? [] : [{ case: `${name} (in its envelope)`, expected, got }];
};

const trailingFailures = (one: Case): Failure[] => {
  const behind = Buffer.concat([Buffer.from(one.hex, 'hex'), Buffer.from([0xa5, 0x5a])]);
  const got = decodeMessage(behind).trailingBytes;
  return got === 2 ? [] : [{ case: `${one.name} (two bytes more)`, expected: 2, got }];
};

const compare = (one: Case): Failure[] => {
  if (one.expect.type !== 'MessageFrame')
    return [{ case: one.name, expected: one.expect.type, got: 'only MessageFrame is known' }];
  const message = decodeMessage(Buffer.from(one.hex, 'hex'));
  if (!isDeepStrictEqual(message.value, one.expect.value))
    return [{ case: one.name, expected: one.expect.value, got: message.value }];
  const rest = { trailingBytes: message.trailingBytes, padding: message.padding };
  if (!isDeepStrictEqual(rest, { trailingBytes: 0, padding: 0 }))
    return [{ case: `${one.name} (end)`, expected: { trailingBytes: 0, padding: 0 }, got: rest }];
  const again = hex(encodeMessage(message.value));
  if (one.expect.reencodesIdentical !== undefined && (again === one.hex) !== one.expect.reencodesIdentical)
    return [{ case: `${one.name} (encoded again)`, expected: one.hex, got: again }];
  return [...envelopeFailures(one), ...trailingFailures(one)];
};

const attempt = (one: Case): Failure[] => {
  try {
    return compare(one);
  } catch (error) {
    return [{ case: one.name, expected: one.expect.value, got: String(error) }];
  }
};

/** Decodes every message under `DIR/v2x-uper`, compares all values, and encodes it back byte for byte where that is asked. */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const file = join(dataDir, SUITE, FILE);
  if (!existsSync(file)) return { suite: SUITE, passed: 0, failed: 0, skipped: 1, failures: [] };
  const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];
  const results = cases.map(attempt);
  const failed = results.filter((one) => one.length > 0).length;
  return { suite: SUITE, passed: cases.length - failed, failed, skipped: 0, failures: results.flat() };
};
