/** Ids of the log sources the range writes to; their formats are `tsp`, `windows-json` and `syslog`. */
export const LOG_SOURCES = ['tsp', 'tsp-windows', 'tsp-linux'] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

/** One line of the vehicle cloud's own log. */
export interface TspRecord {
  readonly type: 'remote_control' | 'api' | 'ota' | 'login';
  readonly account: string;
  readonly src_ip: string;
  readonly result: 'success' | 'failure' | 'denied';
  readonly vin?: string;
  readonly command?: string;
  readonly session_id?: string;
  readonly vehicle_speed_kmh?: number;
  readonly user_agent?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly package?: string;
  readonly package_hash?: string;
  readonly channel?: 'app' | 'partner_api';
  readonly nonce_state?: 'fresh' | 'reused';
  readonly signature?: 'ok' | 'failed' | 'absent';
  readonly command_age_s?: number;
}

/** A line of the platform log at `now` (ms). */
export const tspLine = (now: number, record: TspRecord): string =>
  JSON.stringify({ ts: new Date(now).toISOString(), host: GATEWAY_HOST, ...record });

/** Fields of a Windows event besides time, host and channel. */
export type WindowsFields = Readonly<Record<string, string | number>>;

/** Host of the platform that the intrusion takes. */
export const WINDOWS_HOST = 'TSP-APP-02.chedun.example';
export const LINUX_HOST = 'tsp-db-01';
/** Host that writes the platform log, and the firewall in front of it. */
export const GATEWAY_HOST = 'tsp-gw-01';
export const FIREWALL_HOST = 'edge-fw-01';

/** A Sysmon event as a log forwarder writes it (flat JSON). */
export const sysmonLine = (now: number, eventId: number, fields: WindowsFields): string => {
  const iso = new Date(now).toISOString();
  return JSON.stringify({
    '@timestamp': iso,
    EventID: eventId,
    SourceName: 'Microsoft-Windows-Sysmon',
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: WINDOWS_HOST,
    UtcTime: iso.replace('T', ' ').replace('Z', ''),
    ...fields,
  });
};

/** An event of the Windows security log (flat JSON). */
export const securityLine = (now: number, eventId: number, fields: WindowsFields): string =>
  JSON.stringify({
    '@timestamp': new Date(now).toISOString(),
    EventID: eventId,
    SourceName: 'Microsoft-Windows-Security-Auditing',
    Channel: 'Security',
    Hostname: WINDOWS_HOST,
    ...fields,
  });

/** A line of a host (RFC 5424). `priority` = facility * 8 + severity. */
export const syslogLine = (
  now: number,
  priority: number,
  program: string,
  pid: number,
  message: string,
  host: string = LINUX_HOST,
): string => `<${priority}>1 ${new Date(now).toISOString()} ${host} ${program} ${pid} - - ${message}`;
