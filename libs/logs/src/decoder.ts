import { unreachable } from '@chedun/kernel';
import type { DecodedEvent, RecordFormat } from './event.ts';
import { decodeAuditd } from './formats/auditd.ts';
import { decodeCef } from './formats/cef.ts';
import { jsonFormatOf } from './formats/json.ts';
import { decodeLeef } from './formats/leef.ts';
import { decodeLogfmt } from './formats/logfmt.ts';
import { decodeOtlp } from './formats/otlp.ts';
import type { TextRecord } from './formats/record.ts';
import type { JsonFormat } from './formats/shape.ts';
import { suricataEve } from './formats/suricata.ts';
import { decodeSyslog } from './formats/syslog.ts';
import { tsp } from './formats/tsp.ts';
import { zeekJson } from './formats/zeek.ts';
import { createZeekTsvReader } from './formats/zeek-tsv.ts';
import { parseJsonObject } from './json/parse-json.ts';
import { carriedLogsource } from './logsource.ts';
import { settingsOf } from './options.ts';
import type { DecoderOptions, Settings } from './options.ts';
import { recordText } from './text/record-text.ts';
import { windowsJson } from './windows/normalise.ts';

/** Decodes records of one source, in order. */
export interface Decoder {
  readonly format: RecordFormat;
  /**
   * Decodes one record (a line without or with its line end). Undefined when the record carries no event: an empty
   * line, a Zeek TSV header. Throws a {@link LogError} and nothing else; the next record can be decoded all the same.
   */
  readonly decode: (record: string | Uint8Array) => DecodedEvent | undefined;
  /**
   * Lines that must stand before a batch of this source so that the batch can be decoded on its own; '' for all but
   * Zeek TSV.
   */
  readonly preamble: () => string;
}

/**
 * Makes the decoder of a source. `evtx` takes the lines of {@link evtxJsonLine}; `ndjson` recognises the known JSON
 * formats object by object and names the one it found in the event; `syslog` likewise names the format of a CEF, LEEF,
 * auditd or JSON payload.
 */
export const createDecoder = (format: RecordFormat, options: DecoderOptions = {}): Decoder => {
  const settings = settingsOf(options);
  if (format === 'zeek-tsv') {
    const reader = createZeekTsvReader(settings);
    return makeDecoder(format, settings, (text) => textEvent(reader.decode(text)), reader.preamble);
  }
  return makeDecoder(format, settings, decodeWith(format, settings), () => '');
};

type DecodeText = (text: string) => DecodedEvent | undefined;

const makeDecoder = (
  format: RecordFormat,
  settings: Settings,
  decodeText: DecodeText,
  preamble: () => string,
): Decoder => ({
  format,
  preamble,
  decode: (record) => {
    const text = recordText(record, settings.limits);
    return text === '' ? undefined : decodeText(text);
  },
});

const decodeWith = (format: Exclude<RecordFormat, 'zeek-tsv'>, settings: Settings): DecodeText => {
  switch (format) {
    case 'evtx':
      return (text) => decodeJson(text, settings, { ...windowsJson, format: 'evtx' });
    case 'windows-json':
      return (text) => decodeJson(text, settings, windowsJson);
    case 'suricata-eve':
      return (text) => decodeJson(text, settings, suricataEve);
    case 'zeek-json':
      return (text) => decodeJson(text, settings, zeekJson);
    case 'tsp':
      return (text) => decodeJson(text, settings, tsp);
    case 'ndjson':
      return (text) => decodeJson(text, settings, undefined);
    case 'syslog':
      return (text) => textEvent(decodeSyslog(text, settings));
    case 'cef':
      return (text) => textEvent(decodeCef(text, settings));
    case 'leef':
      return (text) => textEvent(decodeLeef(text, settings));
    case 'logfmt':
      return (text) => textEvent(decodeLogfmt(text, settings));
    case 'auditd':
      return (text) => textEvent(decodeAuditd(text, settings));
    case 'otlp':
      return (text) => textEvent(decodeOtlp(text, settings));
    default:
      return unreachable(format);
  }
};

const decodeJson = (text: string, settings: Settings, declared: JsonFormat | undefined): DecodedEvent => {
  const fields = parseJsonObject(text, settings.limits);
  const { format, normalise } = declared ?? jsonFormatOf(fields);
  const { time, logsource, ocsf } = normalise(fields, settings);
  return { time, format, fields, logsource: carriedLogsource(fields) ?? logsource, ocsf, bodyJson: text };
};

const textEvent = (record: TextRecord | undefined): DecodedEvent | undefined => {
  if (record === undefined) return undefined;
  const { time, format, fields, logsource, ocsf } = record;
  return { time, format, fields, logsource, ocsf, bodyJson: undefined };
};
