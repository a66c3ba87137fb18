import { idFits, lengthFits } from '../frame.ts';
import type { CanFrame } from '../frame.ts';

/** Checks what a log says about a frame; gives the frame, or what is wrong with it. */
export const buildFrame = (parts: CanFrame): { readonly frame: CanFrame } | string => {
  const { kind, time, id, extended, fd, data } = parts;
  if (!Number.isFinite(time)) return 'the time is no number';
  if (kind !== 'error' && !idFits(id, extended))
    return `identifier ${id.toString(16)} exceeds ${extended ? 29 : 11} bits`;
  if (!lengthFits(data.length, fd)) return `${data.length} bytes do not fit a ${fd ? 'CAN FD' : 'CAN'} frame`;
  return { frame: parts };
};

/** Payload of remote and error frames. */
export const NO_DATA: Uint8Array = new Uint8Array(0);
