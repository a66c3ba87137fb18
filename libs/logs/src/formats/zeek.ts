import { emptyCore } from '../event.ts';
import type { EventLogsource, OcsfCore } from '../event.ts';
import { logsource } from '../logsource.ts';
import { OCSF_CLASS, SEVERITY } from '../ocsf.ts';
import { anyMs } from '../text/time.ts';
import { hot, port } from '../text/value.ts';
import type { JsonObject } from '../text/value.ts';
import type { JsonFormat } from './shape.ts';

const CLASS: ReadonlyMap<string, readonly [classUid: number, activityId: number]> = new Map([
  ['conn', [OCSF_CLASS.network, 6]],
  ['dns', [OCSF_CLASS.dns, 6]],
  ['http', [OCSF_CLASS.http, 99]],
  ['ssl', [OCSF_CLASS.network, 1]],
  ['x509', [OCSF_CLASS.network, 99]],
  ['ssh', [OCSF_CLASS.ssh, 1]],
  ['rdp', [OCSF_CLASS.rdp, 99]],
  ['smtp', [OCSF_CLASS.email, 99]],
  ['smb_files', [OCSF_CLASS.smb, 99]],
  ['smb_mapping', [OCSF_CLASS.smb, 99]],
  ['dhcp', [OCSF_CLASS.dhcp, 99]],
  ['ftp', [OCSF_CLASS.ftp, 99]],
  ['ntp', [OCSF_CLASS.ntp, 99]],
  ['kerberos', [OCSF_CLASS.authentication, 3]],
  ['files', [OCSF_CLASS.fileSystem, 99]],
  ['notice', [OCSF_CLASS.detectionFinding, 1]],
  ['weird', [OCSF_CLASS.network, 99]],
]);

/** Logsource of a Zeek log stream; dns also has the generic Sigma category. */
export const zeekLogsource = (path: string): EventLogsource =>
  logsource('zeek', path === 'dns' ? 'dns' : undefined, path === '' ? undefined : path);

/** OCSF columns of a Zeek record with flat dotted keys (`id.orig_h`), as the JSON and the TSV writer both name them. */
export const zeekCore = (fields: JsonObject, path: string): OcsfCore => {
  const core = emptyCore();
  const [classUid, activityId] = CLASS.get(path) ?? [OCSF_CLASS.network, 99];
  core.classUid = classUid;
  core.activityId = activityId;
  core.eventCode = path;
  core.provider = 'zeek';
  core.srcIp = hot(fields['id.orig_h'] ?? fields['src']);
  core.dstIp = hot(fields['id.resp_h'] ?? fields['dst']);
  core.srcPort = port(fields['id.orig_p']);
  core.dstPort = port(fields['id.resp_p'] ?? fields['p']);
  core.protocol = hot(fields['service'] ?? fields['proto']);
  core.host = hot(fields['host'] ?? fields['host_name']);
  core.domain = hot(fields['query'] ?? fields['server_name'] ?? (path === 'http' ? fields['host'] : undefined));
  core.url = hot(fields['uri']);
  core.user = hot(fields['username'] ?? fields['user'] ?? fields['client_principal'] ?? fields['mailfrom']);
  core.file = hot(fields['filename']);
  core.hash = hot(fields['sha256'] ?? fields['sha1'] ?? fields['md5']);
  if (path === 'notice') {
    core.ruleName = hot(fields['note']);
    core.message = hot(fields['msg']);
    core.severityId = SEVERITY.medium;
  } else if (path === 'weird') core.ruleName = hot(fields['name']);
  return core;
};

/** With `_path` (json-streaming-logs), or Zeek's plain JSON writer, known by its connection id and address. */
const isZeek = (fields: JsonObject): boolean => {
  if (typeof fields['_path'] === 'string') return fields['ts'] !== undefined || fields['_write_ts'] !== undefined;
  return fields['ts'] !== undefined && fields['uid'] !== undefined && fields['id.orig_h'] !== undefined;
};

/**
 * Zeek's JSON logs, with `_path` and `_write_ts` (package json-streaming-logs) or without. Sigma's `service` is the log
 * stream.
 */
export const zeekJson: JsonFormat = {
  format: 'zeek-json',
  matches: isZeek,
  normalise: (fields, options) => {
    const path = hot(fields['_path'] ?? options.zeekPath);
    return {
      time: anyMs(fields['ts'] ?? fields['_write_ts'], 0),
      logsource: zeekLogsource(path),
      ocsf: zeekCore(fields, path),
    };
  },
};
