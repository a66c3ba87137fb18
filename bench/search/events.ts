import { blankEvent, type EventRow } from '../../platform/events/src/index.ts';

/** Change it whenever the events change: stored data of another version is loaded again. */
export const GENERATOR = 'search-1';

/** When the first event happens, and how far apart events are: 20 million fill 30 days. */
export const FIRST_TIME = Date.UTC(2026, 9, 1);
export const STEP_MS = 129.6;

export const VEHICLES = 20_000;
export const HOSTS = 2_000;
export const USERS = 5_000;

const ECUS = ['TBOX', 'GW', 'IVI', 'ADAS', 'BCM', 'VCU', 'BMS', 'OBD'];
const PROGRAMS = [
  'svchost',
  'powershell',
  'cmd',
  'rundll32',
  'chrome',
  'wmiprvse',
  'lsass',
  'msedge',
  'java',
  'python',
];
const CODES = ['4624', '4625', '4688', '4663', '5156', '5158', '1', '3', '11', '13'];
const ACTIONS = ['rejected', 'accepted', 'dropped', 'throttled', 'quarantined'];
const KINDS = ['can.unknown_id', 'can.rate', 'eth.portscan', 'diag.security_access', 'ota.signature', 'tls.handshake'];

// xorshift over the index: event number n is the same on every machine.
const mix = (n: number): number => {
  let x = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
};

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** VIN of vehicle number `n`. */
export const vinOf = (n: number): string =>
  `LSV${(n * 7919).toString(36).toUpperCase().padStart(8, 'A')}${String(n).padStart(6, '0')}`;
/** Name of host number `n`. */
export const hostOf = (n: number): string => `WORKSTATION${n}.plant.example.cn`;
/** Name of user number `n`. */
export const userOf = (n: number): string => `u${n.toString(36).padStart(4, '0')}`;
/** Source address of vehicle number `n`. */
export const addressOf = (n: number): string => `10.${(n >> 8) & 0xff}.${n & 0xff}.${(n >> 4) % 250}`;
/** Session of event number `n`: about 50 events share one. */
export const sessionOf = (n: number): string =>
  `${mix(Math.floor(n / 50))
    .toString(16)
    .padStart(8, '0')}${(Math.floor(n / 50) % 4096).toString(16)}`;
/** Full path of program number `n`. */
const programOf = (n: number): string => `C:\\Windows\\System32\\${pick(PROGRAMS, n)}.exe`;

const severityOf = (n: number): number => (n % 997 === 0 ? 5 : n % 101 === 0 ? 4 : n % 11 === 0 ? 3 : 1);

const vehicleEvent = (n: number, r: number): Partial<EventRow> => {
  const vehicle = r % VEHICLES;
  const vin = vinOf(vehicle);
  const ecu = pick(ECUS, r >>> 5);
  const kind = pick(KINDS, r >>> 9);
  const action = pick(ACTIONS, r >>> 13);
  const srcIp = addressOf(vehicle);
  const dstIp = `172.16.${r % 40}.${(r >>> 6) % 200}`;
  const dstPort = [443, 8883, 13400, 30490, 22][r % 5] ?? 443;
  const message = `${ecu} ${action} ${kind} by policy ${(r >>> 7) % 500}`;
  const body =
    `{"vin":"${vin}","ecu":"${ecu}","kind":"${kind}","action":"${action}","frame":"0x${((r >>> 3) % 2048).toString(16)}",` +
    `"src":"${srcIp}","dst":"${dstIp}","port":${dstPort},"session":"${sessionOf(n)}","message":"${message}",` +
    `"firmware":"${ecu}-${(r >>> 11) % 20}.${(r >>> 4) % 10}","speed":${r % 130},"gear":"D","note":"车载安全事件 入侵检测"}`;
  return {
    source: 'vsoc',
    format: 'json',
    classUid: 2004,
    vin,
    ecu,
    srcIp,
    dstIp,
    dstPort,
    protocol: 'tcp',
    eventCode: kind,
    message,
    body,
  };
};

const hostEvent = (n: number, r: number): Partial<EventRow> => {
  const host = hostOf(r % HOSTS);
  const user = userOf((r >>> 3) % USERS);
  const program = programOf(r >>> 9);
  const eventCode = pick(CODES, r >>> 5);
  const commandLine = `${program} -k netsvcs -p ${r % 9973} --token ${sessionOf(n)}`;
  const message = 'A new process has been created.';
  const body =
    `{"Hostname":"${host}","EventID":${eventCode},"Channel":"Security","SubjectUserName":"${user}","Image":${JSON.stringify(program)},` +
    `"CommandLine":${JSON.stringify(commandLine)},"ProcessId":"${r % 65_536}","Message":"${message}\\r\\n\\tCreator:\\t${user}",` +
    `"ProviderGuid":"{54849625-5478-4994-A5BA-3E3B0328C30D}","RecordNumber":${n}}`;
  return {
    source: 'windows',
    format: 'winlog',
    classUid: 1007,
    host,
    user,
    process: program,
    commandLine,
    eventCode,
    provider: 'Microsoft-Windows-Security-Auditing',
    message,
    body,
  };
};

/** When event number `n` happened. */
const timeOf = (n: number): number => Math.floor(FIRST_TIME + n * STEP_MS);

/** Event number `n`: seven of ten are vehicle security events, three are events of Windows hosts. */
export const eventOf = (n: number): EventRow => {
  const r = mix(n);
  const time = timeOf(n);
  return {
    ...blankEvent,
    ...(r % 10 < 7 ? vehicleEvent(n, r) : hostEvent(n, r)),
    journal: 'bench',
    seq: Math.floor(n / 200) + 1,
    idx: n % 200,
    received: time + (r % 900),
    time,
    severityId: severityOf(r >>> 2),
    activityId: 1,
    statusId: 1,
  };
};
