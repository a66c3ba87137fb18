import type { LogSource } from '@chedun/sigma';
import { createDecoder } from '@chedun/logs';
import { z } from 'zod';

/**
 * Timelines that lie beside a correlation. An event is made of a template and of fields that are set; `times` repeats it
 * every `every` seconds, with `{n}`, `{n2}` or `{n6}` in texts replaced by the number of the repeat from 1.
 */
const Event = z.strictObject({
  /** Seconds after the begin. */
  at: z.number(),
  of: z.string(),
  set: z.record(z.string(), z.unknown()).optional(),
  times: z.number().int().positive().max(10_000).optional(),
  every: z.number().nonnegative().optional(),
});
const Expected = z.strictObject({
  at: z.number(),
  group: z.record(z.string(), z.string()).optional(),
  value: z.number().optional(),
});
/** The file `x.tests.json` of a correlation `x.yml`. */
export const Timelines = z.strictObject({
  templates: z.record(
    z.string(),
    z.union([
      z.strictObject({ record: z.record(z.string(), z.unknown()) }),
      z.strictObject({
        fields: z.record(z.string(), z.unknown()),
        logsource: z.strictObject({
          product: z.string().optional(),
          category: z.string().optional(),
          service: z.string().optional(),
        }),
      }),
    ]),
  ),
  fires: z.array(z.strictObject({ name: z.string(), events: z.array(Event), expect: z.array(Expected).min(1) })).min(1),
  quiet: z.array(z.strictObject({ name: z.string(), events: z.array(Event) })).min(1),
});
export type Timelines = z.output<typeof Timelines>;

/** Begin of every timeline: 2026-11-27T01:00:00Z. */
export const BEGIN = Date.UTC(2026, 10, 27, 1);

/** An event of a timeline as the engine sees it. */
interface TimelineEvent {
  readonly fields: object;
  readonly logsource: LogSource;
  readonly time: number;
}

const numbered = (value: unknown, n: number): unknown =>
  typeof value === 'string'
    ? value.replaceAll(/\{n(\d?)\}/g, (_, width: string) => String(n).padStart(Number(width || '1'), '0'))
    : value;

const setIn = (target: Record<string, unknown>, path: string, value: unknown): void => {
  const [first = '', ...rest] = path.split('.');
  const below = target[first];
  if (rest.length === 0 || Object.hasOwn(target, path) || typeof below !== 'object' || below === null) {
    target[path] = value;
    return;
  }
  const copy = { ...below } as Record<string, unknown>;
  target[first] = copy;
  setIn(copy, rest.join('.'), value);
};

const eventOf = (
  template: Timelines['templates'][string],
  set: Record<string, unknown>,
  n: number,
  time: number,
): TimelineEvent => {
  const source = 'record' in template ? template.record : template.fields;
  const fields: Record<string, unknown> = { ...source };
  for (const [path, value] of Object.entries(set)) setIn(fields, path, numbered(value, n));
  if (!('record' in template)) return { fields, logsource: template.logsource as LogSource, time };
  const stamp = new Date(time).toISOString();
  const decoded = createDecoder('ndjson').decode(
    JSON.stringify({ ...fields, ts: stamp, timestamp: stamp, time: stamp }),
  );
  if (!decoded) throw new Error('a template holds no record');
  return { fields: decoded.fields, logsource: decoded.logsource, time };
};

/** The events of one case in order of time. Throws for a template that is not there. */
export const timelineEvents = (
  templates: Timelines['templates'],
  events: Timelines['quiet'][number]['events'],
): TimelineEvent[] =>
  events
    .flatMap(({ at, of, set = {}, times = 1, every = 0 }) => {
      const template = templates[of];
      if (!template) throw new Error(`there is no template ${of}`);
      return Array.from({ length: times }, (_, n) => eventOf(template, set, n + 1, BEGIN + (at + n * every) * 1000));
    })
    .toSorted((a, b) => a.time - b.time);

/**
 * The events of one case as records that a source sends, in order of time and without their times; none when a template is
 * no record.
 */
export const timelineRecords = (
  templates: Timelines['templates'],
  events: Timelines['quiet'][number]['events'],
): Readonly<Record<string, unknown>>[] => {
  const placed = events.flatMap(({ at, of, set = {}, times = 1, every = 0 }) => {
    const template = templates[of];
    return Array.from({ length: times }, (_, n) => {
      if (!template || !('record' in template)) return undefined;
      const record: Record<string, unknown> = { ...template.record };
      for (const [path, value] of Object.entries(set)) setIn(record, path, numbered(value, n + 1));
      return { at: at + n * every, record };
    });
  });
  if (placed.some((each) => each === undefined)) return [];
  return placed
    .filter((each) => each !== undefined)
    .toSorted((a, b) => a.at - b.at)
    .map(({ record }) => record);
};
