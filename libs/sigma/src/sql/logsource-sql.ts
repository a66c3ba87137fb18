import { fits } from '../eval/logsource.ts';
import { knownWindowsSources, UNKNOWN_WINDOWS } from '../eval/windows.ts';
import type { LogSource } from '../parse/types.ts';
import type { SqlBinder } from './binder.ts';

const SOURCES = knownWindowsSources();
const CHANNELS = [...new Set(SOURCES.map(({ channel }) => channel))];

const oneOf = (column: string, values: readonly string[], binder: SqlBinder): readonly string[] =>
  values.length === 0 ? [] : [`has(${binder.bind(values, 'Array(String)')}, ${column})`];

const pair = (channel: string, id: number): string => `${id}|${channel}`;
const PAIR = "concat(toString(eid), '|', chan)";

/**
 * Events that a rule's log source can concern when nothing but the event tells where it comes from, over the columns
 * `chan` and `eid`: what `appliesTo` says without a given log source. '1' where that is every event.
 */
export const logsourceSql = (source: LogSource, binder: SqlBinder): string => {
  const holds = (windows: (typeof SOURCES)[number]['source']): boolean => fits(source, undefined, windows);
  const whole = SOURCES.filter(({ id, source: one }) => id === undefined && holds(one)).map(({ channel }) => channel);
  const wholeSet = new Set(whole);
  const single = SOURCES.flatMap(({ channel, id, source: one }) => (id === undefined ? [] : [{ channel, id, one }]));
  const added = single.filter(({ channel, one }) => !wholeSet.has(channel) && holds(one));
  const taken = single.filter(({ channel, one }) => wholeSet.has(channel) && !holds(one));
  const unknown = holds(UNKNOWN_WINDOWS);
  if (unknown && taken.length === 0 && whole.length === CHANNELS.length) return '1';
  const parts = ["chan = ''", ...oneOf('chan', whole, binder)];
  if (unknown) parts.push(`NOT has(${binder.bind(CHANNELS, 'Array(String)')}, chan)`);
  const pairs = (list: readonly { channel: string; id: number }[]): readonly string[] =>
    oneOf(
      PAIR,
      list.map(({ channel, id }) => pair(channel, id)),
      binder,
    );
  const [not] = pairs(taken);
  const given = `(${[...parts, ...pairs(added)].join(' OR ')})`;
  return not === undefined ? given : `(${given} AND NOT ${not})`;
};
