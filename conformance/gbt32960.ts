import { verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decodeFrame, encodeFrame, subjectOf, timeText } from '@chedun/gbt32960';
import type { Block, Body, DataItem, Frame, GbTime, NumberList, RealtimeItem, Signature } from '@chedun/gbt32960';

/** One frame of the data set. */
interface Case {
  readonly name: string;
  readonly hex: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

interface Key {
  readonly name: string;
  readonly pem: string;
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

type Shape = Record<string, unknown>;

const FILES = ['frames-2016.json', 'frames-2025.json', 'frames-2025-signed.json', 'frames-bad-bcc.json'] as const;
const FAULT_LISTS = ['ress_faults', 'motor_faults', 'engine_faults', 'other_faults'] as const;
/** The alarm body publishes no values, groups of codes only neither. */
const hasValues = (block: Block): boolean => Object.keys(block.value).length > 0;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const isoOf = (time: GbTime): string | null => timeText(time) ?? null;
const listOf = (block: Block, name: string): NumberList => block.lists[name] ?? { count: 0, values: [] };
const blocksOf = (item: DataItem, name: string): readonly Block[] => item.groups[name]?.blocks ?? [];
const countOf = (item: DataItem, name: string): number | undefined => item.groups[name]?.count;

const rawAndValue = (block: Block): Shape =>
  hasValues(block) ? { raw: block.raw, value: block.value } : { raw: block.raw };

const positionShape = (item: DataItem): Shape => ({
  raw: item.raw,
  value: { valid: item.value['valid'] === 1, lat_deg: item.value['lat'], lon_deg: item.value['lon'] },
});

const alarmShape = (item: DataItem): Shape => {
  const faults = FAULT_LISTS.map((name) => [
    name,
    { count: listOf(item, name).count, codes: listOf(item, name).values },
  ]);
  const levels = item.groups['levels'];
  const shape: Shape = { raw: item.raw, ...Object.fromEntries(faults) };
  return levels === undefined
    ? shape
    : { ...shape, level_count: levels.count, levels: levels.blocks.map((block) => block.raw) };
};

const cellsShape = (item: DataItem): Shape => {
  const systems = blocksOf(item, 'systems').map((block) => ({
    ...rawAndValue(block),
    frame_cells: listOf(block, 'cells').count,
    cells_raw_mV: listOf(block, 'cells').values,
  }));
  if ('systems' in item.groups) return { count: countOf(item, 'systems'), systems };
  const packs = blocksOf(item, 'packs').map((block) => ({
    ...rawAndValue(block),
    cell_total: listOf(block, 'cells').count,
    cells_raw_mV: listOf(block, 'cells').values,
  }));
  return { count: countOf(item, 'packs'), packs };
};

const temperaturesShape = (item: DataItem): Shape => {
  const name = 'systems' in item.groups ? 'systems' : 'packs';
  const groups = blocksOf(item, name).map((block) => ({
    no: block.raw['no'],
    probe_count: listOf(block, 'temps').count,
    temps_raw: listOf(block, 'temps').values,
  }));
  return { count: countOf(item, name), [name]: groups };
};

const dataShape = (frame: Frame, item: DataItem): Shape => {
  switch (subjectOf(frame.edition, item.type)) {
    case 'motors':
      return { count: countOf(item, 'motors'), motors: blocksOf(item, 'motors').map(rawAndValue) };
    case 'position':
      return positionShape(item);
    case 'alarm':
      return alarmShape(item);
    case 'cells':
      return cellsShape(item);
    case 'temperatures':
      return temperaturesShape(item);
    default:
      return rawAndValue(item);
  }
};

const itemShape = (frame: Frame, item: RealtimeItem): Shape =>
  item.kind === 'user'
    ? { type: item.type, custom_len: item.data.length, custom_hex: hex(item.data) }
    : { type: item.type, ...dataShape(frame, item) };

const keyFor = (frame: Frame, signature: Signature, keys: readonly Key[]): string | null => {
  const signed = frame.bytes.subarray(signature.signedFrom, signature.signedTo);
  return keys.find((key) => verify('RSA-SHA256', signed, key.pem, signature.r))?.name ?? null;
};

const signatureShape = (frame: Frame, signature: Signature, keys: readonly Key[]): Shape => ({
  signed_from: signature.signedFrom,
  signed_to: signature.signedTo,
  alg: signature.algorithm,
  r_len: signature.r.length,
  s_len: signature.s.length,
  valid_with_key: keyFor(frame, signature, keys),
});

const activationShape = (frame: Frame, body: Extract<Body, { kind: 'activation' }>, keys: readonly Key[]): Shape => ({
  time: isoOf(body.time),
  chip_id: body.chipId,
  public_key_length: body.publicKey.length,
  public_key_hex: hex(body.publicKey),
  vin: body.vin,
  body_end_offset: body.signature.signedTo,
  signature_hex: hex(frame.bytes.subarray(body.signature.signedTo, frame.bytes.length - 1)),
  signature: { ...signatureShape(frame, body.signature, keys), ends_at_unit_end: frame.rest.length === 0 },
});

const loginShape = (body: Extract<Body, { kind: 'vehicle-login' | 'vehicle-login-packs' }>): Shape => ({
  time: isoOf(body.time),
  serial: body.serial,
  iccid: body.iccid,
  ...(body.kind === 'vehicle-login'
    ? { subsystems: body.subsystems, code_length: body.codeLength, codes: body.codes }
    : { bms: body.bmsCount, packs_per_bms: body.packsPerBms, pack_codes: body.packCodes }),
});

const bodyShape = (frame: Frame, keys: readonly Key[]): Shape => {
  const { body } = frame;
  switch (body.kind) {
    case 'empty':
    case 'opaque':
      return {};
    case 'answer':
      return { time: isoOf(body.time) };
    case 'vehicle-login':
    case 'vehicle-login-packs':
      return loginShape(body);
    case 'realtime': {
      const shape: Shape = { time: isoOf(body.time), items: body.items.map((item) => itemShape(frame, item)) };
      if (body.signature === undefined) return shape;
      const signature = { ...signatureShape(frame, body.signature, keys), marker_offset: body.signature.markerOffset };
      return { ...shape, signature };
    }
    case 'logout':
      return { time: isoOf(body.time), serial: body.serial };
    case 'platform-login':
      return { time: isoOf(body.time), serial: body.serial, user: body.user, password: body.password, rule: body.rule };
    case 'parameter-query':
      return { time: isoOf(body.time), param_ids: body.ids };
    case 'parameters':
      return { time: isoOf(body.time), param_count: body.count, params: body.parameters };
    case 'control':
      return { time: isoOf(body.time), control: body.control.command };
    case 'activation':
      return activationShape(frame, body, keys);
    case 'activation-answer':
      return { activation_status: body.activated, info: body.info };
    case 'key-exchange':
      return {
        key_type: body.keyType,
        key_length: body.key.length,
        key_hex: hex(body.key),
        start_time: isoOf(body.validFrom),
        end_time: isoOf(body.validTo),
      };
  }
};

const frameShape = (frame: Frame, keys: readonly Key[]): Shape => ({
  version: frame.edition,
  cmd: frame.command,
  answer: frame.answer,
  ...(/^[\x20-\x7e]{17}$/.test(frame.id) ? { id: frame.id } : { id_hex: hex(Buffer.from(frame.id, 'latin1')) }),
  encryption: frame.encryption,
  length: frame.length,
  bcc: frame.bcc,
  bcc_calc: frame.bccCalculated,
  status: frame.status,
  ...(frame.stopOffset === undefined ? {} : { stop_offset: frame.stopOffset }),
  ...bodyShape(frame, keys),
});

const reencoded = (frame: Frame): string => {
  const bytes = encodeFrame(frame);
  // the encoder writes the right BCC; everything else must be as it was sent
  if (frame.status === 'bcc') bytes[bytes.length - 1] = frame.bcc;
  return hex(bytes);
};

const compare = ({ name, hex: sent, expect }: Case, keys: readonly Key[]): Failure[] => {
  const frame = decodeFrame(Buffer.from(sent, 'hex'));
  // JSON evens out what differs only in JavaScript: -0, prototypes, typed arrays
  const got: unknown = JSON.parse(JSON.stringify(frameShape(frame, keys)));
  if (!isDeepStrictEqual(got, expect)) return [{ case: name, expected: expect, got }];
  const again = reencoded(frame);
  return again === sent ? [] : [{ case: `${name} (encoded again)`, expected: sent, got: again }];
};

const attempt = (one: Case, keys: readonly Key[]): Failure[] => {
  try {
    return compare(one, keys);
  } catch (error) {
    return [{ case: one.name, expected: one.expect['status'], got: String(error) }];
  }
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** Decodes every frame under `DIR/gbt32960`, compares all values, checks signatures, and encodes it back byte for byte. */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const folder = join(dataDir, 'gbt32960');
  const present = FILES.filter((file) => existsSync(join(folder, file)));
  const keyFile = join(folder, 'keys.json');
  const keys = existsSync(keyFile) ? (readJson(keyFile) as readonly Key[]) : [];
  const cases = present.flatMap((file) => readJson(join(folder, file)) as readonly Case[]);
  const results = cases.map((one) => attempt(one, keys));
  const failures = results.flat();
  const failed = results.filter((one) => one.length > 0).length;
  return { suite: 'gbt32960', passed: cases.length - failed, failed, skipped: FILES.length - present.length, failures };
};
