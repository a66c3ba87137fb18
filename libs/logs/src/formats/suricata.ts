import { emptyCore } from '../event.ts';
import type { OcsfCore, OcsfDraft } from '../event.ts';
import { logsource } from '../logsource.ts';
import { OCSF_CLASS, SEVERITY } from '../ocsf.ts';
import type { JsonFormat } from './shape.ts';
import { isoMs } from '../text/time.ts';
import { hot, isObject, port } from '../text/value.ts';
import type { JsonObject } from '../text/value.ts';

const EMPTY: JsonObject = {};
const section = (fields: JsonObject, name: string): JsonObject => {
  const value = fields[name];
  return isObject(value) ? value : EMPTY;
};

/** Severity of an alert: Suricata counts down from 1 (highest) to 4. */
const ALERT_SEVERITY = [SEVERITY.unknown, SEVERITY.high, SEVERITY.medium, SEVERITY.low, SEVERITY.informational];

/** True for a record of Suricata's EVE output. */
const isEve = (fields: JsonObject): boolean =>
  typeof fields['event_type'] === 'string' &&
  typeof fields['timestamp'] === 'string' &&
  (fields['src_ip'] !== undefined || fields['flow_id'] !== undefined || fields['stats'] !== undefined);

/** OCSF class and activity by event type; what is not listed is network traffic. */
const CLASS: ReadonlyMap<string, readonly [classUid: number, activityId: number]> = new Map([
  ['alert', [OCSF_CLASS.detectionFinding, 1]],
  ['dns', [OCSF_CLASS.dns, 1]],
  ['http', [OCSF_CLASS.http, 99]],
  ['ssh', [OCSF_CLASS.ssh, 1]],
  ['smb', [OCSF_CLASS.smb, 99]],
  ['rdp', [OCSF_CLASS.rdp, 99]],
  ['smtp', [OCSF_CLASS.email, 99]],
  ['dhcp', [OCSF_CLASS.dhcp, 99]],
  ['ftp', [OCSF_CLASS.ftp, 99]],
  ['stats', [OCSF_CLASS.base, 0]],
]);
const TRAFFIC = [OCSF_CLASS.network, 6] as const;

const fillByType = (core: OcsfDraft, type: string, fields: JsonObject): void => {
  const [classUid, activityId] = CLASS.get(type) ?? TRAFFIC;
  core.classUid = classUid;
  core.activityId = activityId;
  if (type === 'alert') {
    const alert = section(fields, 'alert');
    core.ruleName = hot(alert['signature']);
    core.message = hot(alert['category']);
    core.severityId = ALERT_SEVERITY[Number(alert['severity'])] ?? SEVERITY.unknown;
  } else if (type === 'anomaly') core.ruleName = hot(section(fields, 'anomaly')['event']);
  else if (type === 'dns') {
    const kind = section(fields, 'dns')['type'];
    if (kind === 'answer' || kind === 'response') core.activityId = 2;
  }
};

/** EVE version 3 writes `queries`, version 2 `rrname` at the top of the section. */
const dnsName = (dns: JsonObject): string => {
  const queries = dns['queries'] ?? dns['query'];
  const first: unknown = Array.isArray(queries) ? queries[0] : undefined;
  return hot(dns['rrname'] ?? (isObject(first) ? first['rrname'] : undefined));
};

const eveCore = (fields: JsonObject, type: string): OcsfCore => {
  const core = emptyCore();
  const http = section(fields, 'http');
  const file = section(fields, 'fileinfo');
  core.eventCode = type;
  // Others write EVE too and say so.
  core.provider = hot(fields['product'] ?? 'suricata');
  core.host = hot(fields['host'] ?? fields['in_iface']);
  core.srcIp = hot(fields['src_ip']);
  core.dstIp = hot(fields['dest_ip']);
  core.srcPort = port(fields['src_port']);
  core.dstPort = port(fields['dest_port']);
  core.protocol = hot(fields['app_proto'] ?? fields['proto']).toLowerCase();
  core.url = hot(http['url']);
  core.domain = hot(http['hostname'] ?? section(fields, 'tls')['sni'] ?? dnsName(section(fields, 'dns')));
  core.file = hot(file['filename']);
  core.hash = hot(file['sha256'] ?? file['md5']);
  fillByType(core, type, fields);
  return core;
};

/**
 * Suricata EVE JSON (one event a line; docs.suricata.io, EVE JSON format). An alert also carries its http, tls, dns
 * section.
 */
export const suricataEve: JsonFormat = {
  format: 'suricata-eve',
  matches: isEve,
  normalise: (fields) => {
    const type = hot(fields['event_type']);
    return {
      time: typeof fields['timestamp'] === 'string' ? isoMs(fields['timestamp'], 0) : undefined,
      logsource: logsource('suricata', type === 'dns' ? 'dns' : undefined, type === '' ? undefined : type),
      ocsf: eveCore(fields, type),
    };
  },
};
