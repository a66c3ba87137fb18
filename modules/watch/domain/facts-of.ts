import type { DnsFact, Fact, Outcome } from '@chedun/behaviour';
import type { DecodedEvent } from '@chedun/logs';
import { fieldOf, numberOf, textOf } from './fields.ts';

/** Logs of Suricata, Zeek and flow collectors that carry facts. */
type Traffic = 'flow' | 'dns' | 'tls';

const SERVICES: Readonly<Partial<Record<string, Traffic>>> = {
  flow: 'flow',
  netflow: 'flow',
  conn: 'flow',
  dns: 'dns',
  tls: 'tls',
  ssl: 'tls',
};

const outcomeOf = ({ ocsf }: DecodedEvent): Outcome =>
  ocsf.statusId === 1 ? 'ok' : ocsf.statusId === 2 ? 'failed' : 'unknown';

const flowFacts = ({ fields, ocsf }: DecodedEvent, at: number): Fact[] =>
  ocsf.srcIp === '' || ocsf.dstIp === ''
    ? []
    : [
        {
          kind: 'flow',
          at,
          src: ocsf.srcIp,
          dst: ocsf.dstIp,
          port: ocsf.dstPort,
          bytesOut:
            numberOf(fields, 'flow.bytes_toserver') ??
            numberOf(fields, 'netflow.bytes') ??
            numberOf(fields, 'orig_bytes') ??
            0,
        },
      ];

const answerOf = (event: DecodedEvent): DnsFact['answer'] => {
  const { fields, ocsf } = event;
  const code = (textOf(fields, 'dns.rcode') || textOf(fields, 'rcode_name')).toUpperCase();
  const answered = event.logsource.product === 'zeek' ? code !== '' : ocsf.activityId === 2;
  if (!answered) return 'question';
  if (code === 'NXDOMAIN') return 'nxdomain';
  return code === '' || code === 'NOERROR' ? 'ok' : 'error';
};

const dnsFacts = (event: DecodedEvent, at: number): Fact[] => {
  const { srcIp, srcPort, dstIp, domain } = event.ocsf;
  // An answer written with the direction of its packet comes from the resolver.
  const client = srcPort === 53 ? dstIp : srcIp;
  const name = domain.toLowerCase().replace(/\.$/, '');
  return client === '' || name === '' || name.length > 253
    ? []
    : [{ kind: 'dns', at, client, name, answer: answerOf(event) }];
};

const ja4Of = (fields: DecodedEvent['fields']): string => {
  const value = fieldOf(fields, 'tls.ja4') ?? fields['ja4'];
  return typeof value === 'string' ? value.slice(0, 64) : '';
};

const tlsFacts = ({ fields, ocsf }: DecodedEvent, at: number): Fact[] =>
  ocsf.srcIp === ''
    ? []
    : [{ kind: 'tls', at, src: ocsf.srcIp, dst: ocsf.dstIp, sni: ocsf.domain.toLowerCase(), ja4: ja4Of(fields) }];

const cloudFacts = (event: DecodedEvent, category: string, at: number): Fact[] => {
  const { fields, ocsf } = event;
  const common = {
    at,
    account: ocsf.user,
    outcome: outcomeOf(event),
    srcIp: ocsf.srcIp,
    country: textOf(fields, 'geo_country').toUpperCase(),
  };
  const session = textOf(fields, 'session_id');
  if (category === 'tsp_login') return [{ kind: 'login', ...common, session }];
  if (category === 'tsp_api') return [{ kind: 'call', ...common, vin: ocsf.vin }];
  return [
    {
      kind: 'command',
      ...common,
      session,
      vin: ocsf.vin,
      role: textOf(fields, 'account_role'),
      command: ocsf.commandLine.toLowerCase(),
      channel: textOf(fields, 'channel'),
      speedKmh: numberOf(fields, 'vehicle_speed_kmh'),
    },
  ];
};

const CLOUD: ReadonlySet<string> = new Set(['remote_control', 'tsp_api', 'tsp_login']);

/** Facts that an event carries for the detectors of behaviour; none for most events. `received`: time without a clock. */
export const factsOf = (event: DecodedEvent, received: number): readonly Fact[] => {
  const { product, category, service } = event.logsource;
  const at = plausible(event.time) ?? received;
  if (product === 'tsp') return category !== undefined && CLOUD.has(category) ? cloudFacts(event, category, at) : [];
  if (product !== 'suricata' && product !== 'zeek') return [];
  switch (SERVICES[service ?? '']) {
    case 'flow':
      return flowFacts(event, at);
    case 'dns':
      return dnsFacts(event, at);
    case 'tls':
      return tlsFacts(event, at);
    default:
      return [];
  }
};

/** Last millisecond of the year 9999. */
const LAST_TIME = 253_402_300_799_999;

/** A time that can be written down; clocks of sources say anything. */
export const plausible = (time: number | undefined): number | undefined =>
  time !== undefined && time >= 0 && time <= LAST_TIME ? time : undefined;
