import type { Inject, Scenario } from '../contract.ts';

const numbered = (value: unknown, n: number): unknown =>
  typeof value === 'string'
    ? value.replaceAll(/\{n(\d?)\}/g, (_, width: string) => String(n).padStart(Number(width || '1'), '0'))
    : value;

/** A record as it is injected, in milliseconds since 1970. */
export interface InjectedRecord {
  readonly at: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * The records of a technical inject that is played at `moment`, in order of their times, none of which is later. The same
 * inject and moment give the same records. Templates that are not there are left out; the test of the content finds them.
 */
export const recordsOf = (
  templates: Scenario['templates'],
  inject: Extract<Inject, { kind: 'technical' }>,
  moment: number,
): readonly InjectedRecord[] =>
  inject.events
    .flatMap(({ before, of, set, times, every }) => {
      const template = templates[of];
      if (template === undefined) return [];
      return Array.from({ length: times }, (_, index) => {
        const seconds = Math.max(0, before - index * every);
        const at = moment - Math.round(seconds * 1000);
        const stamp = new Date(at).toISOString();
        const own = Object.fromEntries(Object.entries(set).map(([name, value]) => [name, numbered(value, index + 1)]));
        return { at, record: { ...template, ...own, ts: stamp, timestamp: stamp, time: stamp } };
      });
    })
    .toSorted((a, b) => a.at - b.at);

/** Payload of a frame of the journal: records one after the other, each `u32 length (big-endian) | bytes`. */
export const payloadOf = (records: readonly Uint8Array[]): Uint8Array => {
  const payload = new Uint8Array(records.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(payload.buffer);
  let at = 0;
  for (const record of records) {
    view.setUint32(at, record.length);
    payload.set(record, at + 4);
    at += 4 + record.length;
  }
  return payload;
};
