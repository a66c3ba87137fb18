import { kindNamed } from '../values/value.ts';
import type { IndicatorKind } from '../indicator.ts';

/** Where a table keeps what. -1: nowhere. */
export interface Columns {
  readonly value: number;
  /** Kind of the value column, when its name says it. */
  readonly kind: IndicatorKind | undefined;
  readonly type: number;
  readonly confidence: number;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly tlp: number;
  readonly title: number;
  readonly labels: number;
  readonly ref: number;
  readonly detect: number;
}

const NAMES = {
  value: ['value', 'indicator', 'ioc', 'iocvalue', 'observable', 'artifact'],
  type: ['type', 'ioctype', 'indicatortype', 'kind', 'valuetype'],
  confidence: ['confidence', 'confidencelevel', 'score'],
  validFrom: ['validfrom', 'firstseen', 'firstseenutc', 'date', 'created'],
  validUntil: ['validuntil', 'expires', 'expiration', 'expirationdate', 'validto'],
  tlp: ['tlp', 'marking'],
  title: ['title', 'description', 'comment', 'threat', 'malware', 'name', 'malwareprintable'],
  labels: ['labels', 'tags', 'attributetag'],
  ref: ['uuid', 'id', 'ref'],
  detect: ['toids'],
} as const;

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The columns that a head names; undefined when the line is no head. */
export const columnsOf = (cells: readonly string[]): Columns | undefined => {
  const names = cells.map(bare);
  const find = (wanted: readonly string[]): number => names.findIndex((name) => wanted.includes(name));
  const named = find(NAMES.value);
  const byKind = named >= 0 ? -1 : names.findIndex((name) => kindNamed(name) !== undefined);
  const value = named >= 0 ? named : byKind;
  if (value < 0) return undefined;
  return {
    value,
    kind: byKind >= 0 ? kindNamed(names[byKind] ?? '') : undefined,
    type: find(NAMES.type),
    confidence: find(NAMES.confidence),
    validFrom: find(NAMES.validFrom),
    validUntil: find(NAMES.validUntil),
    tlp: find(NAMES.tlp),
    title: find(NAMES.title),
    labels: find(NAMES.labels),
    ref: find(NAMES.ref),
    detect: find(NAMES.detect),
  };
};
