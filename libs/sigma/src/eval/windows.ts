import { isObject, type EventObject } from './layers.ts';

/** Channels (lower case) behind each Windows service name of the Sigma taxonomy. */
const CHANNELS: Readonly<Record<string, readonly string[]>> = {
  application: ['application'],
  security: ['security'],
  system: ['system'],
  sysmon: ['microsoft-windows-sysmon/operational', 'linux-sysmon/operational'],
  powershell: ['microsoft-windows-powershell/operational', 'powershellcore/operational'],
  'powershell-classic': ['windows powershell'],
  windefend: ['microsoft-windows-windows defender/operational'],
  applocker: [
    'microsoft-windows-applocker/exe and dll',
    'microsoft-windows-applocker/msi and script',
    'microsoft-windows-applocker/packaged app-deployment',
    'microsoft-windows-applocker/packaged app-execution',
  ],
  'appmodel-runtime': ['microsoft-windows-appmodel-runtime/admin'],
  'appxdeployment-server': ['microsoft-windows-appxdeploymentserver/operational'],
  'appxpackaging-om': ['microsoft-windows-appxpackaging/operational', 'microsoft-windows-appxpackagingom/operational'],
  bitlocker: ['microsoft-windows-bitlocker/bitlocker management'],
  'bits-client': ['microsoft-windows-bits-client/operational'],
  capi2: ['microsoft-windows-capi2/operational'],
  'certificateservicesclient-lifecycle-system': [
    'microsoft-windows-certificateservicesclient-lifecycle-system/operational',
  ],
  'codeintegrity-operational': ['microsoft-windows-codeintegrity/operational'],
  dhcp: ['microsoft-windows-dhcp-server/operational'],
  'diagnosis-scripted': ['microsoft-windows-diagnosis-scripted/operational'],
  'dns-client': ['microsoft-windows-dns client events/operational', 'microsoft-windows-dns-client/operational'],
  'dns-server': ['dns server'],
  'dns-server-analytic': ['microsoft-windows-dns-server/analytical', 'microsoft-windows-dnsserver/analytical'],
  'dns-server-audit': ['microsoft-windows-dns-server/audit', 'microsoft-windows-dnsserver/audit'],
  'driver-framework': ['microsoft-windows-driverframeworks-usermode/operational'],
  'firewall-as': ['microsoft-windows-windows firewall with advanced security/firewall'],
  'hyper-v-worker': ['microsoft-windows-hyper-v-worker-admin'],
  'iis-configuration': ['microsoft-iis-configuration/operational'],
  'kernel-event-tracing': ['microsoft-windows-kernel-eventtracing/admin'],
  'kernel-shimengine': ['microsoft-windows-kernel-shimengine/operational'],
  ldap: ['microsoft-windows-ldap-client/debug'],
  ldap_debug: ['microsoft-windows-ldap-client/debug'],
  'lsa-server': ['microsoft-windows-lsa/operational'],
  'microsoft-servicebus-client': ['microsoft-servicebus-client/operational', 'microsoft-servicebus-client'],
  'msexchange-management': ['msexchange management'],
  ntfs: ['microsoft-windows-ntfs/operational'],
  ntlm: ['microsoft-windows-ntlm/operational'],
  openssh: ['openssh/operational'],
  'printservice-admin': ['microsoft-windows-printservice/admin'],
  'printservice-operational': ['microsoft-windows-printservice/operational'],
  'security-mitigations': [
    'microsoft-windows-security-mitigations/kernel mode',
    'microsoft-windows-security-mitigations/user mode',
  ],
  sense: ['microsoft-windows-sense/operational'],
  'servicebus-client': ['microsoft-servicebus-client/operational', 'microsoft-servicebus-client'],
  'shell-core': ['microsoft-windows-shell-core/operational'],
  'smbclient-connectivity': ['microsoft-windows-smbclient/connectivity'],
  'smbclient-security': ['microsoft-windows-smbclient/security'],
  'smbserver-connectivity': ['microsoft-windows-smbserver/connectivity'],
  taskscheduler: ['microsoft-windows-taskscheduler/operational'],
  'terminalservices-localsessionmanager': ['microsoft-windows-terminalservices-localsessionmanager/operational'],
  vhdmp: ['microsoft-windows-vhdmp/operational'],
  wmi: ['microsoft-windows-wmi-activity/operational'],
};

const SYSMON: Readonly<Record<number, readonly string[]>> = {
  1: ['process_creation'],
  2: ['file_change'],
  3: ['network_connection'],
  4: ['sysmon_status'],
  5: ['process_termination'],
  6: ['driver_load'],
  7: ['image_load'],
  8: ['create_remote_thread'],
  9: ['raw_access_thread'],
  10: ['process_access'],
  11: ['file_event'],
  12: ['registry_event', 'registry_add', 'registry_delete'],
  13: ['registry_event', 'registry_set'],
  14: ['registry_event', 'registry_rename'],
  15: ['create_stream_hash'],
  16: ['sysmon_status'],
  17: ['pipe_created'],
  18: ['pipe_created'],
  19: ['wmi_event'],
  20: ['wmi_event'],
  21: ['wmi_event'],
  22: ['dns_query'],
  23: ['file_delete'],
  24: ['clipboard_capture'],
  25: ['process_tampering'],
  26: ['file_delete', 'file_delete_detected'],
  27: ['file_block_executable'],
  28: ['file_block_shredding'],
  29: ['file_executable_detected'],
  255: ['sysmon_error'],
};

/** Categories by channel (lower case) and event id; source: Sigma taxonomy appendix, Windows section. */
const CATEGORIES: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
  'microsoft-windows-sysmon/operational': SYSMON,
  'linux-sysmon/operational': SYSMON,
  security: { 4688: ['process_creation'] },
  'microsoft-windows-powershell/operational': { 4103: ['ps_module'], 4104: ['ps_script'] },
  'powershellcore/operational': { 4103: ['ps_module'], 4104: ['ps_script'] },
  'windows powershell': { 400: ['ps_classic_start'], 600: ['ps_classic_provider_start'], 800: ['ps_classic_script'] },
};

/** Fields of a Security 4688 event under the names that process_creation rules use. */
export const PROCESS_ALIASES: readonly (readonly [from: string, to: string])[] = [
  ['NewProcessName', 'Image'],
  ['ParentProcessName', 'ParentImage'],
  ['ProcessCommandLine', 'CommandLine'],
];

/** What the channel and event id of a Windows event say about its log source. */
export interface WindowsSource {
  /** Small number that stands for this combination. */
  readonly token: number;
  readonly services: readonly string[];
  readonly categories: readonly string[];
  /** True for Security 4688, whose fields have other names. */
  readonly aliased: boolean;
}

/** Service names that a channel can be translated to; others cannot be judged from the event. */
export const knownServices: ReadonlySet<string> = new Set(Object.keys(CHANNELS));

/** Category names that an event of a Windows channel would show, or that never come from one. */
export const knownCategories: ReadonlySet<string> = new Set([
  ...Object.values(CATEGORIES).flatMap((events) => Object.values(events).flat()),
  'file_access',
  'file_rename',
  'antivirus',
  'database',
  'dns',
  'firewall',
  'proxy',
  'webserver',
]);

const buildSources = (): ReadonlyMap<string, ReadonlyMap<number, WindowsSource>> => {
  const out = new Map<string, Map<number, WindowsSource>>();
  let token = UNKNOWN.token;
  const add = (channel: string, id: number, services: readonly string[], categories: readonly string[]): void => {
    const byId = out.get(channel) ?? new Map<number, WindowsSource>();
    token += 1;
    byId.set(id, {
      token,
      services,
      categories,
      aliased: channel === 'security' && categories.includes('process_creation'),
    });
    out.set(channel, byId);
  };
  const channels = new Set([...Object.values(CHANNELS).flat(), ...Object.keys(CATEGORIES)]);
  for (const channel of channels) {
    const services = Object.keys(CHANNELS).filter((service) => CHANNELS[service]?.includes(channel));
    add(channel, ANY_ID, services, []);
    for (const [id, categories] of Object.entries(CATEGORIES[channel] ?? {}))
      add(channel, Number(id), services, categories);
  }
  return out;
};

const ANY_ID = -1;
const UNKNOWN: WindowsSource = { token: 1, services: [], categories: [], aliased: false };
const SOURCES = buildSources();

/**
 * The log source that a Windows event shows by `Channel` and `EventID`, flat or in the evtx_dump form;
 * `undefined` for events without a channel.
 */
export const windowsSource = (event: EventObject): WindowsSource | undefined => {
  const envelope = event['Event'];
  const system = isObject(envelope) && isObject(envelope['System']) ? envelope['System'] : event;
  const channel = system['Channel'];
  if (typeof channel !== 'string') return undefined;
  const byId = SOURCES.get(channel) ?? SOURCES.get(channel.toLowerCase());
  return byId?.get(eventId(system['EventID'])) ?? byId?.get(ANY_ID) ?? UNKNOWN;
};

/** Every known combination of channel (lower case) and event id; `id` is undefined for all other events of the channel. */
export const knownWindowsSources = (): readonly {
  readonly channel: string;
  readonly id: number | undefined;
  readonly source: WindowsSource;
}[] =>
  [...SOURCES].flatMap(([channel, byId]) =>
    [...byId].map(([id, source]) => ({ channel, id: id === ANY_ID ? undefined : id, source })),
  );

/** What an event of a channel that is not known shows. */
export const UNKNOWN_WINDOWS: WindowsSource = UNKNOWN;

const eventId = (value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return Number(value);
  return isObject(value) && '#text' in value && !isObject(value['#text']) ? eventId(value['#text']) : ANY_ID;
};
