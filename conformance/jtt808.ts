import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFrame, encodeFrame, extraBytes, fieldNames } from '@chedun/jtt808';
import type { Frame, HeaderEdition, Value, Values } from '@chedun/jtt808';

/** One frame of the data set. */
interface Case {
  readonly name: string;
  readonly hex: string;
  readonly expect: Readonly<Record<string, unknown>>;
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

type Shape = Readonly<Record<string, unknown>>;

const FILES = ['golden.json', 'frames.json'] as const;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
const isValues = (value: Value | undefined): value is Values => isShape(value);
const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);

const headerShape = (frame: Frame): Shape => {
  const { header } = frame;
  return {
    msgId: header.messageId.toString(16).padStart(4, '0'),
    attr: header.attributes,
    bodyLength: header.bodyLength,
    encryption: header.encryption,
    subpackaged: header.subpackaged,
    header: header.edition,
    protocolVersion: header.protocolVersion,
    phone: header.phone,
    serial: header.serial,
    packageTotal: header.packageTotal,
    packageIndex: header.packageIndex,
    checksum: frame.checksum,
    bodyHex: hex(frame.bodyBytes),
  };
};

const locationShape = (frame: Frame): Shape => {
  const values: Values = frame.body.kind === 'fields' ? frame.body.values : {};
  const rest = values['extrasRest'];
  const shape: Shape = {
    alarm: values['warnBit'],
    status: values['statusBit'],
    lat_1e6: values['latitude'],
    lon_1e6: values['longitude'],
    altitude_m: values['altitude'],
    speed_0_1kmh: values['speed'],
    heading_deg: values['direction'],
    time_bcd: values['deviceTime'],
    extras: listOf(values['extras'])
      .filter(isValues)
      .map((extra) => ({ id: Number(extra['id']).toString(16).padStart(2, '0'), hex: hex(extraBytes(extra)) })),
  };
  return rest instanceof Uint8Array ? { ...shape, extrasTruncatedAt: frame.bodyBytes.length - rest.length } : shape;
};

// --- fields of the golden pairs: the labels come from Java beans, so numbers are signed, dates are ISO text, absent
// numbers are 0 and byte arrays are lists or hex. The functions below compare under exactly these differences.

const ISO = /^20(\d\d)-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/;
const CLOCK = /^(\d\d):(\d\d)(?::\d\d)?$/;

const sameNumber = (expected: number, got: unknown): boolean => {
  if (got instanceof Uint8Array && got.length <= 8) return BigInt(`0x${hex(got) || '0'}`) === BigInt(expected);
  if (typeof got !== 'number') return false;
  return got === expected || (expected < 0 && [8, 16, 32].some((bits) => got === expected + 2 ** bits));
};

/** The labels leave out leading zeros of a time of 10 digits (0705). */
const sameDigits = (expected: string, got: string): boolean =>
  /^\d{6}$/.test(expected) && /^\d{10}$/.test(got) && got === expected.padStart(10, '0');

const sameText = (expected: string, got: unknown): boolean => {
  if (got instanceof Uint8Array) return hex(got) === expected.toLowerCase();
  if (typeof got !== 'string') return false;
  const iso = ISO.exec(expected);
  if (iso !== null)
    return (
      got ===
      iso
        .slice(1)
        .map((part) => part ?? '00')
        .join('')
    );
  const clock = CLOCK.exec(expected);
  if (clock !== null && got === clock.slice(1).join('')) return true;
  return got.replace(/\0+$/, '') === expected || sameDigits(expected, got);
};

const sameList = (expected: readonly unknown[], got: unknown): boolean => {
  if (got instanceof Uint8Array)
    return expected.length === got.length && expected.every((one, index) => sameNumber(Number(one) & 0xff, got[index]));
  if (!Array.isArray(got)) return false;
  const items: readonly unknown[] = got;
  return expected.length === items.length && expected.every((one, index) => same(one, items[index]));
};

const same = (expected: unknown, got: unknown): boolean => {
  if (typeof expected === 'number') return sameNumber(expected, got);
  if (typeof expected === 'boolean') return got === (expected ? 1 : 0);
  if (typeof expected === 'string') return sameText(expected, got);
  if (Array.isArray(expected)) return sameList(expected, got);
  if (!isShape(expected)) return expected === null && got === undefined;
  // a tyre table is one array in a bean of its own
  if (got instanceof Uint8Array) return Object.keys(expected).length === 1 && sameList(asList(expected['value']), got);
  return isShape(got) && Object.entries(expected).every(([name, value]) => same(value, got[name]));
};

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** {id, value} items as the map by decimal id that the labels have. */
const byId = (value: Value | undefined): Shape =>
  Object.fromEntries(
    listOf(value)
      .filter(isValues)
      .map((item) => [String(item['id']), item['value']]),
  );

const parametersById = (value: Value | undefined): Shape => {
  const all = byId(value);
  const channels = all[String(0x77)];
  if (!isShape(channels) || !Array.isArray(channels['channels'])) return all;
  const list: readonly unknown[] = channels['channels'];
  const paramVideos = Object.fromEntries(list.filter(isShape).map((one) => [String(one['channelNo']), one]));
  return { ...all, [String(0x77)]: { paramVideos } };
};

/** Fields of a message under the names of the labels, where they differ from ours. */
const labelled = (frame: Frame): Shape => {
  const values: Values = frame.body.kind === 'fields' ? frame.body.values : {};
  const shape: Record<string, unknown> = { ...values };
  if (values['extras'] !== undefined) shape['attributes'] = byId(values['extras']);
  if (values['parameters'] !== undefined) shape['parameters'] = parametersById(values['parameters']);
  const { messageId } = frame.header;
  if (messageId === 0x0900 || messageId === 0x8900)
    shape['message'] = { key: values['type'], value: values['content'] ?? { items: values['items'] } };
  if (messageId === 0x1210) {
    shape['deviceId'] = values['terminalId'];
    shape['deviceId_'] = values['deviceId'];
  }
  if (messageId === 0x0608) shape['bytes'] = values['data'];
  if (messageId === 0x9212) {
    shape['items'] = listOf(values['items']).flatMap((item) => (isValues(item) ? [item['offset'], item['size']] : []));
    shape['total'] = listOf(values['items']).length;
  }
  return shape;
};

const OTHER: Readonly<Record<HeaderEdition, HeaderEdition>> = { '2019': '2011/2013', '2011/2013': '2019' };
const ITEM_LISTS: ReadonlySet<string> = new Set(['total']);

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0);

/** A bean has the fields of all editions: a number that this one lacks is 0 there, text or list left out is empty. */
const isAbsent = (frame: Frame, name: string, value: unknown): boolean => {
  const { messageId, edition } = frame.header;
  const here = fieldNames(messageId, edition).includes(name);
  const there = fieldNames(messageId, OTHER[edition]).includes(name) || (messageId === 0x8500 && name === 'param');
  return (value === 0 && !here && there) || (isEmpty(value) && (here || there));
};

const fieldFailures = (one: Case, frame: Frame): Failure[] => {
  const { fields } = one.expect;
  if (!isShape(fields)) return [];
  const got = labelled(frame);
  return Object.entries(fields).flatMap(([name, expected]) => {
    if (same(expected, got[name])) return [];
    if (got[name] === undefined && isAbsent(frame, name, expected)) return [];
    if (got[name] === undefined && ITEM_LISTS.has(name) && expected === listOf(frameList(frame)).length) return [];
    return [{ case: `${one.name} ${name}`, expected, got: got[name] ?? frame.status }];
  });
};

/** The one list of a body whose count the labels show and our fields imply. */
const frameList = (frame: Frame): Value | undefined =>
  frame.body.kind === 'fields' ? Object.values(frame.body.values).find((value) => Array.isArray(value)) : undefined;

const compareShape = (name: string, expected: Shape, got: Shape): Failure[] => {
  const names = new Set([...Object.keys(expected), ...Object.keys(got).filter((key) => got[key] !== undefined)]);
  return [...names].flatMap((key) =>
    JSON.stringify(expected[key]) === JSON.stringify(got[key])
      ? []
      : [{ case: `${name} ${key}`, expected: expected[key], got: got[key] }],
  );
};

const NOT_HEADER = new Set(['location', 'fields', 'reescapeIdentical']);

const compare = (one: Case): Failure[] => {
  const frame = decodeFrame(Buffer.from(one.hex, 'hex'));
  const { expect } = one;
  const header = Object.fromEntries(Object.entries(expect).filter(([name]) => !NOT_HEADER.has(name)));
  const failures = compareShape(one.name, header, headerShape(frame));
  if (frame.checksum !== frame.checksumCalculated)
    failures.push({ case: `${one.name} (checksum)`, expected: frame.checksum, got: frame.checksumCalculated });
  if (isShape(expect['location'])) failures.push(...compareShape(one.name, expect['location'], locationShape(frame)));
  failures.push(...fieldFailures(one, frame));
  const identical = expect['reescapeIdentical'] !== false;
  const again = hex(encodeFrame(frame));
  if (identical !== (again === one.hex))
    failures.push({ case: `${one.name} (encoded again)`, expected: identical ? one.hex : 'other bytes', got: again });
  return failures;
};

const attempt = (one: Case): Failure[] => {
  try {
    return compare(one);
  } catch (error) {
    return [{ case: one.name, expected: one.expect['msgId'], got: String(error) }];
  }
};

const readCases = (file: string): readonly Case[] => JSON.parse(readFileSync(file, 'utf8'));

/** Decodes every frame under `DIR/jt808`, compares header, body, position and all fields, and encodes it again. */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const folder = join(dataDir, 'jt808');
  const present = FILES.filter((file) => existsSync(join(folder, file)));
  const results = present.flatMap((file) => readCases(join(folder, file))).map(attempt);
  const failed = results.filter((one) => one.length > 0).length;
  return {
    suite: 'jtt808',
    passed: results.length - failed,
    failed,
    skipped: FILES.length - present.length,
    failures: results.flat(),
  };
};
