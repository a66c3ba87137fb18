import type { CaptureFault } from '../capture/frame.ts';
import { emptyFrame } from '../capture/frame.ts';
import { openCapture } from '../capture/reader.ts';
import { createAnalyzer } from './analyzer.ts';
import type { AnalyzeOptions } from './options.ts';
import type { EveRecord } from './record.ts';

/** What {@link analyzeCapture} read. */
export interface CaptureSummary {
  readonly format: 'pcap' | 'pcapng';
  readonly frames: number;
  /** Why reading stopped early; the frames before it are analysed. */
  readonly fault: CaptureFault | undefined;
}

/**
 * Analyses a whole capture, pcap or pcapng, and hands every record to `emit` in the order of capture; see
 * `createAnalyzer` for what they are.
 *
 * @throws `pcap.not_a_capture` when the bytes are no capture.
 */
export const analyzeCapture = (
  bytes: Uint8Array,
  options: AnalyzeOptions,
  emit: (record: EveRecord) => void,
): CaptureSummary => {
  const reader = openCapture(bytes);
  const analyzer = createAnalyzer(options, emit);
  const frame = emptyFrame();
  let frames = 0;
  while (reader.next(frame)) {
    frames += 1;
    analyzer.frame(bytes, frame);
  }
  analyzer.end();
  return { format: reader.format, frames, fault: reader.fault() };
};
