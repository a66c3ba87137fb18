import { MAX_FRAME_BYTES } from './frame.ts';
import type { CaptureFault, CaptureReader, Frame } from './frame.ts';

const HEADER_BYTES = 24;
const RECORD_BYTES = 16;
const MICRO = 0xa1b2c3d4;
const NANO = 0xa1b23c4d;

/** Byte order and unit of the fraction by the magic number; undefined when the bytes are no pcap. */
const variantOf = (view: DataView): { readonly little: boolean; readonly divisor: number } | undefined => {
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === MICRO) return { little, divisor: 1 };
    if (magic === NANO) return { little, divisor: 1000 };
  }
  return undefined;
};

/**
 * Reader of the classic pcap format: 24-byte header, 16-byte record headers, both byte orders, microseconds (A1B2C3D4)
 * and nanoseconds (A1B23C4D). Undefined when the magic number is another one. A record longer than
 * {@link MAX_FRAME_BYTES} or than the rest of the file stops it with a fault.
 */
export const classicReader = (bytes: Uint8Array): CaptureReader | undefined => {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const variant = variantOf(view);
  if (variant === undefined) return undefined;
  const { little, divisor } = variant;
  // the upper four bits carry the length of the frame check sequence
  const linkType = view.getUint32(20, little) & 0x0fff_ffff;
  let at = HEADER_BYTES;
  let fault: CaptureFault | undefined;
  const stop = (reason: string): false => {
    fault = { offset: at, reason };
    return false;
  };
  const next = (frame: Frame): boolean => {
    if (fault !== undefined || at === bytes.length) return false;
    if (bytes.length - at < RECORD_BYTES) return stop('the last record header is cut off');
    const captured = view.getUint32(at + 8, little);
    if (captured > MAX_FRAME_BYTES) return stop(`a frame of ${captured} bytes is longer than any capture tool writes`);
    if (captured > bytes.length - at - RECORD_BYTES) return stop('the last frame is cut off');
    frame.seconds = view.getUint32(at, little);
    const fraction = view.getUint32(at + 4, little);
    frame.micros = Math.min(divisor === 1 ? fraction : Math.floor(fraction / divisor), 999_999);
    frame.wireLength = view.getUint32(at + 12, little);
    frame.linkType = linkType;
    frame.from = at + RECORD_BYTES;
    frame.to = frame.from + captured;
    at = frame.to;
    return true;
  };
  return { format: 'pcap', next, fault: () => fault };
};
