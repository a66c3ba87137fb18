import type { OcsfDraft } from '../event.ts';
import { OCSF_CLASS, SEVERITY, STATUS } from '../ocsf.ts';
import { hot, hotDash, port } from '../text/value.ts';
import type { JsonObject } from '../text/value.ts';

type ClassActivity = readonly [classUid: number, activityId: number];

/** OCSF class and activity by Sysmon event id. */
const SYSMON: ReadonlyMap<number, ClassActivity> = new Map([
  [1, [OCSF_CLASS.process, 1]],
  [2, [OCSF_CLASS.fileSystem, 6]],
  [3, [OCSF_CLASS.network, 1]],
  [5, [OCSF_CLASS.process, 2]],
  [6, [OCSF_CLASS.kernelExtension, 1]],
  [7, [OCSF_CLASS.module, 1]],
  [8, [OCSF_CLASS.process, 4]],
  [9, [OCSF_CLASS.fileSystem, 2]],
  [10, [OCSF_CLASS.process, 3]],
  [11, [OCSF_CLASS.fileSystem, 1]],
  [12, [OCSF_CLASS.registryKey, 1]],
  [13, [OCSF_CLASS.registryValue, 2]],
  [14, [OCSF_CLASS.registryKey, 5]],
  [15, [OCSF_CLASS.fileSystem, 1]],
  [17, [OCSF_CLASS.fileSystem, 1]],
  [18, [OCSF_CLASS.fileSystem, 14]],
  [22, [OCSF_CLASS.dns, 1]],
  [23, [OCSF_CLASS.fileSystem, 4]],
  [25, [OCSF_CLASS.process, 4]],
  [26, [OCSF_CLASS.fileSystem, 4]],
  [27, [OCSF_CLASS.fileSystem, 1]],
  [28, [OCSF_CLASS.fileSystem, 4]],
  [29, [OCSF_CLASS.fileSystem, 1]],
]);

/** OCSF class, activity and status by event id of the Security and System channels and of Defender. */
const OTHER: ReadonlyMap<number, readonly [classUid: number, activityId: number, statusId: number]> = new Map([
  [1102, [OCSF_CLASS.eventLog, 1, STATUS.success]],
  [104, [OCSF_CLASS.eventLog, 1, STATUS.success]],
  [1116, [OCSF_CLASS.detectionFinding, 1, STATUS.unknown]],
  [1117, [OCSF_CLASS.detectionFinding, 2, STATUS.unknown]],
  [4624, [OCSF_CLASS.authentication, 1, STATUS.success]],
  [4625, [OCSF_CLASS.authentication, 1, STATUS.failure]],
  [4634, [OCSF_CLASS.authentication, 2, STATUS.success]],
  [4647, [OCSF_CLASS.authentication, 2, STATUS.success]],
  [4648, [OCSF_CLASS.authentication, 1, STATUS.unknown]],
  [4656, [OCSF_CLASS.fileSystem, 14, STATUS.unknown]],
  [4657, [OCSF_CLASS.registryValue, 3, STATUS.success]],
  [4663, [OCSF_CLASS.fileSystem, 14, STATUS.success]],
  [4672, [OCSF_CLASS.authorizeSession, 1, STATUS.success]],
  [4688, [OCSF_CLASS.process, 1, STATUS.success]],
  [4689, [OCSF_CLASS.process, 2, STATUS.success]],
  [4697, [OCSF_CLASS.windowsService, 1, STATUS.success]],
  [7045, [OCSF_CLASS.windowsService, 1, STATUS.success]],
  [4698, [OCSF_CLASS.scheduledJob, 1, STATUS.success]],
  [4699, [OCSF_CLASS.scheduledJob, 3, STATUS.success]],
  [4702, [OCSF_CLASS.scheduledJob, 2, STATUS.success]],
  [4720, [OCSF_CLASS.accountChange, 1, STATUS.success]],
  [4722, [OCSF_CLASS.accountChange, 2, STATUS.success]],
  [4723, [OCSF_CLASS.accountChange, 3, STATUS.unknown]],
  [4724, [OCSF_CLASS.accountChange, 4, STATUS.unknown]],
  [4725, [OCSF_CLASS.accountChange, 5, STATUS.success]],
  [4726, [OCSF_CLASS.accountChange, 6, STATUS.success]],
  [4728, [OCSF_CLASS.groupManagement, 3, STATUS.success]],
  [4732, [OCSF_CLASS.groupManagement, 3, STATUS.success]],
  [4756, [OCSF_CLASS.groupManagement, 3, STATUS.success]],
  [4768, [OCSF_CLASS.authentication, 3, STATUS.unknown]],
  [4769, [OCSF_CLASS.authentication, 4, STATUS.unknown]],
  [4771, [OCSF_CLASS.authentication, 3, STATUS.failure]],
  [4776, [OCSF_CLASS.authentication, 99, STATUS.unknown]],
  [5140, [OCSF_CLASS.smb, 99, STATUS.success]],
  [5145, [OCSF_CLASS.smb, 99, STATUS.unknown]],
  [5156, [OCSF_CLASS.network, 1, STATUS.success]],
  [5157, [OCSF_CLASS.network, 5, STATUS.failure]],
  [5158, [OCSF_CLASS.network, 7, STATUS.success]],
]);

/**
 * Severity by the Level of the System section (winmeta.xml: 1 critical, 2 error, 3 warning, 4 information, 5 verbose).
 */
const LEVEL = [
  SEVERITY.informational,
  SEVERITY.critical,
  SEVERITY.high,
  SEVERITY.medium,
  SEVERITY.informational,
  SEVERITY.informational,
];

/** Severity by level number; a success or failure audit has level 0 and is informational. */
export const windowsSeverity = (level: unknown): number =>
  typeof level === 'number' ? (LEVEL[level] ?? SEVERITY.unknown) : SEVERITY.unknown;

/** Fills class, activity and observables of a Sysmon event from its data section. */
export const fillSysmon = (core: OcsfDraft, eventId: number, data: JsonObject, deletes: boolean): void => {
  const [classUid, activityId] = SYSMON.get(eventId) ?? [OCSF_CLASS.base, 0];
  core.classUid = classUid;
  core.activityId = deletes ? 4 : activityId;
  core.process = hot(data['Image'] ?? data['SourceImage']);
  core.user = hot(data['User'] ?? data['SourceUser']);
  switch (eventId) {
    case 1:
      core.commandLine = hot(data['CommandLine']);
      core.parentProcess = hot(data['ParentImage']);
      core.hash = hot(data['Hashes']);
      break;
    case 3:
      core.srcIp = hotDash(data['SourceIp']);
      core.dstIp = hotDash(data['DestinationIp']);
      core.srcPort = port(data['SourcePort']);
      core.dstPort = port(data['DestinationPort']);
      core.protocol = hot(data['Protocol']);
      core.domain = hotDash(data['DestinationHostname']);
      break;
    case 6:
    case 7:
      core.file = hot(data['ImageLoaded']);
      core.hash = hot(data['Hashes']);
      break;
    case 22:
      core.domain = hot(data['QueryName']);
      break;
    case 8:
    case 10:
      core.file = hot(data['TargetImage']);
      break;
    default:
      core.file = hot(data['TargetFilename'] ?? data['TargetObject'] ?? data['PipeName']);
      core.hash = hotDash(data['Hashes'] ?? data['Hash']);
  }
};

/** Fills class, activity, status and observables of an event outside Sysmon from its data section. */
export const fillWindows = (core: OcsfDraft, eventId: number, data: JsonObject): void => {
  const known = OTHER.get(eventId);
  if (known !== undefined) {
    core.classUid = known[0];
    core.activityId = known[1];
    core.statusId = known[2];
  }
  core.user = windowsUser(data);
  core.process = hotDash(data['NewProcessName'] ?? data['ProcessName'] ?? data['Application'] ?? data['Process Name']);
  switch (core.classUid) {
    case OCSF_CLASS.process:
      core.commandLine = hot(data['CommandLine']);
      core.parentProcess = hotDash(data['ParentProcessName']);
      break;
    case OCSF_CLASS.network:
      core.srcIp = hotDash(data['SourceAddress']);
      core.dstIp = hotDash(data['DestAddress']);
      core.srcPort = port(data['SourcePort']);
      core.dstPort = port(data['DestPort']);
      core.protocol = protocolName(data['Protocol']);
      break;
    case OCSF_CLASS.windowsService:
      core.commandLine = hot(data['ServiceFileName'] ?? data['ImagePath']);
      break;
    case OCSF_CLASS.detectionFinding:
      core.ruleName = hot(data['Threat Name']);
      core.file = hot(data['Path']);
      break;
    default:
      core.srcIp = hotDash(data['IpAddress']);
      core.srcPort = port(data['IpPort']);
      core.file = hotDash(data['ObjectName'] ?? data['RelativeTargetName'] ?? data['TaskName']);
      core.commandLine = hot(data['ScriptBlockText'] ?? data['CommandLine']);
  }
};

const windowsUser = (data: JsonObject): string => {
  const target = hotDash(data['TargetUserName']);
  const name = target === '' ? hotDash(data['SubjectUserName'] ?? data['AccountName'] ?? data['User']) : target;
  const domain = hotDash(target === '' ? (data['SubjectDomainName'] ?? data['Domain']) : data['TargetDomainName']);
  return domain === '' || name === '' || name.includes('\\') ? name : `${domain}\\${name}`;
};

const protocolName = (value: unknown): string => {
  const number = hot(value);
  switch (number) {
    case '1':
      return 'icmp';
    case '6':
      return 'tcp';
    case '17':
      return 'udp';
    case '58':
      return 'icmp6';
    default:
      return number;
  }
};
