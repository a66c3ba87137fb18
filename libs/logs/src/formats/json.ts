import { windowsJson } from '../windows/normalise.ts';
import type { JsonObject } from '../text/value.ts';
import { ndjson } from './ndjson.ts';
import type { JsonFormat } from './shape.ts';
import { suricataEve } from './suricata.ts';
import { tsp } from './tsp.ts';
import { zeekJson } from './zeek.ts';

const KNOWN: readonly JsonFormat[] = [windowsJson, zeekJson, suricataEve, tsp];

/** The JSON format whose shape an object has; plain NDJSON when it has none. */
export const jsonFormatOf = (fields: JsonObject): JsonFormat => {
  for (const format of KNOWN) if (format.matches(fields)) return format;
  return ndjson;
};
