import { indicatorError } from './errors.ts';
import { READ_LIMITS, type IndicatorSink, type ReadLimits } from './indicator.ts';
import { openListReader, type ListOptions } from './lists/list.ts';
import { openMispReader } from './misp/event.ts';
import type { IndicatorReader } from './reader.ts';
import { openStixReader } from './stix/bundle.ts';

/** Formats of files. `list`: text lists and tables, also the CSV export of MISP. */
export const INDICATOR_FORMATS = ['stix', 'misp', 'list'] as const;

/** See {@link INDICATOR_FORMATS}. */
export type IndicatorFormat = (typeof INDICATOR_FORMATS)[number];

/** So many first bytes are looked at to tell a format. */
export const FORMAT_BYTES = 65_536;

/** The format of a file by its first {@link FORMAT_BYTES} bytes; throws `indicators.format-unknown`. */
export const formatOf = (head: Uint8Array): IndicatorFormat => {
  if (head.includes(0)) throw indicatorError('indicators.format-unknown', { reason: 'the file is not UTF-8 text' });
  const text = new TextDecoder()
    .decode(head.subarray(0, FORMAT_BYTES))
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text === '') throw indicatorError('indicators.format-unknown', { reason: 'the file is empty' });
  if (!/^[{[]/.test(text) || /^\[[^\s"{[\]]+\]/.test(text)) return 'list';
  if (/"(?:Event|Attribute|response)"\s*:/.test(text)) return 'misp';
  if (/"(?:objects|spec_version)"\s*:|"type"\s*:\s*"bundle"/.test(text)) return 'stix';
  throw indicatorError('indicators.format-unknown', { reason: 'JSON that is neither STIX nor MISP' });
};

/** Options of {@link openIndicatorReader}. */
export interface ReaderOptions extends ListOptions {
  readonly limits?: Partial<ReadLimits>;
}

/** Opens the reader of a format. */
export const openIndicatorReader = (
  format: IndicatorFormat,
  sink: IndicatorSink,
  options: ReaderOptions = {},
): IndicatorReader => {
  const limits = { ...READ_LIMITS, ...options.limits };
  switch (format) {
    case 'stix':
      return openStixReader(sink, limits);
    case 'misp':
      return openMispReader(sink, limits);
    case 'list':
      return openListReader(sink, limits, options);
  }
};
