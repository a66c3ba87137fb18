import type { SignalFact } from '@chedun/behaviour';
import type { DecodedEvent } from '@chedun/logs';
import { fieldOf, textOf } from './fields.ts';
import { plausible } from './facts-of.ts';

/** What an event says of native detectors that other parts run. */
export interface Spoken {
  /** Detectors that spoke, by id. */
  readonly detectors: readonly string[];
  readonly facts: readonly SignalFact[];
}

const NONE: Spoken = { detectors: [], facts: [] };

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string' && each !== '').slice(0, 20);

const idsOf = (event: DecodedEvent): string[] => {
  const { fields, logsource } = event;
  switch (logsource.category) {
    case 'gbt32960':
      return textOf(fields, 'cmd') === 'detector' ? listOf(fields['signal']) : [];
    case 'can':
      return textOf(fields, 'can.kind') === 'ids' ? listOf(fieldOf(fields, 'can.rule')) : [];
    case 'v2x':
      return textOf(fields, 'v2x.kind') === 'misbehaviour' ? listOf(fieldOf(fields, 'v2x.rules')) : [];
    default:
      return [];
  }
};

/** Verdicts of the detectors of reports, buses and roads that an event carries. */
export const spokenOf = (event: DecodedEvent, received: number): Spoken => {
  if (event.logsource.product !== 'vehicle') return NONE;
  const detectors = idsOf(event);
  if (detectors.length === 0) return NONE;
  const vehicle = event.ocsf.vin || textOf(event.fields, 'vin');
  if (vehicle === '') return { detectors, facts: [] };
  const at = plausible(event.time) ?? received;
  return { detectors, facts: detectors.map((signature) => ({ kind: 'signal', at, signature, vehicle })) };
};
