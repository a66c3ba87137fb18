import { CAN_ERRORS } from '@chedun/can';
import { IDSM_ERRORS } from '@chedun/idsm';
import type { ErrorDetail, ErrorText } from '@chedun/kernel';
import { PCAP_ERRORS } from '@chedun/pcap';
import { V2X_ERRORS } from '@chedun/v2x';
import type { CaptureFault } from '../contract.ts';
import { capturesErrors, type CapturesErrorCode } from '../errors.ts';

const TEXTS: Readonly<Record<string, ErrorText>> = {
  ...capturesErrors,
  ...CAN_ERRORS,
  ...IDSM_ERRORS,
  ...PCAP_ERRORS,
  ...V2X_ERRORS,
};

/** Most faults that are kept word by word. */
export const MOST_FAULTS = 100;
const MOST_REASON = 300;

/** A fault of a catalogue with its place. A code of no catalogue is told as an unreadable place. */
export const faultOf = (code: string, detail: ErrorDetail): CaptureFault => {
  const text = TEXTS[code] ?? capturesErrors['captures.unreadable-place'];
  return {
    code,
    message: { zh: text.zh, en: text.en },
    reason: (detail.reason ?? '').slice(0, MOST_REASON),
    line: detail.line ?? null,
    offset: detail.offset ?? null,
  };
};

/** Collects faults: keeps the first ones, counts all. */
export interface FaultList {
  readonly add: (code: CapturesErrorCode | (string & {}), detail: ErrorDetail) => void;
  readonly list: readonly CaptureFault[];
  readonly count: () => number;
}

/** Starts a list of at most {@link MOST_FAULTS} faults. */
export const createFaults = (): FaultList => {
  const list: CaptureFault[] = [];
  let count = 0;
  return {
    list,
    count: () => count,
    add: (code, detail) => {
      count += 1;
      if (list.length < MOST_FAULTS) list.push(faultOf(code, detail));
    },
  };
};
