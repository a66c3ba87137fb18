import { z } from 'zod';
import { Iso, ListQuery, page } from './page.ts';

/** A protocol with its share. */
export const ProtocolShare = z.object({
  /** `dns`, `tls`, `http`, `mqtt` …; the transport (`TCP`, `UDP`, `ICMP`) where nothing above it was told. */
  protocol: z.string(),
  flows: z.number().int(),
  packets: z.number().int(),
  bytes: z.number().int(),
});
export type ProtocolShare = z.infer<typeof ProtocolShare>;

/** Result of a network capture. Lists are bounded; `cut` tells that some rows were only counted. */
export const PcapSummary = z.object({
  kind: z.literal('pcap'),
  frames: z.number().int(),
  bytes: z.number().int(),
  first: Iso.nullable(),
  last: Iso.nullable(),
  flows: z.number().int(),
  hosts: z.number().int(),
  /** Hosts with a private address that the register of assets did not know when it was analysed. */
  unregisteredHosts: z.number().int(),
  names: z.number().int(),
  mqttMessages: z.number().int(),
  anomalies: z.number().int(),
  /** Records sent as events. */
  events: z.number().int(),
  protocols: z.array(ProtocolShare).max(100),
  cut: z.boolean(),
});
export type PcapSummary = z.infer<typeof PcapSummary>;

export const FlowRow = z.object({
  seq: z.number().int(),
  start: Iso,
  end: Iso,
  srcIp: z.string(),
  srcPort: z.number().int().nullable(),
  dstIp: z.string(),
  dstPort: z.number().int().nullable(),
  transport: z.string(),
  /** Application protocol; '' when it was not told. */
  protocol: z.string(),
  /** Server name of TLS or HTTP; '' when there is none. */
  server: z.string(),
  packetsToServer: z.number().int(),
  packetsToClient: z.number().int(),
  bytesToServer: z.number().int(),
  bytesToClient: z.number().int(),
  bytes: z.number().int(),
  seconds: z.number(),
  state: z.string(),
});
export type FlowRow = z.infer<typeof FlowRow>;
/** GET /captures/:id/flows */
export const FlowQuery = z.object({
  ...ListQuery,
  protocol: z.string().max(40).optional(),
  host: z.string().max(64).optional(),
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  sort: z.enum(['start', 'bytes', 'seconds', 'srcIp', 'dstIp', 'dstPort']).default('start'),
});
export const FlowPage = page(FlowRow);

export const HostRow = z.object({
  seq: z.number().int(),
  address: z.string(),
  /** Private, loopback or link-local address. */
  local: z.boolean(),
  /** Names under which it was called: DNS answers, TLS and HTTP server names. At most 10. */
  names: z.array(z.string()),
  /** Ports at which it answered. At most 50. */
  serverPorts: z.array(z.number().int()),
  /** Protocols spoken, at most 20. */
  protocols: z.array(z.string()),
  /** Fingerprints of its TLS clients, at most 10 each. */
  ja3: z.array(z.string()),
  ja4: z.array(z.string()),
  /** Fingerprints of its TLS servers, at most 10. */
  ja3s: z.array(z.string()),
  flows: z.number().int(),
  bytes: z.number().int(),
  first: Iso,
  last: Iso,
  /** Name of the asset with this address, as the register knows it now; null when it knows none. */
  asset: z.string().nullable(),
});
export type HostRow = z.infer<typeof HostRow>;
/** GET /captures/:id/hosts */
export const HostSeenQuery = z.object({
  ...ListQuery,
  local: z.stringbool().optional(),
  sort: z.enum(['address', 'bytes', 'flows', 'first']).default('bytes'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export const HostSeenPage = page(HostRow);

/** A host of any capture that no asset carries (obligation 1.1-g); register it with PUT /assets/hosts/:name. */
export const UnregisteredHost = z.object({
  address: z.string(),
  names: z.array(z.string()),
  serverPorts: z.array(z.number().int()),
  protocols: z.array(z.string()),
  captures: z.number().int(),
  lastCaptureId: z.uuid(),
  first: Iso,
  last: Iso,
});
export type UnregisteredHost = z.infer<typeof UnregisteredHost>;
/** GET /captures/unregistered-hosts: private addresses, newest first. */
export const UnregisteredHostQuery = z.object({
  q: ListQuery.q,
  cursor: ListQuery.cursor,
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const UnregisteredHostPage = page(UnregisteredHost);

export const NameRow = z.object({
  seq: z.number().int(),
  name: z.string(),
  /** `dns`: asked for · `tls`: server name of a handshake · `http`: host of a request. */
  via: z.enum(['dns', 'tls', 'http']),
  /** Type of the DNS record, version of TLS, or ''. */
  detail: z.string(),
  count: z.number().int(),
  /** Addresses of answers or of the server, at most 10. */
  addresses: z.array(z.string()),
  /** Clients that asked, at most 10. */
  clients: z.array(z.string()),
  /** DNS: answers without such a name. */
  failed: z.number().int(),
  first: Iso,
  last: Iso,
});
export type NameRow = z.infer<typeof NameRow>;
/** GET /captures/:id/names */
export const NameQuery = z.object({
  ...ListQuery,
  via: z.enum(['dns', 'tls', 'http']).optional(),
  sort: z.enum(['name', 'count', 'first']).default('count'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export const NamePage = page(NameRow);

/** MQTT by client, action and topic. */
export const MqttRow = z.object({
  seq: z.number().int(),
  clientIp: z.string(),
  brokerIp: z.string(),
  brokerPort: z.number().int(),
  /** `connect`, `publish`, `subscribe` … */
  action: z.string(),
  clientId: z.string(),
  user: z.string(),
  topic: z.string(),
  count: z.number().int(),
  first: Iso,
  last: Iso,
});
export type MqttRow = z.infer<typeof MqttRow>;
/** GET /captures/:id/mqtt */
export const MqttQuery = z.object({
  ...ListQuery,
  action: z.string().max(20).optional(),
  sort: z.enum(['first', 'count', 'topic']).default('first'),
});
export const MqttPage = page(MqttRow);
