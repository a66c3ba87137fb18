import { confidenceOf, isObject, objectsAt, problemOf, textAt, textsAt, timeOf, type JsonObject } from '../entry.ts';
import { indicatorError } from '../errors.ts';
import { LIST_LIMIT, type IndicatorSink, type ReadLimits, type Indicator } from '../indicator.ts';
import { JsonElements } from '../json-elements.ts';
import type { IndicatorReader } from '../reader.ts';
import { openMarkings } from './markings.ts';
import { patternValues } from './pattern-values.ts';

const LONGEST_PATTERN = 65_536;

type Markings = ReturnType<typeof openMarkings>;

const phasesOf = (object: JsonObject): readonly string[] =>
  objectsAt(object, 'kill_chain_phases')
    .slice(0, LIST_LIMIT)
    .map((phase) => `${textAt(phase, 'kill_chain_name', 100)}:${textAt(phase, 'phase_name', 100)}`)
    .filter((phase) => phase !== ':');

const aboutOf = (object: JsonObject, markings: Markings): Omit<Indicator, 'kind' | 'value' | 'also'> => ({
  ref: textAt(object, 'id', 200),
  title: textAt(object, 'name') || textAt(object, 'description'),
  confidence: confidenceOf(object['confidence']),
  validFrom: timeOf(object['valid_from']),
  validUntil: timeOf(object['valid_until']),
  tlp: markings.of(textsAt(object, 'object_marking_refs')),
  labels: [...new Set([...textsAt(object, 'indicator_types'), ...textsAt(object, 'labels')])].slice(0, LIST_LIMIT),
  killChain: phasesOf(object),
  revoked: object['revoked'] === true,
});

const readIndicator = (object: JsonObject, place: string, markings: Markings, sink: IndicatorSink): void => {
  const pattern = object['pattern'];
  const type = textAt(object, 'pattern_type', 40) || 'stix';
  const sample = typeof pattern === 'string' ? pattern : textAt(object, 'id');
  if (type !== 'stix') return sink.problem(problemOf('unsupported-pattern-type', place, type, sample));
  if (typeof pattern !== 'string' || pattern.length > LONGEST_PATTERN)
    return sink.problem(problemOf('malformed-entry', place, 'pattern', sample));
  const about = aboutOf(object, markings);
  const { alternatives, problems } = patternValues(pattern);
  for (const { code, detail } of problems) sink.problem(problemOf(code, place, detail, sample));
  for (const [{ kind, value }, ...also] of alternatives) sink.indicator({ ...about, kind, value, also });
};

const readSighting = (object: JsonObject, sink: IndicatorSink): void => {
  const ref = textAt(object, 'sighting_of_ref', 200);
  const count = object['count'];
  if (!ref.startsWith('indicator--')) return;
  sink.sighting({
    ref,
    firstSeen: timeOf(object['first_seen']),
    lastSeen: timeOf(object['last_seen']),
    count: typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : 1,
  });
};

const readMarking = (object: JsonObject, markings: Markings): void => {
  const definition = object['definition'];
  const own = isObject(definition) ? textAt(definition, 'tlp', 20) : '';
  markings.define(textAt(object, 'id', 200), own || textAt(object, 'name', 40));
};

/** Takes objects of STIX 2.1 one by one, as {@link openStixReader} does; `index` and `offset` say where they stood. */
export const openStixObjects = (sink: IndicatorSink, limits: Pick<ReadLimits, 'entries'>) => {
  const markings = openMarkings();
  let entries = 0;
  const read = (object: JsonObject, place: string): void => {
    switch (object['type']) {
      case 'indicator':
        return readIndicator(object, place, markings, sink);
      case 'sighting':
        return readSighting(object, sink);
      case 'marking-definition':
        return readMarking(object, markings);
      default:
        return undefined;
    }
  };
  return {
    take: (value: unknown, index: number, offset: number): void => {
      entries += 1;
      if (entries > limits.entries)
        throw indicatorError('indicators.too-many', { offset, limit: limits.entries, reason: 'objects' });
      const place = `object ${index + 1}`;
      if (isObject(value)) read(value, place);
      else sink.problem(problemOf('malformed-entry', place, 'not an object', JSON.stringify(value)));
    },
    entries: (): number => entries,
  };
};

/**
 * Reads a bundle of STIX 2.1 object by object: indicators with their validity, confidence, labels, kill chain and TLP,
 * sightings of indicators, markings that the bundle defines before it uses them. All other objects are passed over.
 */
export const openStixReader = (sink: IndicatorSink, limits: ReadLimits): IndicatorReader => {
  const objects = openStixObjects(sink, limits);
  const elements = new JsonElements({ list: 'objects', entryBytes: limits.entryBytes, element: objects.take });
  return {
    push: (chunk) => elements.push(chunk),
    end: () => elements.end(),
    entries: objects.entries,
  };
};
