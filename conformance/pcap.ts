/**
 * Captures with expected EVE records (the layout of suricata-verify): `DIR/pcap/NAME/{test.yaml,*.pcap}`, where
 * `checks[].filter` gives `count` and `match` with dotted keys.
 *
 * - A test passes when all its claimed checks agree. A check is claimed when its `event_type` is one this library makes,
 *   its keys are among those it fills, and none of them needs rules, scripts or frames (`alert.*`, `frame.*`, `metadata.*`). Tests without a claimed
 *   check are skipped, by name.
 * - An alert of a rule that fires on a protocol event, and is asked for by its signature alone, is judged as the
 *   `anomaly` record of that event.
 * - `flow.alerted` is left out of the comparison: alerts come from rule files, which are no part of the data.
 * - `requires`, of a test or of a check: judged as version 9 with the features HAVE_JA3 and HAVE_JA4; what is not met is
 *   passed over.
 * - A check without `event_type` is judged over the types that the other checks of its test name, since the test's
 *   output configuration, which is no part of the data either, logs only those.
 * - Settings come from `args` (stream.midstream, detection ports of DNS) and `env` (form of DNS records); where `env`
 *   is silent the words of the checks tell the form (`query`/`answer`, or `request`/`response`). The limit of MQTT
 *   messages is the shortest `skipped_length` a test expects, less its header.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { analyzeCapture } from '@chedun/pcap';
import type { AnalyzeOptions, EveRecord } from '@chedun/pcap';
import { parse } from 'yaml';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

/** Result of a conformance suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

type Requires = Readonly<Record<string, unknown>>;
type Match = Readonly<Record<string, unknown>>;

interface Filter {
  readonly count: number;
  readonly match: Match;
  readonly requires?: Requires;
}

interface Test {
  readonly requires?: Requires;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, unknown>>;
  readonly checks?: readonly { readonly filter?: Filter; readonly requires?: Requires }[];
}

type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'failed'; readonly failures: readonly Failure[] };

const VERSION = [9, 0, 0];
const FEATURES = new Set(['HAVE_JA3', 'HAVE_JA4']);
/** Record types this library makes, each with the keys under its own name that it fills. */
const CLAIMED: Readonly<Record<string, RegExp>> = {
  flow: /^(?:pkts_|bytes_|start$|end$|age$|state$|reason$|alerted$)/,
  dns: /./,
  tls: /^(?:subject|issuerdn|serial|fingerprint|notbefore|notafter|sni|version|session_resumed|client_alpns|server_alpns|ja3s?\b|ja4)/,
  http: /./,
  mqtt: /./,
  modbus: /./,
  krb5: /^(?:msg_type|cname|realm|sname|encryption|weak_encryption)$/,
  quic: /^(?:sni|version|ja3|ja4)/,
  fileinfo: /^(?:filename|size|state|stored)$/,
  stats: /^decoder\.(?:pkts|bytes|invalid|ipv4|ipv6|ethernet|raw|null|sll2?|vlan|tcp|udp|sctp|icmpv4|icmpv6)$/,
  anomaly: /^event$/,
};
/** Names of anomalies that this library gives; others are not claimed. */
const EVENTS = new Set([
  'missing_connect',
  'missing_publish',
  'missing_subscribe',
  'missing_unsubscribe',
  'double_connect',
  'unintroduced_message',
  'invalid_qos_level',
  'unassigned_msg_type',
  'malformed_data',
  'z_flag_set',
  'invalid_additionals',
  'dns_request_too_long',
]);
const UNCLAIMED_KEY = /^(?:alert|frame|metadata|direction)\b/;
const LEFT_OUT = new Set(['flow.alerted']);
const HEADER_BYTES = 5;
/** Rules shipped with the engine that fire on one protocol event and nothing else: protocol and event by signature. */
const EVENT_RULES: Readonly<Record<number, readonly [string, string]>> = {
  2226000: ['mqtt', 'missing_connect'],
  2226001: ['mqtt', 'missing_publish'],
  2226002: ['mqtt', 'missing_subscribe'],
  2226003: ['mqtt', 'missing_unsubscribe'],
  2226004: ['mqtt', 'double_connect'],
  2226005: ['mqtt', 'unintroduced_message'],
  2226006: ['mqtt', 'invalid_qos_level'],
  2226008: ['mqtt', 'unassigned_msg_type'],
  2240002: ['dns', 'malformed_data'],
  2240006: ['dns', 'z_flag_set'],
  2240008: ['dns', 'invalid_additionals'],
  2290016: ['http2', 'dns_request_too_long'],
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Negative when our version is older than `text`. */
const compareVersion = (text: string): number => {
  const wanted = text.split('.').map(Number);
  for (let at = 0; at < VERSION.length; at += 1) {
    const difference = (VERSION[at] ?? 0) - (wanted[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** The first requirement that is not met. */
const unmet = (requires: Requires | undefined): string | undefined => {
  for (const [name, value] of Object.entries(requires ?? {})) {
    if (name === 'min-version' && compareVersion(String(value)) >= 0) continue;
    if (name === 'lt-version' && compareVersion(String(value)) < 0) continue;
    if (name === 'features' && Array.isArray(value) && value.every((one) => FEATURES.has(String(one)))) continue;
    return `${name} ${JSON.stringify(value)}`;
  }
  return undefined;
};

const NOTHING: unique symbol = Symbol('nothing there');

/** Value under a dotted key with indices, `dns.answers[0].rdata`; `__len` is the length of what stands before it. */
const valueAt = (record: unknown, key: string): unknown => {
  let value = record;
  for (const part of key.split(/[.[\]]+/).filter((one) => one !== '')) {
    if (part === '__len') value = typeof value === 'string' || Array.isArray(value) ? value.length : NOTHING;
    else if (Array.isArray(value)) value = Number(part) in value ? value[Number(part)] : NOTHING;
    else value = isMap(value) && Object.hasOwn(value, part) ? value[part] : NOTHING;
  }
  return value;
};

const agrees = (record: EveRecord, key: string, expected: unknown): boolean => {
  if (key === 'has-key') return valueAt(record, String(expected)) !== NOTHING;
  if (key === 'not-has-key') return valueAt(record, String(expected)) === NOTHING;
  const suffix = /^(.*)\.__(contains|find|startswith|endswith)$/.exec(key);
  if (suffix === null) return isDeepStrictEqual(valueAt(record, key), expected);
  const value = valueAt(record, suffix[1] ?? '');
  if (Array.isArray(value)) return value.some((one) => isDeepStrictEqual(one, expected));
  if (typeof value !== 'string') return false;
  if (suffix[2] === 'startswith') return value.startsWith(String(expected));
  if (suffix[2] === 'endswith') return value.endsWith(String(expected));
  return value.includes(String(expected));
};

const typeOf = (filter: Filter): string | undefined => {
  const type = filter.match['event_type'];
  return typeof type === 'string' ? type : undefined;
};

/** An alert of an event rule as the `anomaly` record of the same event; other filters stay as they are. */
const translated = (filter: Filter): Filter => {
  const { 'alert.signature_id': signature, ...rest } = filter.match;
  const event = typeof signature === 'number' ? EVENT_RULES[signature] : undefined;
  const isBare = Object.keys(rest).every((key) => key === 'event_type');
  if (event === undefined || !isBare) return filter;
  return { ...filter, match: { event_type: 'anomaly', app_proto: event[0], 'anomaly.event': event[1] } };
};

const isClaimed = (filter: Filter): boolean => {
  const type = typeOf(filter);
  const keys = Object.keys(filter.match);
  if (keys.some((key) => UNCLAIMED_KEY.test(key))) return false;
  if (type === undefined) return true;
  const own = CLAIMED[type];
  const event = filter.match['anomaly.event'];
  if (own === undefined || (typeof event === 'string' && !EVENTS.has(event))) return false;
  return keys.every((key) => !key.startsWith(`${type}.`) || own.test(key.slice(type.length + 1)));
};

const settingOf = (test: Test, name: string): string | undefined =>
  new RegExp(`--set ${name.replaceAll('.', String.raw`\.`)}=(\\S+)`).exec((test.args ?? []).join(' '))?.[1];

const optionsOf = (test: Test, filters: readonly Filter[]): AnalyzeOptions => {
  const words = filters.map((filter) => filter.match['dns.type']);
  const oldWords = words.includes('query') || words.includes('answer');
  const version = String(test.env?.['SURICATA_EVE_DNS_VERSION'] ?? (oldWords ? 2 : 3));
  const ports = ['', '.tcp', '.udp'].flatMap(
    (layer) => settingOf(test, `app-layer.protocols.dns${layer}.detection-ports.dp`)?.split(',') ?? [],
  );
  const skipped = filters
    .flatMap((filter) => Object.entries(filter.match))
    .flatMap(([key, value]) => (key.endsWith('.skipped_length') && typeof value === 'number' ? [value] : []));
  return {
    dnsVersion: version === '2' ? 2 : 3,
    midstream: settingOf(test, 'stream.midstream') !== 'false',
    dnsPorts: ports.map(Number).filter((port) => Number.isInteger(port)),
    ...(skipped.length === 0 ? {} : { mqttMessageBytes: Math.max(Math.min(...skipped) - HEADER_BYTES, 16) }),
  };
};

const judge = (name: string, filter: Filter, records: readonly EveRecord[], types: ReadonlySet<string>): Failure[] => {
  const entries = Object.entries(filter.match).filter(([key]) => !LEFT_OUT.has(key));
  const candidates = typeOf(filter) === undefined ? records.filter(({ event_type }) => types.has(event_type)) : records;
  const found = candidates.filter((record) => entries.every(([key, expected]) => agrees(record, key, expected))).length;
  if (found === filter.count) return [];
  const expected = `${filter.count} records with ${JSON.stringify(filter.match)}`;
  return [{ case: name, expected, got: `${found}` }];
};

const recordsOf = (folder: string, options: AnalyzeOptions): EveRecord[] => {
  const records: EveRecord[] = [];
  for (const file of readdirSync(folder)
    .filter((one) => /\.(?:pcap|pcapng|cap)$/.test(one))
    .toSorted())
    analyzeCapture(readFileSync(join(folder, file)), options, (record) => void records.push(record));
  return records;
};

const judgeTest = (name: string, folder: string): Outcome => {
  const file = join(folder, 'test.yaml');
  if (!existsSync(file)) return { kind: 'skipped', why: 'no test.yaml' };
  const test: Test = parse(readFileSync(file, 'utf8'));
  const missing = unmet(test.requires);
  if (missing !== undefined) return { kind: 'skipped', why: `requires ${missing}` };
  const filters = (test.checks ?? [])
    .filter((check) => unmet(check.requires) === undefined)
    .flatMap(({ filter }) =>
      filter === undefined || unmet(filter.requires) !== undefined ? [] : [translated(filter)],
    );
  const claimed = filters.filter(isClaimed);
  const others = new Set(filters.filter((one) => !isClaimed(one)).map((one) => typeOf(one) ?? 'alert'));
  if (claimed.length === 0) return { kind: 'skipped', why: `only ${[...others].join(', ') || 'scripts'}` };
  const types = new Set(filters.flatMap((filter) => typeOf(filter) ?? []));
  const records = recordsOf(folder, optionsOf(test, filters));
  const failures = claimed.flatMap((filter) => judge(name, filter, records, types));
  return failures.length === 0 ? { kind: 'passed' } : { kind: 'failed', failures };
};

const attempt = (name: string, folder: string): Outcome => {
  try {
    return judgeTest(name, folder);
  } catch (error) {
    return { kind: 'failed', failures: [{ case: name, expected: 'the capture is read', got: String(error) }] };
  }
};

/** Analyses every capture under `DIR/pcap` and counts the records that its `test.yaml` asks for. */
export const run = async ({ dataDir }: { readonly dataDir: string }): Promise<SuiteResult> => {
  const root = join(dataDir, 'pcap');
  if (!existsSync(root)) {
    console.log(`pcap: no folder ${root}; skipped`);
    return { suite: 'pcap', passed: 0, failed: 0, skipped: 1, failures: [] };
  }
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  const outcomes = names.map((name) => ({ name, outcome: attempt(name, join(root, name)) }));
  for (const { name, outcome } of outcomes)
    if (outcome.kind === 'skipped') console.log(`  skipped ${name}: ${outcome.why}`);
  const countOf = (kind: Outcome['kind']): number => outcomes.filter(({ outcome }) => outcome.kind === kind).length;
  const failures = outcomes.flatMap(({ outcome }) => (outcome.kind === 'failed' ? outcome.failures : []));
  return {
    suite: 'pcap',
    passed: countOf('passed'),
    failed: countOf('failed'),
    skipped: countOf('skipped'),
    failures,
  };
};
