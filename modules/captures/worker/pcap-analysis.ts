import type { Json } from '@chedun/kernel';
import { createAnalyzer, emptyFrame, openCapture, type EveRecord } from '@chedun/pcap';
import type { FlowRow } from '../contract.ts';
import { shortAddress } from '../domain/address.ts';
import { createFaults } from '../domain/faults.ts';
import { amount, isoOf, part, parts, text } from './eve.ts';
import { createFindings } from './findings.ts';
import { judgeRecord } from './pcap-findings.ts';
import { answersOf, createHosts, createMqttTable, createNames, createShares } from './pcap-tables.ts';
import type { FlatRecord, Outcome, Task } from './protocol.ts';
import type { Sink } from './sink.ts';

/** Most flows that are kept as rows, and records that are sent as events. */
const MOST_FLOWS = 100_000;
const MOST_EVENTS = 200_000;
const SENT: ReadonlySet<string> = new Set(['flow', 'dns', 'tls', 'http', 'mqtt', 'anomaly']);

/** Record for the journal: no passwords, and the capture that it comes from. */
const eventOf = (record: EveRecord, task: Task): FlatRecord => {
  const { mqtt } = record;
  const connect = part(part(record, 'mqtt'), 'connect');
  const clean = 'password' in connect ? { mqtt: { ...Object(mqtt), connect: { ...connect, password: '***' } } } : {};
  const time = isoOf(record.timestamp);
  const common = { time, product: 'network', category: record.event_type, capture: task.capture };
  return { ...record, ...clean, ...common, ...(task.vin === null ? {} : { vin: task.vin }) } as Readonly<
    Record<string, Json>
  >;
};

const flowRow = (record: EveRecord, server: string): Omit<FlowRow, 'seq'> => {
  const flow = part(record, 'flow');
  const [start, end] = [isoOf(text(flow, 'start')), isoOf(text(flow, 'end'))];
  const [toServer, toClient] = [amount(flow, 'bytes_toserver'), amount(flow, 'bytes_toclient')];
  return {
    start,
    end,
    srcIp: shortAddress(record.src_ip ?? ''),
    srcPort: record.src_port ?? null,
    dstIp: shortAddress(record.dest_ip ?? ''),
    dstPort: record.dest_port ?? null,
    transport: record.proto ?? '',
    protocol: text(record, 'app_proto'),
    server,
    packetsToServer: amount(flow, 'pkts_toserver'),
    packetsToClient: amount(flow, 'pkts_toclient'),
    bytesToServer: toServer,
    bytesToClient: toClient,
    bytes: toServer + toClient,
    seconds: (Date.parse(end) - Date.parse(start)) / 1000,
    state: text(flow, 'state'),
  };
};

/** Everything that an analysis gathers on its way. */
const gather = (task: Task, sink: Sink) => {
  const [hosts, names, mqtt, shares] = [createHosts(), createNames(), createMqttTable(), createShares()];
  const findings = createFindings(task);
  const servers = new Map<number, string>();
  const count = { flows: 0, anomalies: 0, events: 0 };

  const named = (record: EveRecord, via: 'tls' | 'http', name: string, detail: string): void => {
    if (name === '') return;
    const [at, server] = [isoOf(record.timestamp), shortAddress(record.dest_ip ?? '')];
    const client = shortAddress(record.src_ip ?? '');
    names.saw({ via, name, detail }, { at, client, addresses: [server], failed: 0 });
    hosts.named(server, name, at);
    if (servers.size < MOST_FLOWS) servers.set(record.flow_id ?? 0, name);
  };
  const onDns = (record: EveRecord): void => {
    const dns = part(record, 'dns');
    if (text(dns, 'type') !== 'response') return;
    const at = isoOf(record.timestamp);
    const addresses = answersOf(dns);
    for (const query of parts(dns, 'queries')) {
      const name = text(query, 'rrname');
      const failed = text(dns, 'rcode') === 'NXDOMAIN' ? 1 : 0;
      const client = shortAddress(record.dest_ip ?? '');
      names.saw({ via: 'dns', name, detail: text(query, 'rrtype') }, { at, client, addresses, failed });
      for (const address of addresses) hosts.named(address, name, at);
    }
  };
  const onFlow = (record: EveRecord): void => {
    count.flows += 1;
    const protocol = text(record, 'app_proto') || (record.proto ?? '');
    hosts.flow(record, protocol);
    shares.flow(record, protocol);
    if (count.flows > MOST_FLOWS) return;
    const row = flowRow(record, servers.get(record.flow_id ?? 0) ?? '');
    sink.row('flows', `${row.srcIp} ${row.dstIp} ${row.protocol} ${row.server}`, { ...row });
  };
  const onTls = (record: EveRecord, tls: Readonly<Record<string, unknown>>): void => {
    hosts.tls(record, tls);
    named(record, 'tls', text(tls, 'sni'), text(tls, 'version'));
  };
  const emit = (record: EveRecord): void => {
    if (record.event_type === 'dns') onDns(record);
    else if (record.event_type === 'flow') onFlow(record);
    else if (record.event_type === 'tls') onTls(record, part(record, 'tls'));
    else if (record.event_type === 'quic') onTls(record, { ...part(record, 'quic'), version: 'QUIC' });
    else if (record.event_type === 'http') named(record, 'http', text(part(record, 'http'), 'hostname'), '');
    else if (record.event_type === 'mqtt') mqtt.saw(record);
    else if (record.event_type === 'anomaly') count.anomalies += 1;
    judgeRecord(record, findings);
    if (!task.toEvents || !SENT.has(record.event_type) || count.events >= MOST_EVENTS) return;
    count.events += 1;
    sink.record(eventOf(record, task));
  };
  return { hosts, names, mqtt, shares, findings, count, emit };
};

type Gathered = ReturnType<typeof gather>;

const sendTables = (sink: Sink, { hosts, names, mqtt }: Gathered): void => {
  for (const host of hosts.rows())
    sink.row('hosts', `${host.address} ${host.names.join(' ')} ${host.protocols.join(' ')}`, { ...host, asset: null });
  for (const name of names.rows())
    sink.row('names', `${name.name} ${name.addresses.join(' ')} ${name.clients.join(' ')}`, { ...name });
  for (const row of mqtt.rows())
    sink.row('mqtt', `${row.topic} ${row.clientId} ${row.user} ${row.clientIp}`, { ...row });
};

/**
 * Analyses a whole network capture. A capture that ends in damage is analysed up to there and the place is told.
 * @throws pcap.not_a_capture
 */
export const analysePcap = (bytes: Uint8Array, task: Task, sink: Sink): Outcome => {
  const reader = openCapture(bytes);
  const gathered = gather(task, sink);
  const analyzer = createAnalyzer({}, gathered.emit);
  const frame = emptyFrame();
  let [frames, first, last] = [0, Infinity, -Infinity];
  while (reader.next(frame)) {
    frames += 1;
    const at = frame.seconds * 1000 + Math.floor(frame.micros / 1000);
    first = Math.min(first, at);
    last = Math.max(last, at);
    analyzer.frame(bytes, frame);
  }
  analyzer.end();
  sendTables(sink, gathered);
  const faults = createFaults();
  const damage = reader.fault();
  if (damage !== undefined) faults.add('captures.cut-short', { offset: damage.offset, reason: damage.reason });
  const { hosts, names, mqtt, shares, findings, count } = gathered;
  const iso = (at: number): string | null => (Number.isFinite(at) ? new Date(at).toISOString() : null);
  const hostRows = hosts.rows();
  return {
    findings: findings.end(sink),
    faults: faults.list,
    unreadable: faults.count(),
    summary: {
      kind: 'pcap',
      frames,
      bytes: bytes.length,
      first: iso(first),
      last: iso(last),
      flows: count.flows,
      hosts: hostRows.length,
      unregisteredHosts: 0,
      names: names.rows().length,
      mqttMessages: mqtt.messages(),
      anomalies: count.anomalies,
      events: count.events,
      protocols: shares.list(),
      cut: count.flows > MOST_FLOWS || hosts.isCut() || names.isCut() || mqtt.isCut(),
    },
  };
};
