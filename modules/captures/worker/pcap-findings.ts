import { say } from '@chedun/kernel';
import type { EveRecord } from '@chedun/pcap';
import { shortAddress } from '../domain/address.ts';
import { amount, part, secondsOf, text } from './eve.ts';
import type { Findings, Found } from './findings.ts';
import { CAPTURE_WORDS } from '../phrases.ts';

type Told = Pick<Found, 'signal' | 'expected' | 'seen'>;

const OLD_TLS: ReadonlySet<string> = new Set(['SSLv2', 'SSLv3', 'TLSv1', 'TLS 1.0', 'TLS 1.1']);
const CLEAR_SERVICES: ReadonlyMap<number, string> = new Map([
  [21, 'FTP'],
  [23, 'Telnet'],
  [512, 'rexec'],
  [513, 'rlogin'],
  [514, 'rsh'],
  [2323, 'Telnet'],
  [5900, 'VNC'],
]);

const loginIn = (record: EveRecord): Told | undefined => {
  const connect = part(part(record, 'mqtt'), 'connect');
  if (text(connect, 'password') === '') return undefined;
  const user = text(connect, 'username');
  const seen = user === '' ? say(CAPTURE_WORDS.loginUnnamed, {}) : say(CAPTURE_WORDS.loginOf, { user });
  return { signal: 'captures.clear-text-login', expected: say(CAPTURE_WORDS.loginInTls, {}), seen };
};

const tlsIn = (record: EveRecord): readonly Told[] => {
  const tls = part(record, 'tls');
  const version = text(tls, 'version');
  const [from, to] = [Date.parse(`${text(tls, 'notbefore')}Z`), Date.parse(`${text(tls, 'notafter')}Z`)];
  const at = secondsOf(record) * 1000;
  const expired = at > to || at < from;
  const validity = say(CAPTURE_WORDS.validity, { from: text(tls, 'notbefore'), to: text(tls, 'notafter') });
  return [
    ...(OLD_TLS.has(version)
      ? [{ signal: 'captures.old-tls', expected: say(CAPTURE_WORDS.newTls, {}), seen: version }]
      : []),
    ...(expired ? [{ signal: 'captures.expired-certificate', expected: validity, seen: text(tls, 'subject') }] : []),
  ];
};

const serviceIn = (record: EveRecord): Told | undefined => {
  const name = CLEAR_SERVICES.get(record.dest_port ?? 0);
  if (name === undefined || record.proto !== 'TCP') return undefined;
  const flow = part(record, 'flow');
  if (amount(flow, 'pkts_toclient') < 2 || text(part(record, 'tcp'), 'state') === 'none') return undefined;
  return { signal: 'captures.clear-text-service', expected: say(CAPTURE_WORDS.encryptedService, {}), seen: name };
};

const anomalyIn = (record: EveRecord): Told => {
  const seen = text(part(record, 'anomaly'), 'event');
  const protocol = text(record, 'app_proto');
  const expected =
    protocol === '' ? say(CAPTURE_WORDS.wellFormedPackets, {}) : say(CAPTURE_WORDS.wellFormed, { protocol });
  return { signal: 'captures.protocol-anomaly', expected, seen };
};

const toldOf = (record: EveRecord): readonly Told[] => {
  switch (record.event_type) {
    case 'mqtt':
      return [loginIn(record)].filter((told) => told !== undefined);
    case 'tls':
      return tlsIn(record);
    case 'flow':
      return [serviceIn(record)].filter((told) => told !== undefined);
    case 'anomaly':
      return [anomalyIn(record)];
    default:
      return [];
  }
};

/** Looks at one record of a network capture for what is wrong by itself. */
export const judgeRecord = (record: EveRecord, findings: Findings): void => {
  for (const told of toldOf(record)) {
    const [src, dst] = [shortAddress(record.src_ip ?? ''), shortAddress(record.dest_ip ?? '')];
    const fields = {
      ...(src === '' ? {} : { src_ip: src }),
      ...(dst === '' ? {} : { dest_ip: dst }),
      ...(record.dest_port === undefined ? {} : { dest_port: record.dest_port }),
      ...(record.proto === undefined ? {} : { proto: record.proto }),
    };
    const subject = src === '' ? '' : `${src} → ${dst}${record.dest_port === undefined ? '' : `:${record.dest_port}`}`;
    const key = JSON.stringify([told.signal, told.seen, src, dst, record.dest_port]);
    findings.add(key, { ...told, category: 'flow', subject, fields, firstS: secondsOf(record) });
  }
};
