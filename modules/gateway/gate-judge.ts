import type { GatedConnection } from '@chedun/ingest/contract';
import type { Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { BindingBook } from './binding-book.ts';
import type { GatewayCounts, Policy } from './contract.ts';
import { judge, judgeAccount, proposalsOf, type Bound, type Shown, type Violation } from './domain/judge.ts';
import type { RateLimits, Rates } from './domain/rates.ts';
import { barredRecord, bindingRecord } from './domain/records.ts';
import type { RecordQueue } from './record-queue.ts';
import type { RefusalBook } from './refusal-book.ts';

/** Decrypts the data unit of a frame; undefined without a key that fits. */
type DecryptUnit = (frame: Uint8Array, platform: string | null) => Uint8Array | undefined;

/** What the gate stands on. */
export interface GateNeeds {
  readonly book: Pick<BindingBook, 'of' | 'at' | 'any' | 'generation'>;
  readonly refusals: RefusalBook;
  readonly policyOf: (listener: Policy['listener']) => Policy;
  readonly limits: RateLimits;
  readonly queue: Pick<RecordQueue, 'tell'>;
  /** Takes a binding that was seen for the first time. */
  readonly propose: (subject: string, bounds: readonly Bound[]) => void;
  readonly decrypt: DecryptUnit;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** The gate at work. */
export interface Working extends GateNeeds {
  readonly rates: Rates;
  readonly counts: { -readonly [Key in keyof Omit<GatewayCounts, 'limits'>]: number };
  waiting: number;
}

/** Judgements that may wait for the database. */
export const MOST_WAITING = 20_000;
/** Longest time that a connection is held for a verdict. */
const MOST_WAIT_MS = 2000;
const UNBOUND: Violation = { kind: 'unbound', expected: [], seen: '' };

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

const decide = (
  gate: Working,
  connection: GatedConnection,
  subject: string,
  shown: Shown,
  bounds: readonly Bound[],
): boolean => {
  const { policyOf, queue, clock, counts } = gate;
  counts.judged += 1;
  const violation = verdictOn(gate, connection, subject, bounds, shown);
  if (violation === undefined) return true;
  const isRefused = policyOf(connection.listener).mode === 'reject';
  counts.violations += 1;
  if (isRefused) counts.refused += 1;
  const record = bindingRecord(clock.now(), connection, subject, shown, violation, isRefused);
  queue.tell(`${subject} ${violation.kind} ${violation.seen} ${connection.ip}`, record);
  return !isRefused;
};

/** Containment keeps it out, whatever its bindings say. */
export const barred = (gate: Working, connection: GatedConnection, subject: string): false => {
  gate.counts.refused += 1;
  gate.queue.tell(`${subject} barred ${connection.ip}`, barredRecord(gate.clock.now(), connection, subject));
  return false;
};

/** Asks the database. */
const decideLater = async (
  gate: Working,
  connection: GatedConnection,
  subject: string,
  shown: Shown,
): Promise<boolean> => {
  gate.waiting += 1;
  try {
    return decide(gate, connection, subject, shown, await gate.book.of(subject));
  } catch (error) {
    gate.counts.skipped += 1;
    gate.log.warn('bindings could not be read', { error });
    return true;
  } finally {
    gate.waiting -= 1;
  }
};

/** The verdict, or true when it does not come in time; then `late` hears it. */
const inTime = async (gate: Working, verdict: Promise<boolean>, late: (may: boolean) => void): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'late'>((done) => {
    timer = setTimeout(done, MOST_WAIT_MS, 'late');
  });
  const first = await Promise.race([verdict, patience]);
  clearTimeout(timer);
  if (first !== 'late') return first;
  gate.counts.skipped += 1;
  gate.log.warn('bindings were not read in time; a sender goes on unjudged', { ms: MOST_WAIT_MS });
  void verdict.then(late);
  return true;
};

/**
 * True when it may go on: at once for a subject whose bindings are in memory. A register that does not answer within two
 * seconds refuses nobody; what it says afterwards is told to `late`.
 */
export const judgeSubject = (
  gate: Working,
  connection: GatedConnection,
  subject: string,
  shown: Shown,
  late: (may: boolean) => void = () => undefined,
): Promise<boolean> | boolean => {
  if (gate.refusals.refusesSubject(subject)) return barred(gate, connection, subject);
  const known = gate.book.at(subject);
  if (known !== undefined) return decide(gate, connection, subject, shown, known);
  if (gate.waiting >= MOST_WAITING) {
    gate.counts.skipped += 1;
    return true;
  }
  return inTime(gate, decideLater(gate, connection, subject, shown), late);
};
