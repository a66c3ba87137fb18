import type { Gate, GatedConnection, GatePass, GateSubject } from '@chedun/ingest/contract';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { BindingBook } from './binding-book.ts';
import type { GatewayCounts, Policy } from './contract.ts';
import { judge, judgeAccount, proposalsOf, type Bound, type Shown, type Violation } from './domain/judge.ts';
import { rates, type RateLimits, type Rates } from './domain/rates.ts';
import { bindingRecord, rateRecord } from './domain/records.ts';
import { seenSet } from './domain/seen.ts';
import { subjectName } from './domain/subject.ts';
import type { RecordQueue } from './record-queue.ts';

/** Decrypts the data unit of a frame; undefined without a key that fits. */
type DecryptUnit = (frame: Uint8Array, platform: string | null) => Uint8Array | undefined;

/** What the gate stands on. */
export interface GateNeeds {
  readonly book: Pick<BindingBook, 'of' | 'any' | 'generation'>;
  readonly policyOf: (listener: Policy['listener']) => Policy;
  readonly limits: RateLimits;
  readonly queue: Pick<RecordQueue, 'tell'>;
  /** Takes a binding that was seen for the first time. */
  readonly propose: (subject: string, bounds: readonly Bound[]) => void;
  readonly decrypt: DecryptUnit;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** The gate, and what it counted since the start. */
export interface CountingGate {
  readonly gate: Gate;
  readonly counts: () => GatewayCounts;
}

interface Working extends GateNeeds {
  readonly rates: Rates;
  readonly counts: { -readonly [Key in keyof Omit<GatewayCounts, 'limits'>]: number };
  waiting: number;
}

/** Judgements that may wait for the database. */
const MOST_WAITING = 20_000;
const UNBOUND: Violation = { kind: 'unbound', expected: [], seen: '' };

const isIdle = ({ book, policyOf }: Working, { listener }: GatedConnection): boolean =>
  !book.any() && policyOf(listener).unbound === 'ignore';

const verdictOn = (
  gate: Working,
  connection: GatedConnection,
  subject: string,
  bounds: readonly Bound[],
  shown: Shown,
): Violation | undefined => {
  if (subject.startsWith('platform:')) return judgeAccount(bounds, shown);
  if (bounds.length > 0) return judge(bounds, shown);
  gate.counts.unbound += 1;
  const { unbound } = gate.policyOf(connection.listener);
  if (unbound === 'learn') gate.propose(subject, proposalsOf(shown));
  return unbound === 'violation' ? UNBOUND : undefined;
};

/** True when it may go on. A register that does not answer refuses nobody. */
const judgeSubject = async (
  gate: Working,
  connection: GatedConnection,
  subject: string,
  shown: Shown,
): Promise<boolean> => {
  const { book, policyOf, queue, clock, counts, log } = gate;
  if (gate.waiting >= MOST_WAITING) {
    counts.skipped += 1;
    return true;
  }
  gate.waiting += 1;
  try {
    const bounds = await book.of(subject);
    counts.judged += 1;
    const violation = verdictOn(gate, connection, subject, bounds, shown);
    if (violation === undefined) return true;
    const isRefused = policyOf(connection.listener).mode === 'reject';
    counts.violations += 1;
    if (isRefused) counts.refused += 1;
    const record = bindingRecord(clock.now(), connection, subject, shown, violation, isRefused);
    queue.tell(`${subject} ${violation.kind} ${violation.seen} ${connection.ip}`, record);
    return !isRefused;
  } catch (error) {
    counts.skipped += 1;
    log.warn('bindings could not be read', { error });
    return true;
  } finally {
    gate.waiting -= 1;
  }
};

/** Follows the rate of a connection. */
const follow = (gate: Working, connection: GatedConnection, frames: number, platform: string | null, id: string) => {
  const { clock, counts, queue } = gate;
  const vehicle = platform === null && id !== '' ? id : undefined;
  const source = platform === null ? connection.ip : `platform:${platform}`;
  const verdict = gate.rates.took(clock.monotonic(), frames, { source, vehicle });
  if (verdict.kind === 'go') return;
  const subject = vehicle ?? '';
  const key = `${verdict.kind} ${verdict.scope} ${verdict.scope === 'vehicle' ? subject : source}`;
  queue.tell(key, rateRecord(clock.now(), connection, { subject, platform }, verdict));
  if (verdict.kind === 'close') {
    counts.closedForRate += 1;
    return connection.close('rate');
  }
  counts.held += 1;
  connection.hold(verdict.wait);
};

const passFor = (gate: Working, connection: GatedConnection): GatePass => {
  const { certificate } = connection;
  let seen = seenSet();
  let generation = gate.book.generation();
  const decoder = new TextDecoder();
  let id = '';
  const isFirst = (bytes: Uint8Array, from: number, to: number): boolean => {
    if (generation !== gate.book.generation()) {
      generation = gate.book.generation();
      seen = seenSet();
    }
    return seen.isNew(bytes, from, to);
  };
  const admit = (subject: GateSubject): Promise<boolean> | true => {
    if (subject.id !== undefined) id = subjectName(subject.id);
    if (isIdle(gate, connection)) return true;
    const { iccid, platform } = subject;
    if (subject.id !== undefined) isFirst(Buffer.from(subject.id, 'latin1'), 0, subject.id.length);
    const account = `platform:${platform ?? ''}`;
    return judgeSubject(gate, connection, subject.id === undefined ? account : id, { platform, certificate, iccid });
  };
  return {
    admit,
    frame: (bytes, from, to, platform) => {
      const idle = isIdle(gate, connection);
      // What finds no room to wait now is judged at its next frame.
      if (idle ? id !== '' : gate.waiting >= MOST_WAITING || !isFirst(bytes, from, to)) return;
      id = subjectName(decoder.decode(bytes.subarray(from, to)));
      if (idle) return;
      void judgeSubject(gate, connection, id, { platform, certificate, iccid: undefined }).then((may) => {
        // Reports are owed no answer; the other vehicles of a platform go on.
        if (!may && platform === null) connection.close('unbound');
      });
    },
    took: (frames, platform) => follow(gate, connection, frames, platform, id),
    decrypt: (frame, platform) => gate.decrypt(frame, platform),
    end: () => undefined,
  };
};

/** Builds the gate of the listeners. */
export const buildGate = (needs: GateNeeds): CountingGate => {
  const counts = { judged: 0, violations: 0, refused: 0, unbound: 0, skipped: 0, held: 0, closedForRate: 0 };
  const working: Working = { ...needs, rates: rates(needs.limits), counts, waiting: 0 };
  const { sourcePerSecond, vehiclePerMinute } = needs.limits;
  return {
    gate: { open: (connection) => passFor(working, connection) },
    counts: () => ({ ...counts, limits: { sourcePerSecond, vehiclePerMinute } }),
  };
};
