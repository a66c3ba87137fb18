import { emptyCore } from '../event.ts';
import type { OcsfCore, OcsfDraft } from '../event.ts';
import { logsource } from '../logsource.ts';
import { OCSF_CLASS, SEVERITY, STATUS, VEHICLE_CLASS } from '../ocsf.ts';
import { anyMs } from '../text/time.ts';
import { hot, port } from '../text/value.ts';
import type { JsonObject } from '../text/value.ts';
import type { JsonFormat } from './shape.ts';

/** Record types of the TSP log, with their Sigma category. */
const CATEGORY: ReadonlyMap<string, string> = new Map([
  ['remote_control', 'remote_control'],
  ['api', 'tsp_api'],
  ['ota', 'ota'],
  ['login', 'tsp_login'],
]);

const SUCCESS = new Set(['success', 'ok', 'accepted', 'succeeded', 'done']);
const FAILURE = new Set(['failure', 'failed', 'fail', 'denied', 'rejected', 'error', 'timeout']);

const statusOf = (fields: JsonObject): number => {
  const result = hot(fields['result']).toLowerCase();
  if (SUCCESS.has(result)) return STATUS.success;
  if (FAILURE.has(result)) return STATUS.failure;
  const status = Number(fields['status']);
  if (status >= 100 && status < 400) return STATUS.success;
  return status >= 400 && status < 600 ? STATUS.failure : STATUS.unknown;
};

/** OCSF API Activity: 1 create, 2 read, 3 update, 4 delete, 99 other. */
const METHOD_ACTIVITY: ReadonlyMap<string, number> = new Map([
  ['POST', 1],
  ['GET', 2],
  ['HEAD', 2],
  ['PUT', 3],
  ['PATCH', 3],
  ['DELETE', 4],
]);

const fillClass = (core: OcsfDraft, fields: JsonObject): void => {
  switch (core.eventCode) {
    case 'remote_control':
      core.classUid = VEHICLE_CLASS.remoteCommand;
      core.activityId = 1;
      break;
    case 'ota':
      core.classUid = VEHICLE_CLASS.otaActivity;
      core.activityId = 1;
      break;
    case 'login':
      core.classUid = OCSF_CLASS.authentication;
      core.activityId = 1;
      break;
    default:
      core.classUid = OCSF_CLASS.apiActivity;
      core.activityId = METHOD_ACTIVITY.get(hot(fields['method']).toUpperCase()) ?? 99;
  }
};

/** What the record says itself, else the parts of it that a person looks for. */
const messageOf = (fields: JsonObject): string => {
  const said = hot(fields['message']);
  if (said !== '') return said;
  const what = [fields['type'], fields['command'], fields['method'], fields['path'], fields['action']];
  const who = [fields['account'], fields['vin'], fields['result'], fields['status']];
  return hot(
    [...what, ...who]
      .map((part) => hot(part))
      .filter((part) => part !== '')
      .join(' '),
  );
};

const tspCore = (fields: JsonObject): OcsfCore => {
  const core = emptyCore();
  core.eventCode = hot(fields['type']);
  core.provider = 'tsp';
  core.severityId = SEVERITY.informational;
  core.statusId = statusOf(fields);
  core.vin = hot(fields['vin']);
  core.ecu = hot(fields['ecu']);
  core.user = hot(fields['account']);
  core.host = hot(fields['host']);
  core.srcIp = hot(fields['src_ip']);
  core.srcPort = port(fields['src_port']);
  core.url = hot(fields['path']);
  core.file = hot(fields['package']);
  core.hash = hot(fields['package_hash']);
  core.commandLine = hot(fields['command']);
  core.message = messageOf(fields);
  fillClass(core, fields);
  return core;
};

/**
 * The log of a telematics service platform (TSP): one JSON object a line, schema in README.md. `ts` is ISO 8601 or an
 * epoch number, `type` one of remote_control, api, ota, login.
 */
export const tsp: JsonFormat = {
  format: 'tsp',
  matches: (fields) =>
    CATEGORY.has(hot(fields['type'])) &&
    fields['ts'] !== undefined &&
    (fields['vin'] !== undefined || fields['account'] !== undefined),
  normalise: (fields, options) => ({
    time: anyMs(fields['ts'], options.zoneOffsetMinutes),
    logsource: logsource('tsp', CATEGORY.get(hot(fields['type']))),
    ocsf: tspCore(fields),
  }),
};
