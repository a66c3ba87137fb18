import type { Zone } from './time.ts';

const BEIJING_MINUTES = 480;
const MINUTE = 60_000;

/** Date pickers know only the zone of the browser: this shift makes their clock read as the zone that is shown. */
const shift = (at: number, zone: Zone): number =>
  zone === 'local' ? 0 : (BEIJING_MINUTES + new Date(at).getTimezoneOffset()) * MINUTE;

/** A moment as a picker must be given it so that it shows the time of the zone. */
export const toPicker = (at: number, zone: Zone): number => at + shift(at, zone);

/** The moment that somebody meant who chose this in a picker showing the time of the zone. */
export const fromPicker = (picked: number, zone: Zone): number => picked - shift(picked, zone);
