import type { Values } from '../src/layout.ts';
import type { HeaderEdition } from '../src/messages.ts';
import { fromHex } from './hex.ts';

/** A body written by hand from the tables of the standard, and what it says. */
export interface Vector {
  readonly id: number;
  readonly edition: HeaderEdition;
  readonly variant: string;
  readonly body: Uint8Array;
  readonly values: Values;
}

/** A vector under the old header. */
export const old = (id: number, variant: string, body: string, values: Values): Vector => ({
  id,
  edition: '2011/2013',
  variant,
  body: fromHex(body),
  values,
});

/** A vector under the header of 2019. */
export const latest = (id: number, variant: string, body: string, values: Values): Vector => ({
  ...old(id, variant, body, values),
  edition: '2019',
});

/** Vectors of a message that is the same under both headers. */
export const both = (id: number, body: string, values: Values): readonly Vector[] => [
  old(id, 'all', body, values),
  latest(id, 'all', body, values),
];

/** The 28 bytes of a position in Tianjin, and its fields. */
export const PLACE = '00000100 00000003 02542c40 06fd9440 0008 0253 005a 260117093000';

/** Fields of {@link PLACE}. */
export const PLACE_VALUES: Values = {
  warnBit: 0x100,
  statusBit: 3,
  latitude: 39_070_784,
  longitude: 117_281_856,
  altitude: 8,
  speed: 595,
  direction: 90,
  deviceTime: '260117093000',
};
