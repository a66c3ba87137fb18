import type { EveRecord } from '@chedun/pcap';
import type { HostRow, MqttRow, NameRow, ProtocolShare } from '../contract.ts';
import { isLocal, shortAddress } from '../domain/address.ts';
import { amount, isoOf, note, part, parts, text } from './eve.ts';

/** Most hosts, names and MQTT rows that a capture keeps. */
const MOST_ROWS = 20_000;

interface Span {
  first: string;
  last: string;
}

const spread = (span: Span, at: string): void => {
  if (at < span.first) span.first = at;
  if (at > span.last) span.last = at;
};

/** A table that keeps at most {@link MOST_ROWS} rows and knows when it had to leave some out. */
const table = <Row>() => {
  const rows = new Map<string, Row>();
  let cut = false;
  return {
    rows,
    isCut: () => cut,
    of: (key: string, make: () => Row): Row | undefined => {
      const known = rows.get(key);
      if (known !== undefined) return known;
      if (rows.size >= MOST_ROWS) {
        cut = true;
        return undefined;
      }
      const row = make();
      rows.set(key, row);
      return row;
    },
  };
};

interface HostDraft extends Span {
  readonly names: Set<string>;
  readonly ports: Set<number>;
  readonly protocols: Set<string>;
  readonly ja3: Set<string>;
  readonly ja4: Set<string>;
  readonly ja3s: Set<string>;
  flows: number;
  bytes: number;
}

/** Hosts of a capture. */
export interface Hosts {
  readonly flow: (record: EveRecord, protocol: string) => void;
  readonly tls: (record: EveRecord, tls: Readonly<Record<string, unknown>>) => void;
  readonly named: (address: string, name: string, at: string) => void;
  readonly rows: () => readonly Omit<HostRow, 'seq' | 'asset'>[];
  readonly isCut: () => boolean;
}

const draftHost = (at: string): HostDraft => ({
  first: at,
  last: at,
  names: new Set(),
  ports: new Set(),
  protocols: new Set(),
  ja3: new Set(),
  ja4: new Set(),
  ja3s: new Set(),
  flows: 0,
  bytes: 0,
});

/** Starts the table of hosts. Addresses are those of flows: a name alone makes no host. */
export const createHosts = (): Hosts => {
  const { rows, of, isCut } = table<HostDraft>();
  const names = new Map<string, Set<string>>();
  const at = (address: string, time: string): HostDraft | undefined => {
    const host = of(address, () => draftHost(time));
    if (host !== undefined) spread(host, time);
    return host;
  };
  return {
    isCut,
    flow: (record, protocol) => {
      const flow = part(record, 'flow');
      const [start, end] = [isoOf(text(flow, 'start')), isoOf(text(flow, 'end'))];
      const bytes = amount(flow, 'bytes_toserver') + amount(flow, 'bytes_toclient');
      for (const side of [record.src_ip, record.dest_ip]) {
        const host = side === undefined ? undefined : at(shortAddress(side), start);
        if (host === undefined) continue;
        spread(host, end);
        host.flows += 1;
        host.bytes += bytes;
        note(host.protocols, protocol, 20);
        const answers = side === record.dest_ip && amount(flow, 'pkts_toclient') > 0;
        if (answers && record.dest_port !== undefined) note(host.ports, record.dest_port, 50);
      }
    },
    tls: (record, tls) => {
      const time = isoOf(record.timestamp);
      const client = at(shortAddress(record.src_ip ?? ''), time);
      if (client !== undefined) {
        note(client.ja3, text(part(tls, 'ja3'), 'hash'), 10);
        note(client.ja4, text(tls, 'ja4'), 10);
      }
      const server = at(shortAddress(record.dest_ip ?? ''), time);
      if (server !== undefined) note(server.ja3s, text(part(tls, 'ja3s'), 'hash'), 10);
    },
    named: (address, name) => {
      const known = names.get(address) ?? new Set<string>();
      if (names.size < MOST_ROWS) names.set(address, known);
      note(known, name, 10);
    },
    rows: () =>
      [...rows].map(([address, host]) => ({
        address,
        local: isLocal(address),
        names: [...(names.get(address) ?? [])],
        serverPorts: [...host.ports].toSorted((a, b) => a - b),
        protocols: [...host.protocols],
        ja3: [...host.ja3],
        ja4: [...host.ja4],
        ja3s: [...host.ja3s],
        flows: host.flows,
        bytes: host.bytes,
        first: host.first,
        last: host.last,
      })),
  };
};

interface NameDraft extends Span {
  readonly addresses: Set<string>;
  readonly clients: Set<string>;
  count: number;
  failed: number;
}

/** Names of a capture. */
export interface Names {
  readonly saw: (
    about: Pick<NameRow, 'via' | 'name' | 'detail'>,
    seen: {
      readonly at: string;
      readonly client: string;
      readonly addresses: readonly string[];
      readonly failed: number;
    },
  ) => void;
  readonly rows: () => readonly Omit<NameRow, 'seq'>[];
  readonly isCut: () => boolean;
}

/** Starts the table of names. */
export const createNames = (): Names => {
  const { rows, of, isCut } = table<NameDraft & Pick<NameRow, 'via' | 'name' | 'detail'>>();
  return {
    isCut,
    saw: (about, { at, client, addresses, failed }) => {
      const row = of(`${about.via} ${about.detail} ${about.name}`, () => ({
        ...about,
        first: at,
        last: at,
        addresses: new Set(),
        clients: new Set(),
        count: 0,
        failed: 0,
      }));
      if (row === undefined) return;
      spread(row, at);
      row.count += 1;
      row.failed += failed;
      note(row.clients, client, 10);
      for (const address of addresses) note(row.addresses, address, 10);
    },
    rows: () => [...rows.values()].map((row) => ({ ...row, addresses: [...row.addresses], clients: [...row.clients] })),
  };
};

/** What an MQTT record did, with its topics. */
const mqttActs = (mqtt: Readonly<Record<string, unknown>>): readonly { action: string; topic: string }[] => {
  const action = Object.keys(mqtt)[0] ?? '';
  if (action === 'publish') return [{ action, topic: text(part(mqtt, action), 'topic') }];
  if (action !== 'subscribe' && action !== 'unsubscribe') return [{ action, topic: '' }];
  const { topics } = part(mqtt, action);
  const list: readonly unknown[] = Array.isArray(topics) ? topics : [];
  return list.map((one) => ({ action, topic: typeof one === 'string' ? one : text(Object(one) as object, 'topic') }));
};

/** MQTT messages of a capture. */
export interface MqttTable {
  readonly saw: (record: EveRecord) => void;
  readonly rows: () => readonly Omit<MqttRow, 'seq'>[];
  readonly messages: () => number;
  readonly isCut: () => boolean;
}

/** Starts the table of MQTT. Client id and user are those of the connect message of the flow. */
export const createMqttTable = (): MqttTable => {
  const { rows, of, isCut } = table<Omit<MqttRow, 'seq'>>();
  const clients = new Map<number, { readonly clientId: string; readonly user: string }>();
  let messages = 0;
  return {
    isCut,
    messages: () => messages,
    saw: (record) => {
      messages += 1;
      const mqtt = part(record, 'mqtt');
      const at = isoOf(record.timestamp);
      const connect = part(mqtt, 'connect');
      const flow = record.flow_id ?? 0;
      if ('connect' in mqtt && clients.size < MOST_ROWS)
        clients.set(flow, { clientId: text(connect, 'client_id'), user: text(connect, 'username') });
      const { clientId = '', user = '' } = clients.get(flow) ?? {};
      const [clientIp, brokerIp] = [shortAddress(record.src_ip ?? ''), shortAddress(record.dest_ip ?? '')];
      for (const { action, topic } of mqttActs(mqtt)) {
        const row = of(JSON.stringify([clientIp, brokerIp, record.dest_port, action, clientId, topic]), () => {
          const about = { clientIp, brokerIp, brokerPort: record.dest_port ?? 0, action, clientId, user, topic };
          return { ...about, count: 0, first: at, last: at };
        });
        if (row !== undefined) Object.assign(row, { count: row.count + 1, last: at > row.last ? at : row.last });
      }
    },
    rows: () => [...rows.values()],
  };
};

/** Shares of protocols, biggest first. */
export const createShares = () => {
  const shares = new Map<string, ProtocolShare>();
  return {
    flow: (record: EveRecord, protocol: string): void => {
      const flow = part(record, 'flow');
      const { flows, packets, bytes } = shares.get(protocol) ?? { flows: 0, packets: 0, bytes: 0 };
      shares.set(protocol, {
        protocol,
        flows: flows + 1,
        packets: packets + amount(flow, 'pkts_toserver') + amount(flow, 'pkts_toclient'),
        bytes: bytes + amount(flow, 'bytes_toserver') + amount(flow, 'bytes_toclient'),
      });
    },
    list: (): ProtocolShare[] => [...shares.values()].toSorted((a, b) => b.bytes - a.bytes).slice(0, 100),
  };
};

/** Addresses in the answers of a DNS record. */
export const answersOf = (dns: Readonly<Record<string, unknown>>): readonly string[] =>
  parts(dns, 'answers')
    .filter((answer) => text(answer, 'rrtype') === 'A' || text(answer, 'rrtype') === 'AAAA')
    .map((answer) => shortAddress(text(answer, 'rdata')));
