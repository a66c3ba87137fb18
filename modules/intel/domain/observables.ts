import { looseUrlParts, type EventKind } from '@chedun/indicators';
import type { DecodedEvent } from '@chedun/logs';

/** A value of an event that indicators are compared with, and the field that it stood in. */
export interface SeenValue {
  readonly kind: EventKind;
  readonly value: string;
  readonly field: string;
}

/** The parts of an event that values are taken from. */
export interface EventValues {
  readonly fields: DecodedEvent['fields'];
  readonly ocsf: Pick<DecodedEvent['ocsf'], 'srcIp' | 'dstIp' | 'domain' | 'url' | 'hash'>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Most values of one event. */
const MOST = 64;
/** Most elements of one list in an event. */
const MOST_OF_LIST = 20;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class Gathering {
  readonly seen: SeenValue[] = [];

  add(kind: EventKind, value: unknown, field: string): void {
    if (typeof value !== 'string' || value === '' || value.length > 4_096 || this.seen.length >= MOST) return;
    if (this.seen.some((each) => each.kind === kind && each.value === value)) return;
    this.seen.push({ kind, value, field });
  }

  /** A name or an address, whichever it is. */
  host(value: unknown, field: string): void {
    if (typeof value !== 'string') return;
    const isAddress = /^[0-9.]+$/.test(value) || value.includes(':');
    this.add(isAddress ? 'ip' : 'domain', value, field);
  }

  /** A URL, and the host in it. */
  url(value: unknown, field: string): void {
    if (typeof value !== 'string' || value === '') return;
    this.add('url', value, field);
    const host = looseUrlParts(value)?.host;
    if (host !== undefined) this.host(host.replace(/^\[|\]$/g, ''), field);
  }

  /** A digest of a file, whose length tells the algorithm; both of those with 64 digits are asked for. */
  hash(value: unknown, field: string): void {
    if (typeof value !== 'string') return;
    if (value.length === 32) this.add('md5', value, field);
    else if (value.length === 40) this.add('sha1', value, field);
    else if (value.length === 64) {
      this.add('sha256', value, field);
      this.add('sm3', value, field);
    }
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value.slice(0, MOST_OF_LIST) : []);

const tls = (found: Gathering, part: Fields): void => {
  found.add('domain', part['sni'], 'tls.sni');
  found.add('cert-sha1', part['fingerprint'], 'tls.fingerprint');
  found.add('cert-serial', part['serial'], 'tls.serial');
  const { ja3 } = part;
  found.add('ja3', isFields(ja3) ? ja3['hash'] : ja3, 'tls.ja3.hash');
  found.add('ja4', part['ja4'], 'tls.ja4');
};

const dns = (found: Gathering, part: Fields): void => {
  found.add('domain', part['rrname'], 'dns.rrname');
  for (const query of listOf(part['queries']))
    if (isFields(query)) found.add('domain', query['rrname'], 'dns.queries.rrname');
  for (const answer of listOf(part['answers'])) if (isFields(answer)) found.host(answer['rdata'], 'dns.answers.rdata');
};

const http = (found: Gathering, part: Fields): void => {
  const { hostname, url } = part;
  found.host(hostname, 'http.hostname');
  if (typeof url !== 'string') return;
  const whole = url.startsWith('/') && typeof hostname === 'string' ? `http://${hostname}${url}` : url;
  if (whole.includes('://')) found.url(whole, 'http.url');
};

const file = (found: Gathering, part: Fields, name: string): void => {
  for (const kind of ['md5', 'sha1', 'sha256', 'sm3'] as const) found.add(kind, part[kind], `${name}.${kind}`);
};

const NESTED: Readonly<Record<string, (found: Gathering, part: Fields) => void>> = {
  tls,
  dns,
  http,
  fileinfo: (found, part) => file(found, part, 'fileinfo'),
  quic: (found, part) => found.add('ja4', part['ja4'], 'quic.ja4'),
  email: (found, part) => found.add('email', part['from'], 'email.from'),
};

/** Fields that hold one value. */
const FLAT: Readonly<Record<string, EventKind | 'host' | 'link' | 'hash'>> = {
  query: 'domain',
  server_name: 'domain',
  QueryName: 'domain',
  DestinationHostname: 'host',
  DestinationIp: 'ip',
  SourceIp: 'ip',
  ja3: 'ja3',
  ja4: 'ja4',
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  sm3: 'sm3',
  fileHash: 'hash',
  file_hash: 'hash',
  package_url: 'link',
  package_sha256: 'sha256',
  request: 'link',
  dhost: 'host',
  sender: 'email',
  mailfrom: 'email',
  cert_serial: 'cert-serial',
  cert_sha256: 'cert-sha256',
  'certificate.serial': 'cert-serial',
  'jt808.server': 'host',
  'jt808.url': 'link',
};

const FLAT_NAMES = Object.entries(FLAT);

const flat = (found: Gathering, fields: Fields): void => {
  for (const [name, kind] of FLAT_NAMES) {
    const value = fields[name];
    if (typeof value !== 'string' || value === '' || value === '-') continue;
    if (kind === 'host') found.host(value, name);
    else if (kind === 'hash') found.hash(value, name);
    else if (kind === 'link') {
      if (value.includes('://')) found.url(value, name);
    } else found.add(kind, value, name);
  }
};

/** `SHA1=…,MD5=…` of Sysmon. */
const sysmonHashes = (found: Gathering, value: unknown): void => {
  if (typeof value !== 'string') return;
  for (const part of value.split(',').slice(0, MOST_OF_LIST)) {
    const digest = part.slice(part.indexOf('=') + 1);
    if (!part.startsWith('IMPHASH')) found.hash(digest, 'Hashes');
  }
};

/**
 * The values of an event that indicators are compared with: addresses of both ends, names asked and answered, server names
 * of TLS, URLs and their hosts, digests of files, JA3 and JA4, certificates, senders of mail. The fields are listed in
 * docs/use/intel.md. At most 64.
 */
export const observablesOf = ({ fields, ocsf }: EventValues): readonly SeenValue[] => {
  const found = new Gathering();
  found.add('ip', ocsf.srcIp, 'src_ip');
  found.add('ip', ocsf.dstIp, 'dst_ip');
  if (ocsf.domain !== '') found.host(ocsf.domain, 'domain');
  if (ocsf.url.includes('://')) found.url(ocsf.url, 'url');
  found.hash(ocsf.hash, 'hash');
  for (const name in NESTED) {
    const part = fields[name];
    if (isFields(part)) NESTED[name]?.(found, part);
  }
  flat(found, fields);
  for (const print of listOf(fields['cert_chain_fps'])) found.add('cert-sha256', print, 'cert_chain_fps');
  for (const answer of listOf(fields['answers'])) found.host(answer, 'answers');
  sysmonHashes(found, fields['Hashes']);
  return found.seen;
};
