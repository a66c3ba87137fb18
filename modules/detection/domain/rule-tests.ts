import { createDecoder } from '@chedun/logs';

/** Test events that lie beside a rule: as the source would send them, or as fields with a log source. */
export interface RuleTests {
  readonly positive: readonly TestEvent[];
  readonly negative: readonly TestEvent[];
}

/** `record`: a JSON record as a source sends it. `fields`: what a decoder of ours makes of a binary frame. */
export type TestEvent =
  | { readonly record: object }
  | {
      readonly fields: object;
      readonly logsource: { readonly product?: string; readonly category?: string; readonly service?: string };
    };

/** Path of the tests of a rule file: `x.yml` has `x.tests.json`. */
export const testFileOf = (rulePath: string): string => rulePath.replace(/\.ya?ml$/, '.tests.json');

/** The events as the engine sees them; a record goes through the decoder that ingest uses. */
export const testedEvents = (events: readonly TestEvent[]): { fields: object; logsource: object }[] => {
  const decoder = createDecoder('ndjson');
  return events.map((event) => {
    if ('fields' in event) return event;
    const decoded = decoder.decode(JSON.stringify(event.record));
    if (!decoded) throw new Error('a test event holds no record');
    return { fields: decoded.fields, logsource: decoded.logsource };
  });
};
