import { emptyCore } from '../event.ts';
import { logsource } from '../logsource.ts';
import { SEVERITY } from '../ocsf.ts';
import { anyMs } from '../text/time.ts';
import { hot, isObject, port } from '../text/value.ts';
import type { JsonObject } from '../text/value.ts';
import type { JsonFormat, NormaliseOptions } from './shape.ts';

const SEVERITY_BY_WORD: ReadonlyMap<string, number> = new Map([
  ['trace', SEVERITY.informational],
  ['debug', SEVERITY.informational],
  ['info', SEVERITY.informational],
  ['informational', SEVERITY.informational],
  ['notice', SEVERITY.low],
  ['low', SEVERITY.low],
  ['warn', SEVERITY.medium],
  ['warning', SEVERITY.medium],
  ['medium', SEVERITY.medium],
  ['err', SEVERITY.high],
  ['error', SEVERITY.high],
  ['high', SEVERITY.high],
  ['crit', SEVERITY.critical],
  ['critical', SEVERITY.critical],
  ['alert', SEVERITY.critical],
  ['emerg', SEVERITY.fatal],
  ['fatal', SEVERITY.fatal],
  ['panic', SEVERITY.fatal],
]);

/** OCSF severity of the words that loggers use; 0 for an unknown word. */
export const severityOfWord = (word: unknown): number =>
  SEVERITY_BY_WORD.get(hot(word).toLowerCase()) ?? SEVERITY.unknown;

/**
 * Member of an ECS group, whether nested or written flat; the flat name is given whole, because building it would cost
 * more than the look-up.
 */
const ecs = (fields: JsonObject, group: string, name: string, flat: string): unknown => {
  const nested = fields[group];
  return isObject(nested) ? nested[name] : fields[flat];
};

const timeOf = (fields: JsonObject, options: NormaliseOptions): number | undefined => {
  for (const name of ['@timestamp', 'timestamp', 'time', 'ts', 'UtcTime', 'eventTime', 'date']) {
    const found = anyMs(fields[name], options.zoneOffsetMinutes);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** OCSF columns of an object of no known format, from the field names that ECS, Sigma and common loggers share. */
export const commonCore = (fields: JsonObject): ReturnType<typeof emptyCore> => {
  const core = emptyCore();
  core.host = hot(
    fields['host'] ?? ecs(fields, 'host', 'name', 'host.name') ?? fields['hostname'] ?? fields['Computer'],
  );
  core.user = hot(fields['user'] ?? ecs(fields, 'user', 'name', 'user.name') ?? fields['username'] ?? fields['User']);
  core.process = hot(
    ecs(fields, 'process', 'executable', 'process.executable') ?? fields['Image'] ?? fields['program'],
  );
  core.commandLine = hot(ecs(fields, 'process', 'command_line', 'process.command_line') ?? fields['CommandLine']);
  core.parentProcess = hot(fields['ParentImage']);
  core.file = hot(ecs(fields, 'file', 'path', 'file.path') ?? fields['TargetFilename']);
  core.url = hot(fields['url'] ?? ecs(fields, 'url', 'original', 'url.original') ?? fields['path']);
  core.domain = hot(ecs(fields, 'dns', 'question.name', 'dns.question.name') ?? fields['domain'] ?? fields['query']);
  core.hash = hot(fields['Hashes'] ?? fields['hash']);
  core.srcIp = hot(
    ecs(fields, 'source', 'ip', 'source.ip') ??
      fields['src_ip'] ??
      fields['SourceIP'] ??
      fields['SourceIp'] ??
      fields['client_ip'],
  );
  core.dstIp = hot(
    ecs(fields, 'destination', 'ip', 'destination.ip') ??
      fields['dst_ip'] ??
      fields['dest_ip'] ??
      fields['DestinationIp'],
  );
  core.srcPort = port(ecs(fields, 'source', 'port', 'source.port') ?? fields['src_port'] ?? fields['SourcePort']);
  core.dstPort = port(
    ecs(fields, 'destination', 'port', 'destination.port') ??
      fields['dst_port'] ??
      fields['dest_port'] ??
      fields['DestinationPort'],
  );
  core.protocol = hot(ecs(fields, 'network', 'protocol', 'network.protocol') ?? fields['protocol'] ?? fields['proto']);
  core.ruleName = hot(ecs(fields, 'rule', 'name', 'rule.name'));
  core.eventCode = hot(
    ecs(fields, 'event', 'code', 'event.code') ?? fields['EventID'] ?? fields['event_type'] ?? fields['EventType'],
  );
  core.provider = hot(ecs(fields, 'event', 'provider', 'event.provider') ?? fields['service'] ?? fields['product']);
  core.vin = hot(fields['vin']);
  core.ecu = hot(fields['ecu']);
  core.message = hot(fields['message'] ?? fields['msg']);
  core.severityId = severityOfWord(fields['severity'] ?? ecs(fields, 'log', 'level', 'log.level') ?? fields['level']);
  return core;
};

const NONE = logsource(undefined);

/** Any other JSON object. */
export const ndjson: JsonFormat = {
  format: 'ndjson',
  matches: () => true,
  normalise: (fields, options) => ({ time: timeOf(fields, options), logsource: NONE, ocsf: commonCore(fields) }),
};
