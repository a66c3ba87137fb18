import type { EntryProblem, Indicator, ReadLimits, ReportedSighting } from '../indicator.ts';
import { openIndicatorReader, type IndicatorFormat, type ReaderOptions } from '../read.ts';

/** What a reader found. */
export interface Collected {
  readonly indicators: Indicator[];
  readonly problems: EntryProblem[];
  readonly sightings: ReportedSighting[];
}

const encoder = new TextEncoder();

/** Reads a text in pieces of `piece` bytes. */
export const collect = (
  format: IndicatorFormat,
  text: string,
  {
    piece = 1_000_000,
    ...options
  }: ReaderOptions & { readonly piece?: number; readonly limits?: Partial<ReadLimits> } = {},
): Collected => {
  const found: Collected = { indicators: [], problems: [], sightings: [] };
  const reader = openIndicatorReader(
    format,
    {
      indicator: (each) => void found.indicators.push(each),
      problem: (each) => void found.problems.push(each),
      sighting: (each) => void found.sightings.push(each),
    },
    options,
  );
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  reader.end();
  return found;
};

/** An indicator of STIX 2.1 that says as little as the standard allows. */
export const stixIndicator = (pattern: string, more: object = {}): object => ({
  type: 'indicator',
  spec_version: '2.1',
  id: 'indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2',
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  pattern,
  pattern_type: 'stix',
  valid_from: '2026-11-01T00:00:00Z',
  ...more,
});

/** A bundle with these objects. */
export const stixBundle = (...objects: readonly object[]): string =>
  JSON.stringify({ type: 'bundle', id: 'bundle--601cee35-6b16-4e68-a3e7-9ec7d755b4c3', objects });
