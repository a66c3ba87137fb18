import { pcapError } from '../errors.ts';
import { classicReader } from './classic.ts';
import type { CaptureReader } from './frame.ts';
import { pcapngReader } from './pcapng.ts';

/**
 * Reader of the capture in `bytes`, pcap or pcapng by its first bytes. Nothing is copied: frames are offsets into `bytes`.
 *
 * @throws `pcap.not_a_capture` when the bytes start like neither.
 */
export const openCapture = (bytes: Uint8Array): CaptureReader => {
  const reader = classicReader(bytes) ?? pcapngReader(bytes);
  if (reader !== undefined) return reader;
  throw pcapError('pcap.not_a_capture', { offset: 0, reason: 'no magic number of pcap or pcapng at the start' });
};
