import { FRAME_HEADER } from '@chedun/journal';
import type { Appended, FrameInput, Journal } from '@chedun/journal';
import { DomainError } from '@chedun/kernel';
import type { Clock } from '@chedun/kernel';
import type { CopyLog, CopyTarget } from './copy-target.ts';
import { runLiveCopy } from './live-copy.ts';
import type { Away } from './live-copy.ts';
import { startRepairLoop } from './repair-copy.ts';
import type { RepairLoop } from './repair-copy.ts';
import { WaitingRoom, busy } from './waiting-room.ts';

/** Sizes and times that bound what waits for the bus. */
export interface SecondCopyLimits {
  /** Bytes of payloads whose senders wait; beyond it `append` rejects with `journal.busy`. */
  readonly waitingBytes: number;
  /** Frames whose senders wait. */
  readonly waitingFrames: number;
  /** How long a sender waits for the bus before it is refused, in milliseconds. */
  readonly waitMs: number;
  /** How often the bus is compared with the journal without an occasion, in milliseconds. */
  readonly compareMs: number;
}

/** 16 MiB, 65,536 frames, 10 seconds, 10 minutes. */
const secondCopyLimits: SecondCopyLimits = {
  waitingBytes: 16 * 1024 * 1024,
  waitingFrames: 65_536,
  waitMs: 10_000,
  compareMs: 600_000,
};

/** How to give a journal a second copy. */
export interface SecondCopyOptions {
  readonly journal: Journal;
  readonly target: CopyTarget;
  readonly clock: Clock;
  readonly log: CopyLog;
  readonly limits?: Partial<SecondCopyLimits>;
}

/** How the second copy is doing. */
export interface SecondCopyState {
  /** Why the bus takes no frames; undefined = it does. */
  readonly away: Away;
  /** Frames of the journal that the bus has not acknowledged yet. */
  readonly lag: number;
  /** Frames known to be missing on the bus that are being brought. */
  readonly missing: number;
  /** Frames that were brought by comparisons since the start. */
  readonly repaired: number;
}

/** A journal whose `append` also waits for the bus. Everything else is the journal that was handed in. */
export interface JournalWithSecondCopy extends Journal {
  readonly copyState: () => SecondCopyState;
  /** Compares with the bus soon: after a reconnection, or whenever it may lack frames. */
  readonly doubt: () => void;
}

const UNREACHABLE = 'not connected';
const NOT_YET = 'it was not reached yet';
const SWEEP_MS = 100;
/** How long `close` waits for the bus; what it does not take by then is brought at the next start. */
const CLOSE_MS = 2000;

/**
 * Gives a journal a second copy. `append` resolves when the frame is durable in the journal **and** stored by the
 * target; order of acknowledgement = order of frames. It rejects with `journal.busy` at once, and writes nothing, while
 * the target is away or too much waits; and after `waitMs` when the target went away in between. Such a frame is in the
 * journal and will be on the bus although nobody was told: a sender who repeats it makes a second frame with another
 * number. Frames that were durable before (a crash, a first start) are compared and brought in the background, and no
 * sender waits for that.
 */
export const withSecondCopy = (options: SecondCopyOptions): JournalWithSecondCopy => {
  const { journal, target, clock, log } = options;
  const limits = { ...secondCopyLimits, ...options.limits };
  const stopping = new AbortController();
  const { signal } = stopping;
  const room = new WaitingRoom(journal.head().seq);
  const state: GateState = { away: NOT_YET, closed: false, bytes: 0, frames: 0, missing: 0, repaired: 0 };
  const onProgress = ({ missing, copied }: { readonly missing: number; readonly copied: number }): void => {
    state.missing = copied === 0 ? missing : state.missing + missing;
    state.repaired += copied;
  };
  const loop = startRepairLoop({ journal, target, clock, log, signal, onProgress }, () => room.copied);
  const setAway = awaySetter(state, journal.stream, log, loop);
  const live = runLiveCopy({ journal, target, room, log, signal, setAway });
  const timers = [
    setInterval(() => room.expire(clock.monotonic()), SWEEP_MS).unref(),
    setInterval(loop.doubt, limits.compareMs).unref(),
  ];
  const close = async (): Promise<void> => {
    state.closed = true;
    await patiently(() => room.size === 0 || state.away !== undefined);
    await journal.close();
    stopping.abort();
    for (const timer of timers) clearInterval(timer);
    room.refuse(Number.MAX_SAFE_INTEGER, new DomainError('journal.closed'));
    await Promise.all([live, loop.done]);
  };
  let closing: Promise<void> | undefined;
  return {
    ...journal,
    append: gatedAppend({ journal, target, room, state, limits, clock }),
    close: () => (closing ??= close()),
    doubt: loop.doubt,
    copyState: () => ({
      away: state.away ?? (target.reachable() ? undefined : UNREACHABLE),
      lag: Math.max(0, journal.head().seq - room.copied),
      missing: state.missing,
      repaired: state.repaired,
    }),
  };
};

interface GateState {
  away: Away;
  closed: boolean;
  bytes: number;
  frames: number;
  missing: number;
  repaired: number;
}

const awaySetter =
  (state: GateState, stream: string, log: CopyLog, loop: RepairLoop) =>
  (away: Away): void => {
    const before = state.away;
    state.away = away;
    if ((before === undefined || before === NOT_YET) && away !== undefined) {
      log.warn('the bus takes no frames; senders are refused', { stream, reason: away });
    }
    if (before === undefined || away !== undefined) return;
    log.info('the bus takes frames', { stream });
    // Whatever kept it away may have cost it frames that it had acknowledged.
    loop.doubt();
  };

interface Gate {
  readonly journal: Journal;
  readonly target: CopyTarget;
  readonly room: WaitingRoom;
  readonly state: GateState;
  readonly limits: SecondCopyLimits;
  readonly clock: Clock;
}

const gatedAppend = (gate: Gate): Journal['append'] => {
  const { journal, room, state, limits, clock } = gate;
  return async (input): Promise<Appended> => {
    const bytes = input.payload.length;
    const refusal = refusalOf(gate, input);
    if (refusal !== undefined) throw refusal;
    state.bytes += bytes;
    state.frames += 1;
    try {
      const appended = await journal.append(input);
      await room.enter(appended.seq, clock.monotonic() + limits.waitMs);
      return appended;
    } finally {
      state.bytes -= bytes;
      state.frames -= 1;
    }
  };
};

const refusalOf = ({ target, state, limits }: Gate, input: FrameInput): DomainError | undefined => {
  if (state.closed) return new DomainError('journal.closed');
  if (state.away !== undefined) return busy(`the bus is away: ${state.away}`);
  if (!target.reachable()) return busy(`the bus is away: ${UNREACHABLE}`);
  if (state.frames >= limits.waitingFrames || state.bytes + input.payload.length > limits.waitingBytes) {
    if (state.frames > 0) return busy('too many frames wait for the bus');
  }
  const most = target.maxFrameBytes();
  if (most === undefined) return busy('the bus was not reached yet');
  const length = FRAME_HEADER + Buffer.byteLength(input.source) + input.format.length + input.payload.length;
  if (length <= most) return undefined;
  const reason = `a frame of ${length} bytes is longer than the ${most} bytes of a message of the bus (max_payload)`;
  return new DomainError('journal.bad_record', { field: 'payload', reason });
};

const patiently = async (done: () => boolean): Promise<void> => {
  for (let waited = 0; waited < CLOSE_MS && !done(); waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
