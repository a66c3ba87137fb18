/*
 * SQL over the column `body` (the JSON text of an event) that sees what the engine sees: the same layers, the same
 * names. All texts here are constants of ours. Each level is a subquery of its own: written into one SELECT, the store
 * would put every expression in the place of every use, and analyse it for minutes.
 */

const PAIRS = 'JSONExtractKeysAndValuesRaw';
const isObject = (raw: string): string => `startsWith(${raw}, '{')`;
const isList = (raw: string): string => `startsWith(${raw}, '[')`;
const NO_PAIRS = "CAST([], 'Array(Tuple(String, String))')";

/**
 * The body, with whole numbers beyond 64 bits written as fractions: the reader of the store refuses the event otherwise.
 * A quote that ends a name stands only before a colon, so that nothing inside a text is touched.
 */
const BODY = String.raw`if(isValidJSON(body), body, replaceRegexpAll(body, '([^\\\\]":\\s*-?[0-9]{19,40})(\\s*[,}])', '\\1.0\\2'))`;

/** True for events in the form of evtx_dump. */
const ENVELOPE = `if(position(json, '"Event"') > 0, JSONType(json, 'Event') = 'Object' AND (JSONType(json, 'Event', 'System') = 'Object' OR JSONType(json, 'Event', 'EventData') = 'Object'), 0)`;

/** Values of the system part: attributes become `Name_Attribute`, elements with attributes only drop out. */
const SYSTEM = `if(env, arrayFlatten(arrayMap(p -> if(${isObject('p.2')}, arrayConcat(if(JSONHas(p.2, '#text'), [p], ${NO_PAIRS}), arrayMap(a -> (concat(p.1, '_', a.1), a.2), ${PAIRS}(p.2, '#attributes'))), [p]), ${PAIRS}(json, 'Event', 'System'))), ${NO_PAIRS})`;

const named = (raw: string): string =>
  `arrayMap(e -> if(JSONType(e, '#attributes', 'Name') = 'String', (JSONExtractString(e, '#attributes', 'Name'), if(JSONHas(e, '#text'), JSONExtractRaw(e, '#text'), 'null')), ('Data', e)), JSONExtractArrayRaw(${raw}))`;

/** The event data; a list of nodes with attributes under `Data` becomes named values. */
const DATA = `if(env, arrayFlatten(arrayMap(p -> if(p.1 = 'Data' AND ${isList('p.2')} AND position(p.2, '"#attributes"') > 0, ${named('p.2')}, [p]), ${PAIRS}(json, 'Event', 'EventData'))), ${NO_PAIRS})`;

const USER = `if(env, arrayFlatten(arrayMap(u -> if(${isObject('u.2')}, ${PAIRS}(u.2), ${NO_PAIRS}), ${PAIRS}(json, 'Event', 'UserData'))), ${NO_PAIRS})`;

/** Names with blanks also stand without them, unless that name is there. */
const CLOSED = `arrayMap(s -> (replaceAll(s.1, ' ', ''), s.2), arrayFilter(s -> position(s.1, ' ') > 0 AND NOT has(arrayMap(o -> o.1, arrayFilter(o -> o.2 != 'null', data)), replaceAll(s.1, ' ', '')), data))`;

const inHead = (name: string): string =>
  `if(env AND JSONType(json, 'Event', 'System') = 'Object', JSONExtractRaw(json, 'Event', 'System', '${name}'), JSONExtractRaw(json, '${name}'))`;

const CHANNEL = `lower(if(startsWith(channel, '"'), JSONExtractString(channel), ''))`;
const EVENT_ID = `ifNull(toFloat64OrNull(trimBoth(replaceAll(if(startsWith(code, '{'), JSONExtractRaw(code, '#text'), code), '"', ''))), -1)`;

/** One subquery around another: all columns below, and these. */
const level = (columns: readonly string[], rows: string): string => `(SELECT *, ${columns.join(', ')} FROM ${rows})`;

/**
 * Rows with the columns `json`, `env`, `chan` (channel in lower case, '' = none) and `eid` (event id, -1 = none).
 * `from` is `table WHERE condition`.
 */
export const headRows = (columns: readonly string[], from: string): string => {
  const read = `(SELECT ${columns.join(', ')}, ${BODY} AS json FROM ${from})`;
  const shaped = level([`${ENVELOPE} AS env`], read);
  const headed = level([`${inHead('Channel')} AS channel`, `${inHead('EventID')} AS code`], shaped);
  return level([`${CHANNEL} AS chan`, `${EVENT_ID} AS eid`], headed);
};

/**
 * Adds `kv`, all names of the event with their values as JSON text, and `unreadable`: the store reads this event
 * differently from the engine, or not at all (halves of surrogate pairs, a name that is there twice).
 */
export const pairRows = (heads: string): string => {
  const parts = level([`${SYSTEM} AS system`, `arrayConcat(${DATA}, ${USER}) AS data`], heads);
  const paired = level([`if(env, arrayConcat(system, data, ${CLOSED}), ${PAIRS}(json)) AS kv`], parts);
  const twice = 'length(arrayDistinct(arrayMap(p -> p.1, kv))) < length(kv)';
  return level([`(empty(kv) OR (NOT env AND ${twice})) AS unreadable`], paired);
};
