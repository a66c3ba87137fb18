import { createDecoder, type DecodedEvent, type RecordFormat } from '@chedun/logs';

/** A stored event as rules need it. */
export interface StoredEvent {
  /** Event time, milliseconds since 1970 UTC. */
  readonly time: number;
  readonly format: string;
  readonly body: string;
  /** The original where it differs from the body, else ''. */
  readonly raw: string;
}

/** What the engine is given for an event. */
export interface RuleEvent {
  readonly fields: object;
  readonly logsource: DecodedEvent['logsource'];
}

const JSON_FORMATS: ReadonlySet<string> = new Set([
  'ndjson',
  'windows-json',
  'evtx',
  'suricata-eve',
  'zeek-json',
  'tsp',
] satisfies RecordFormat[]);
const TEXT_FORMATS: readonly RecordFormat[] = ['cef', 'leef', 'auditd', 'logfmt', 'otlp', 'syslog'];

const decoded = (format: RecordFormat, text: string): DecodedEvent | undefined => {
  try {
    return createDecoder(format).decode(text);
  } catch {
    return undefined;
  }
};

/** The log source that the reader of a text format gave; its original is read again, as such or as the content of syslog. */
const ofText = ({ format, raw }: StoredEvent): DecodedEvent['logsource'] | undefined => {
  if (raw === '') return undefined;
  const own = TEXT_FORMATS.find((each) => each === format);
  const first = own === undefined ? undefined : decoded(own, raw);
  return (first?.format === format ? first : decoded('syslog', raw))?.logsource;
};

/**
 * Fields and log source of a stored event, as the stage that evaluates rules saw them. Undefined for a body that no reader
 * of ours takes.
 */
export const ruleEventOf = (event: StoredEvent): RuleEvent | undefined => {
  const json = JSON_FORMATS.has(event.format) ? decoded(event.format as RecordFormat, event.body) : undefined;
  if (json !== undefined) return { fields: json.fields, logsource: json.logsource };
  const plain = decoded('ndjson', event.body);
  if (plain === undefined) return undefined;
  if (event.format === 'gbt32960')
    return { fields: plain.fields, logsource: { product: 'vehicle', category: 'gbt32960' } };
  const text = TEXT_FORMATS.some((each) => each === event.format) ? ofText(event) : undefined;
  return { fields: plain.fields, logsource: text ?? plain.logsource };
};
