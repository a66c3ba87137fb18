/** One captured frame as the readers fill it; the same object is filled again for every frame. */
export interface Frame {
  /** Offsets of the captured bytes in the capture, end not included. */
  from: number;
  to: number;
  /** Bytes the frame had on the wire; more than `to - from` when the capture cut it. */
  wireLength: number;
  /** Time of capture: seconds since 1970 and microseconds within the second. */
  seconds: number;
  micros: number;
  /** LINKTYPE number of the tcpdump registry. */
  linkType: number;
}

/** Why reading stopped before the end of the bytes. */
export interface CaptureFault {
  /** Byte offset of the record that could not be read. */
  readonly offset: number;
  readonly reason: string;
}

/** Reads frames one after the other from a capture that lies in memory. */
export interface CaptureReader {
  readonly format: 'pcap' | 'pcapng';
  /** Fills `frame` with the next frame; false at the end or at the first fault. */
  readonly next: (frame: Frame) => boolean;
  /** What stopped the reader; `undefined` when the capture ended where it should. */
  readonly fault: () => CaptureFault | undefined;
}

/** Longest frame the readers accept, in bytes; libpcap's own limit. */
export const MAX_FRAME_BYTES = 262_144;

/** An empty frame to hand to {@link CaptureReader.next}. */
export const emptyFrame = (): Frame => ({ from: 0, to: 0, wireLength: 0, seconds: 0, micros: 0, linkType: 0 });
