import { logError } from '../errors.ts';
import type { OcsfCore } from '../event.ts';
import { parseJsonObject } from '../json/parse-json.ts';
import { carriedLogsource, logsource } from '../logsource.ts';
import { SEVERITY } from '../ocsf.ts';
import { settingsOf } from '../options.ts';
import type { DecoderOptions, Settings } from '../options.ts';
import { collectFields } from '../text/field-map.ts';
import type { FieldCollector } from '../text/field-map.ts';
import { hot, isObject } from '../text/value.ts';
import type { JsonObject } from '../text/value.ts';
import { commonCore } from './ndjson.ts';
import type { TextRecord } from './record.ts';

/** Bounds of a whole OTLP request, which holds many records. */
const REQUEST_DEPTH = 32;
const REQUEST_FIELDS = 4_000_000;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Cuts an OTLP/HTTP JSON request (`ExportLogsServiceRequest`, opentelemetry-proto logs 1.x; POST /v1/logs) into one
 * line a log record. Each line is itself such a request with its resource and scope, so that it can be kept and decoded
 * alone with `createDecoder('otlp')`. Throws `logs.bad_json`, `logs.too_deep`, and `logs.bad_record` with the path
 * where the structure is wrong. The caller bounds the body.
 */
export const splitOtlpRequest = (body: string, options: DecoderOptions = {}): readonly string[] => {
  const limits = { ...settingsOf(options).limits, maxDepth: REQUEST_DEPTH, maxFields: REQUEST_FIELDS };
  const request = parseJsonObject(body, limits);
  const lines: string[] = [];
  for (const entry of entries(request)) {
    const { resource, scope, record } = entry;
    lines.push(JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] }));
  }
  return lines;
};

interface Entry {
  readonly resource: JsonObject | undefined;
  readonly scope: JsonObject | undefined;
  readonly record: JsonObject;
}

const entries = (request: JsonObject): readonly Entry[] => {
  if (!Array.isArray(request['resourceLogs']))
    throw logError('logs.bad_record', { field: 'resourceLogs', reason: 'an array was expected' });
  const found: Entry[] = [];
  for (const [outer, resourceLog] of list(request['resourceLogs']).entries()) {
    const place = `resourceLogs.${outer}`;
    const group = objectAt(resourceLog, place);
    for (const [middle, scopeLog] of list(group['scopeLogs']).entries()) {
      const scoped = objectAt(scopeLog, `${place}.scopeLogs.${middle}`);
      for (const [inner, item] of list(scoped['logRecords']).entries()) {
        const record = objectAt(item, `${place}.scopeLogs.${middle}.logRecords.${inner}`);
        const { resource } = group;
        const { scope } = scoped;
        found.push({
          resource: isObject(resource) ? resource : undefined,
          scope: isObject(scope) ? scope : undefined,
          record,
        });
      }
    }
  }
  return found;
};

const objectAt = (value: unknown, field: string): JsonObject => {
  if (!isObject(value)) throw logError('logs.bad_record', { field, reason: 'an object was expected' });
  return value;
};

/**
 * Decodes one OTLP line with exactly one log record. Fields: the record's attributes as they are named,
 * `resource.<name>` for those of the resource, `scope`, `body` (text, or the members of a key-value body beside the
 * attributes), `severity_text`, `severity_number`, `trace_id`, `span_id`, `event_name`. Throws `logs.bad_json`,
 * `logs.bad_record` and the limit errors.
 */
export const decodeOtlp = (line: string, settings: Settings): TextRecord => {
  const found = entries(parseJsonObject(line, settings.limits));
  const entry = found[0];
  if (entry === undefined || found.length > 1) {
    throw logError('logs.bad_record', {
      field: 'resourceLogs',
      reason: `${found.length} log records in one line; split the request first`,
    });
  }
  const { record } = entry;
  const collector = collectFields(settings.limits);
  addAttributes(collector, '', record['attributes']);
  addAttributes(collector, 'resource.', entry.resource?.['attributes']);
  addBody(collector, record['body']);
  addText(collector, 'scope', entry.scope?.['name']);
  addText(collector, 'severity_text', record['severityText']);
  if (typeof record['severityNumber'] === 'number') collector.add('severity_number', record['severityNumber']);
  addText(collector, 'trace_id', record['traceId']);
  addText(collector, 'span_id', record['spanId']);
  addText(collector, 'event_name', record['eventName']);
  const { fields } = collector;
  return {
    format: 'otlp',
    fields,
    time: nanosMs(record['timeUnixNano']) ?? nanosMs(record['observedTimeUnixNano']),
    logsource: carriedLogsource(fields) ?? logsource(undefined),
    ocsf: otlpCore(fields, record),
  };
};

const addText = (collector: FieldCollector, name: string, value: unknown): void => {
  if (typeof value === 'string' && value !== '') collector.add(name, value);
};

const addAttributes = (collector: FieldCollector, prefix: string, attributes: unknown): void => {
  for (const pair of list(attributes)) {
    if (isObject(pair) && typeof pair['key'] === 'string') collector.add(prefix + pair['key'], anyValue(pair['value']));
  }
};

const addBody = (collector: FieldCollector, body: unknown): void => {
  const pairs = isObject(body) && isObject(body['kvlistValue']) ? body['kvlistValue']['values'] : undefined;
  if (Array.isArray(pairs)) addAttributes(collector, '', pairs);
  else if (body !== undefined && body !== null) collector.add('body', anyValue(body));
};

/**
 * AnyValue of opentelemetry-proto common; 64-bit integers come as decimal text and stay exact. The depth is bounded by
 * the parser.
 */
const anyValue = (value: unknown): unknown => {
  if (!isObject(value)) return null;
  if (typeof value['stringValue'] === 'string') return value['stringValue'];
  if (value['boolValue'] !== undefined) return value['boolValue'] === true;
  if (value['intValue'] !== undefined) return integer(value['intValue']);
  if (typeof value['doubleValue'] === 'number') return value['doubleValue'];
  if (typeof value['bytesValue'] === 'string') return value['bytesValue'];
  if (isObject(value['arrayValue'])) return list(value['arrayValue']['values']).map(anyValue);
  const pairs = isObject(value['kvlistValue']) ? list(value['kvlistValue']['values']) : [];
  return Object.fromEntries(
    pairs.flatMap((pair) =>
      isObject(pair) && typeof pair['key'] === 'string' ? [[pair['key'], anyValue(pair['value'])]] : [],
    ),
  );
};

const integer = (value: unknown): unknown => {
  const number = typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number') return null;
  return Number.isSafeInteger(number) ? number : String(value);
};

const nanosMs = (value: unknown): number | undefined => {
  const text = hot(value);
  if (!/^\d{7,20}$/.test(text)) return undefined;
  const ms = Number(text.slice(0, -6));
  return ms > 0 ? ms : undefined;
};

/** SeverityNumber 1–4 trace, 5–8 debug, 9–12 info, 13–16 warn, 17–20 error, 21–24 fatal. */
const SEVERITIES = [
  SEVERITY.informational,
  SEVERITY.informational,
  SEVERITY.informational,
  SEVERITY.medium,
  SEVERITY.high,
  SEVERITY.fatal,
];

const otlpCore = (fields: JsonObject, record: JsonObject): OcsfCore => {
  const core = commonCore(fields);
  const number = Number(record['severityNumber']);
  if (number >= 1 && number <= 24) core.severityId = SEVERITIES[Math.floor((number - 1) / 4)] ?? SEVERITY.unknown;
  core.provider = hot(fields['resource.service.name'] ?? fields['scope']);
  core.eventCode = hot(record['eventName']);
  if (core.host === '') core.host = hot(fields['resource.host.name']);
  core.message = hot(fields['body'] ?? core.message);
  return core;
};
