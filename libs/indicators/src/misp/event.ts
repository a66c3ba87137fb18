import { isObject, objectsAt, problemOf, textAt, timeOf, type JsonObject } from '../entry.ts';
import { indicatorError } from '../errors.ts';
import { LIST_LIMIT, plainIndicator, type IndicatorSink, type ReadLimits, type Tlp } from '../indicator.ts';
import type { IndicatorReader } from '../reader.ts';
import { tlpNamed } from '../stix/markings.ts';
import { readValue, refang } from '../values/value.ts';
import { attributeUse, confidenceTag, partOf } from './types.ts';

/** What an event says of all its attributes. */
interface Surroundings {
  readonly title: string;
  readonly tags: readonly string[];
}

const tagsOf = (object: JsonObject): readonly string[] =>
  objectsAt(object, 'Tag')
    .map((tag) => textAt(tag, 'name', 200))
    .filter((name) => name !== '');

const tlpOf = (tags: readonly string[]): Tlp | undefined =>
  tags
    .filter((tag) => /^tlp[:_-]/i.test(tag))
    .map(tlpNamed)
    .find((level) => level !== undefined);

const confidenceOf = (tags: readonly string[]): number | undefined =>
  tags.map(confidenceTag).find((level) => level !== undefined);

/** Phases from tags such as `kill-chain:Command and Control`. */
const phasesOf = (tags: readonly string[]): readonly string[] =>
  tags.filter((tag) => tag.startsWith('kill-chain:')).slice(0, LIST_LIMIT);

/** MISP writes numbers and switches as text or as themselves. */
const isTrue = (value: unknown): boolean => value === true || value === 1 || value === '1';

const readAttribute = (attribute: JsonObject, place: string, event: Surroundings, sink: IndicatorSink): void => {
  const type = textAt(attribute, 'type', 60);
  const value = textAt(attribute, 'value', 2_048);
  const use = attributeUse(type);
  if (isTrue(attribute['deleted'])) return;
  if (value === '') return sink.problem(problemOf('malformed-entry', place, 'value', type));
  if (!isTrue(attribute['to_ids'])) return sink.problem(problemOf('not-for-detection', place, type, value));
  if (use === undefined) return sink.problem(problemOf('unsupported-type', place, type, value));
  const read = readValue(use.kind, refang(partOf(value, use.part)));
  if (read.kind === 'refused') return sink.problem(problemOf(read.code, place, read.detail, value));
  const own = tagsOf(attribute);
  const tags = [...own, ...event.tags];
  sink.indicator({
    ...plainIndicator(read.observable),
    ref: textAt(attribute, 'uuid', 200),
    title: textAt(attribute, 'comment') || event.title,
    confidence: confidenceOf(tags),
    validFrom: timeOf(attribute['first_seen']),
    tlp: tlpOf(own) ?? tlpOf(event.tags),
    labels: [...new Set(tags)].filter((tag) => !/^tlp[:_-]/i.test(tag)).slice(0, LIST_LIMIT),
    killChain: phasesOf(tags),
  });
};

/** Events of a file: one `Event`, a list of them, or the `response` of a search. */
const eventsOf = (root: unknown): readonly JsonObject[] => {
  const inner = isObject(root) && root['response'] !== undefined ? root['response'] : root;
  const list = Array.isArray(inner) ? inner : [inner];
  const events = list.flatMap((each: unknown) => {
    if (!isObject(each)) return [];
    if (isObject(each['Event'])) return [each['Event']];
    return Array.isArray(each['Attribute']) ? [each] : [];
  });
  if (events.length === 0 && list.length > 0)
    throw indicatorError('indicators.structure', { field: 'Event', reason: 'there is no event of MISP' });
  return events;
};

const attributesOf = (event: JsonObject): readonly JsonObject[] => [
  ...objectsAt(event, 'Attribute'),
  ...objectsAt(event, 'Object').flatMap((object) => objectsAt(object, 'Attribute')),
];

const joined = (pieces: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

/** Parses JSON that is small enough to be held; throws `indicators.not-json`. */
const parseWhole = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw indicatorError('indicators.not-json', { reason: String(cause).slice(0, 160) });
  }
};

/**
 * Reads events of MISP (core format, draft-dulaunoy-misp-core-format). Only attributes that are marked for detection
 * (`to_ids`) are taken; tags give TLP, confidence and phases. The file is held as a whole, up to `eventBytes`.
 */
export const openMispReader = (sink: IndicatorSink, limits: ReadLimits): IndicatorReader => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let entries = 0;
  return {
    push: (chunk) => {
      size += chunk.length;
      if (size > limits.eventBytes)
        throw indicatorError('indicators.too-large', { limit: limits.eventBytes, reason: 'a MISP event' });
      pieces.push(chunk.slice());
    },
    end: () => {
      for (const event of eventsOf(parseWhole(joined(pieces, size)))) {
        const surroundings = { title: textAt(event, 'info'), tags: tagsOf(event) };
        for (const attribute of attributesOf(event)) {
          entries += 1;
          if (entries > limits.entries) throw indicatorError('indicators.too-many', { limit: limits.entries });
          readAttribute(attribute, `attribute ${entries}`, surroundings, sink);
        }
      }
    },
    entries: () => entries,
  };
};

/** An event of a feed of MISP. */
export interface ManifestEntry {
  readonly uuid: string;
  /** Milliseconds since 1970 UTC; 0 when the manifest does not say. */
  readonly changedAt: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Events of a `manifest.json`, oldest change first. Names that are no UUID are left out: they become paths. */
export const readMispManifest = (bytes: Uint8Array, limits: Pick<ReadLimits, 'entries'>): readonly ManifestEntry[] => {
  const root = parseWhole(bytes);
  if (!isObject(root)) throw indicatorError('indicators.structure', { reason: 'a manifest of MISP is an object' });
  const names = Object.keys(root).filter((name) => UUID.test(name));
  if (names.length > limits.entries) throw indicatorError('indicators.too-many', { limit: limits.entries });
  return names
    .map((uuid) => {
      const about = root[uuid];
      const told = isObject(about) ? about['timestamp'] : undefined;
      const seconds = typeof told === 'string' || typeof told === 'number' ? Number(told) : Number.NaN;
      return { uuid: uuid.toLowerCase(), changedAt: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0 };
    })
    .toSorted((a, b) => a.changedAt - b.changedAt || (a.uuid < b.uuid ? -1 : 1));
};
