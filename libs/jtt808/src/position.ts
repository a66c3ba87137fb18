import { dword, extras, time, word } from './layout.ts';
import type { Layout } from './layout.ts';

/** The 28 bytes of a position (clause 8.18 table 23): latitude and longitude in 10^-6 degree, speed in 0.1 km/h. */
export const POSITION: Layout = [
  dword('warnBit'),
  dword('statusBit'),
  dword('latitude'),
  dword('longitude'),
  word('altitude'),
  word('speed'),
  word('direction'),
  time('deviceTime'),
];

/** A position with its additional items. */
export const POSITION_REPORT: Layout = [...POSITION, extras()];
