import type { Observable, Tlp } from '../indicator.ts';
import { markingOf } from './markings.ts';

/** A sighting to be told to others. Times are ISO 8601. */
export interface ExportedSighting extends Observable {
  /** UUID of the sighting, kept over exports. */
  readonly id: string;
  /** STIX id of the indicator, or '' where the source was no STIX. */
  readonly ref: string;
  /** UUID for an indicator that has no STIX id. */
  readonly indicatorId: string;
  readonly title: string;
  readonly tlp: Tlp | undefined;
  readonly confidence: number | undefined;
  readonly validFrom: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
}

/** Who tells. */
export interface ExportIdentity {
  /** UUID. */
  readonly id: string;
  readonly name: string;
}

const HASH_NAMES: Readonly<Record<string, string>> = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sm3: 'SM3' };
const MOST_COUNT = 999_999_999;

const quoted = (value: string): string => `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

/** Pattern of an observable in the STIX Patterning language; undefined for kinds that STIX 2.1 has no object for. */
export const patternOf = ({ kind, value }: Observable): string | undefined => {
  const six = value.includes(':');
  switch (kind) {
    case 'ip':
    case 'network':
      return `[${six ? 'ipv6' : 'ipv4'}-addr:value = ${quoted(value)}]`;
    case 'domain':
      return `[domain-name:value = ${quoted(value)}]`;
    case 'url':
      return `[url:value = ${quoted(value)}]`;
    case 'email':
      return `[email-addr:value = ${quoted(value)}]`;
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sm3':
      return `[file:hashes.'${HASH_NAMES[kind]}' = ${quoted(value)}]`;
    case 'cert-serial':
      return `[x509-certificate:serial_number = ${quoted(value)}]`;
    case 'cert-md5':
    case 'cert-sha1':
    case 'cert-sha256':
      return `[x509-certificate:hashes.'${HASH_NAMES[kind.slice(5)]}' = ${quoted(value)}]`;
    case 'ja3':
    case 'ja4':
      return undefined;
  }
};

/** The indicator of a sighting, where the receiver cannot know it; `undefined` when it is known by its STIX id. */
const indicatorOf = (sighting: ExportedSighting, author: string, now: string): object | undefined => {
  if (sighting.ref.startsWith('indicator--')) return undefined;
  const pattern = patternOf(sighting);
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${sighting.indicatorId}`,
    created_by_ref: author,
    created: now,
    modified: now,
    ...(sighting.title === '' ? {} : { name: sighting.title }),
    pattern: pattern ?? `${sighting.kind}: ${sighting.value}`,
    pattern_type: pattern === undefined ? 'x-chedun-value' : 'stix',
    valid_from: sighting.validFrom,
    ...(sighting.confidence === undefined ? {} : { confidence: sighting.confidence }),
    ...(sighting.tlp === undefined ? {} : { object_marking_refs: [markingOf[sighting.tlp]] }),
  };
};

/**
 * A bundle of STIX 2.1 with sightings (4.16 of the specification), the identity of whoever tells, and indicators that came
 * without a STIX id. `id` is the UUID of the bundle, `now` an ISO time.
 */
export const sightingsBundle = (
  sightings: readonly ExportedSighting[],
  by: ExportIdentity,
  { id, now }: { readonly id: string; readonly now: string },
): object => {
  const author = `identity--${by.id}`;
  const indicators = new Map(
    sightings.flatMap((sighting) => {
      const made = indicatorOf(sighting, author, now);
      return made === undefined ? [] : [[sighting.indicatorId, made] as const];
    }),
  );
  const identity = {
    type: 'identity',
    spec_version: '2.1',
    id: author,
    created: now,
    modified: now,
    name: by.name,
    identity_class: 'organization',
  };
  const told = sightings.map((sighting) => ({
    type: 'sighting',
    spec_version: '2.1',
    id: `sighting--${sighting.id}`,
    created_by_ref: author,
    created: now,
    modified: now,
    first_seen: sighting.firstSeen,
    last_seen: sighting.lastSeen,
    count: Math.min(MOST_COUNT, sighting.count),
    sighting_of_ref: sighting.ref.startsWith('indicator--') ? sighting.ref : `indicator--${sighting.indicatorId}`,
    where_sighted_refs: [author],
    ...(sighting.tlp === undefined ? {} : { object_marking_refs: [markingOf[sighting.tlp]] }),
  }));
  return { type: 'bundle', id: `bundle--${id}`, objects: [identity, ...indicators.values(), ...told] };
};
