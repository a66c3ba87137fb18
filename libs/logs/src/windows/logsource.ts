import type { EventLogsource } from '../event.ts';

/** Sigma service of an event channel, lower-cased (SigmaHQ taxonomy, `windows` product). */
const SERVICE: ReadonlyMap<string, string> = new Map([
  ['security', 'security'],
  ['system', 'system'],
  ['application', 'application'],
  ['microsoft-windows-sysmon/operational', 'sysmon'],
  ['microsoft-windows-powershell/operational', 'powershell'],
  ['powershellcore/operational', 'powershell'],
  ['windows powershell', 'powershell-classic'],
  ['microsoft-windows-windows defender/operational', 'windefend'],
  ['microsoft-windows-taskscheduler/operational', 'taskscheduler'],
  ['microsoft-windows-wmi-activity/operational', 'wmi'],
  ['microsoft-windows-ntlm/operational', 'ntlm'],
  ['microsoft-windows-dns-client/operational', 'dns-client'],
  ['dns server', 'dns-server'],
  ['microsoft-windows-dns-server/analytical', 'dns-server-analytic'],
  ['microsoft-windows-dns-server/audit', 'dns-server-audit'],
  ['microsoft-windows-dhcp-server/operational', 'dhcp'],
  ['microsoft-windows-driverframeworks-usermode/operational', 'driver-framework'],
  ['microsoft-windows-codeintegrity/operational', 'codeintegrity-operational'],
  ['microsoft-windows-bits-client/operational', 'bits-client'],
  ['microsoft-windows-windows firewall with advanced security/firewall', 'firewall-as'],
  ['microsoft-windows-appxdeploymentserver/operational', 'appxdeployment-server'],
  ['microsoft-windows-appxpackaging/operational', 'appxpackaging-om'],
  ['microsoft-windows-appmodel-runtime/admin', 'appmodel-runtime'],
  ['microsoft-windows-applocker/msi and script', 'applocker'],
  ['microsoft-windows-applocker/exe and dll', 'applocker'],
  ['microsoft-windows-applocker/packaged app-deployment', 'applocker'],
  ['microsoft-windows-applocker/packaged app-execution', 'applocker'],
  ['microsoft-windows-security-mitigations/kernel mode', 'security-mitigations'],
  ['microsoft-windows-security-mitigations/user mode', 'security-mitigations'],
  ['microsoft-windows-smbclient/security', 'smbclient-security'],
  ['microsoft-windows-smbclient/connectivity', 'smbclient-connectivity'],
  ['microsoft-windows-smbserver/connectivity', 'smbserver-connectivity'],
  ['microsoft-windows-terminalservices-localsessionmanager/operational', 'terminalservices-localsessionmanager'],
  ['microsoft-windows-printservice/admin', 'printservice-admin'],
  ['microsoft-windows-printservice/operational', 'printservice-operational'],
  ['microsoft-windows-ldap-client/debug', 'ldap'],
  ['microsoft-windows-lsa/operational', 'lsa-server'],
  ['microsoft-windows-capi2/operational', 'capi2'],
  [
    'microsoft-windows-certificateservicesclient-lifecycle-system/operational',
    'certificateservicesclient-lifecycle-system',
  ],
  ['microsoft-windows-diagnosis-scripted/operational', 'diagnosis-scripted'],
  ['microsoft-windows-shell-core/operational', 'shell-core'],
  ['microsoft-windows-vhdmp/operational', 'vhdmp'],
  ['microsoft-iis-configuration/operational', 'iis-configuration'],
  ['microsoft-servicebus-client', 'microsoft-servicebus-client'],
  ['msexchange management', 'msexchange-management'],
  ['openssh/operational', 'openssh'],
]);

/** Sigma category of a Sysmon event id. 12 is told apart by its EventType. */
const SYSMON: ReadonlyMap<number, string> = new Map([
  [1, 'process_creation'],
  [2, 'file_change'],
  [3, 'network_connection'],
  [4, 'sysmon_status'],
  [5, 'process_termination'],
  [6, 'driver_load'],
  [7, 'image_load'],
  [8, 'create_remote_thread'],
  [9, 'raw_access_thread'],
  [10, 'process_access'],
  [11, 'file_event'],
  [12, 'registry_add'],
  [13, 'registry_set'],
  [14, 'registry_rename'],
  [15, 'create_stream_hash'],
  [16, 'sysmon_status'],
  [17, 'pipe_created'],
  [18, 'pipe_created'],
  [19, 'wmi_event'],
  [20, 'wmi_event'],
  [21, 'wmi_event'],
  [22, 'dns_query'],
  [23, 'file_delete'],
  [24, 'clipboard_capture'],
  [25, 'process_tampering'],
  [26, 'file_delete'],
  [27, 'file_block_executable'],
  [28, 'file_block_shredding'],
  [29, 'file_executable_detected'],
  [255, 'sysmon_error'],
]);

/** Sigma category by service and event id, outside Sysmon. */
const OTHER: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  ['security', new Map([[4688, 'process_creation']])],
  [
    'powershell',
    new Map([
      [4103, 'ps_module'],
      [4104, 'ps_script'],
    ]),
  ],
  [
    'powershell-classic',
    new Map([
      [400, 'ps_classic_start'],
      [600, 'ps_classic_provider_start'],
    ]),
  ],
]);

interface ChannelSource {
  /** Logsource of an event id without a category of its own. */
  readonly plain: EventLogsource;
  readonly byId: ReadonlyMap<number, EventLogsource>;
}

const channelSource = (service: string): ChannelSource => {
  const byId = new Map<number, EventLogsource>();
  for (const [eventId, category] of service === 'sysmon' ? SYSMON : (OTHER.get(service) ?? [])) {
    byId.set(eventId, { product: 'windows', service, category });
  }
  return { plain: { product: 'windows', service }, byId };
};

/** All logsources are made once, so that an event costs two look-ups and no allocation. */
const SOURCES: ReadonlyMap<string, ChannelSource> = new Map(
  [...SERVICE].map(([channel, service]) => [channel, channelSource(service)]),
);

const WINDOWS: EventLogsource = { product: 'windows' };
const REGISTRY_DELETE: EventLogsource = { product: 'windows', service: 'sysmon', category: 'registry_delete' };

/**
 * Sigma logsource of a Windows event by channel (case does not matter) and event id; `deletes` says that a Sysmon 12
 * deletes a registry object. An unknown channel gives the product alone.
 */
export const windowsLogsource = (channel: string, eventId: number, deletes: boolean): EventLogsource => {
  if (deletes) return REGISTRY_DELETE;
  const source = SOURCES.get(channel.toLowerCase());
  return source === undefined ? WINDOWS : (source.byId.get(eventId) ?? source.plain);
};
