import { readFileSync } from 'node:fs';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, detectFormat, HOT_VALUE_LIMIT, LOG_ERRORS, splitOtlpRequest } from './index.ts';
import type { DecodedEvent, RecordFormat } from './index.ts';

const FORMATS: readonly RecordFormat[] = [
  ...([
    'evtx',
    'windows-json',
    'suricata-eve',
    'zeek-json',
    'zeek-tsv',
    'syslog',
    'cef',
    'leef',
    'logfmt',
    'auditd',
    'ndjson',
    'otlp',
    'tsp',
  ] as const),
];
const CORPUS = readFileSync(new URL('../corpus/lines.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

const attempt = (call: () => unknown): void => {
  try {
    call();
  } catch (error) {
    if (!isDomainError(error) || !(error.code in LOG_ERRORS)) throw error;
  }
};

const checkEvent = (event: DecodedEvent): void => {
  if (event.time !== undefined) expect(Number.isFinite(event.time)).toBe(true);
  for (const value of Object.values(event.ocsf)) {
    if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(HOT_VALUE_LIMIT);
    else expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
  }
  for (const value of Object.values(event.logsource)) expect(typeof value).toBe('string');
  expect(() => JSON.stringify(event.fields)).not.toThrow();
};

const decodeEverywhere = (record: Uint8Array): void => {
  for (const format of FORMATS) {
    const decoder = createDecoder(format, { now: () => 1_785_238_121_000 });
    attempt(() => {
      const event = decoder.decode(record);
      if (event !== undefined) checkEvent(event);
    });
  }
  attempt(() => splitOtlpRequest(Buffer.from(record).toString('utf8')));
  detectFormat(record);
};

/** A corpus line with a few bytes replaced, removed, repeated or swapped with another line's tail. */
const mutated = fc
  .record({
    line: fc.constantFrom(...CORPUS),
    other: fc.constantFrom(...CORPUS),
    edits: fc.array(
      fc.record({
        at: fc.nat(400),
        drop: fc.nat(6),
        insert: fc.oneof(
          fc.uint8Array({ maxLength: 6 }),
          fc
            .constantFrom('=', '"', '\\', '{', '}', '[', ']', '|', ' ', '\0', '-', '9')
            .map((text) => Buffer.from(text)),
        ),
      }),
      {
        maxLength: 5,
      },
    ),
    splice: fc.option(fc.nat(200)),
  })
  .map(({ line, other, edits, splice }) => {
    let bytes = Buffer.from(line);
    for (const { at, drop, insert } of edits)
      bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + drop)]);
    return splice === null ? bytes : Buffer.concat([bytes.subarray(0, splice), Buffer.from(other).subarray(splice)]);
  });

describe('fuzz', () => {
  it('decodes every corpus line with every decoder or refuses it properly', () => {
    for (const line of CORPUS) decodeEverywhere(Buffer.from(line));
  });

  it('survives mutated lines', () => {
    fc.assert(fc.property(mutated, decodeEverywhere), { numRuns: 1500 });
  });

  it('survives arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), decodeEverywhere), { numRuns: 500 });
  });

  it('survives arbitrary JSON objects under the names that normalisers read', () => {
    const names = [
      'EventID',
      'Channel',
      'Event',
      'System',
      'EventData',
      'winlog',
      'event_id',
      'event_type',
      'timestamp',
      'alert',
      'dns',
      'queries',
      '_path',
      'ts',
      'type',
      'vin',
      'resourceLogs',
      'product',
      '#text',
      'UtcTime',
      'host',
    ];
    const tree = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null),
        fc.boolean(),
        fc.double(),
        fc.string({ maxLength: 10 }),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 8 }),
    }));
    fc.assert(
      fc.property(tree.object, (object) => decodeEverywhere(Buffer.from(JSON.stringify(object)))),
      { numRuns: 1000 },
    );
  });
});
