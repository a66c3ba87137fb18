import { findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Clocks } from './domain/decision.ts';
import { tick, type Moment } from './domain/uptime.ts';
import { addUptime, readUptime } from './store.ts';
import type { RetentionTables } from './tables.ts';

/** Where signed time comes from: the checkpoints over the journals. */
export interface TrustedTime {
  /** The newest signed checkpoint of a stream: how many frames it covers and when it was signed. */
  readonly lastCheckpoint: (stream: string) => Promise<{ readonly size: number; readonly time: number } | undefined>;
}

/** The part of the Merkle log that a removal tells. */
export interface SealedLog extends TrustedTime {
  /** Says that frames before `firstKept` go with leave, so that verification does not miss them. */
  readonly noteRemoved: (stream: string, firstKept: number) => Promise<void>;
}

/** The three clocks of this process. */
export interface ClockBook {
  readonly read: (stream: string) => Promise<Clocks>;
  /** Writes what the monotonic clock has gained since the last call; notes a jump of the wall clock. */
  readonly tick: () => Promise<void>;
}

const HOUR = 3_600_000;

/** A clock that is set makes evidence doubtful: a person has to look. */
const jumpReport = (wall: number, jumpMs: number): FindingReport => {
  const at = new Date(wall).toISOString();
  const hours = Math.round((jumpMs / HOUR) * 10) / 10;
  return {
    fingerprint: 'retention-clock-jump',
    kind: 'anomaly',
    module: 'retention',
    title: `The clock of this machine jumped by ${hours} hours`,
    titleZh: `本机时钟跳变 ${hours} 小时`,
    severity: Math.abs(jumpMs) >= 24 * HOUR ? 'high' : 'medium',
    assets: [],
    obligations: ['1.3-i'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts: { jumpMs },
  };
};

/** Opens the ledger of uptime. Time before this call is not counted. */
export const openClocks = (options: {
  readonly records: Records;
  readonly clock: Clock;
  readonly trusted: TrustedTime;
}): ClockBook => {
  const { records, clock, trusted } = options;
  const moment = (): Moment => ({ wall: clock.now(), monotonic: clock.monotonic() });
  let last = moment();
  let working: Promise<void> = Promise.resolve();
  const step = async (): Promise<void> => {
    const now = moment();
    const { addMs, jumpMs } = tick(last, now);
    await records.transaction(async (tx) => {
      await addUptime(tx, addMs, now.wall);
      if (jumpMs === undefined) return;
      const row = { at: new Date(now.wall), jump_ms: Math.round(jumpMs) };
      await tx.as<RetentionTables>().insertInto('retention.clock_jumps').values(row).execute();
      const report = jumpReport(now.wall, Math.round(jumpMs));
      const payload = { findings: [report] } as never;
      await tx.tell({ type: findingsReported, aggregate: report.fingerprint, payload }, SYSTEM_ACTOR);
    });
    last = now;
  };
  return {
    read: async (stream) => ({
      now: clock.now(),
      // No time server is asked: the checkpoints and the monotonic clock judge the local one.
      ntpOffsetMs: undefined,
      lastCheckpointAt: (await trusted.lastCheckpoint(stream))?.time,
      uptimeMs: (await readUptime(records)) + Math.max(0, clock.monotonic() - last.monotonic),
    }),
    tick: () => {
      working = working.catch(() => undefined).then(step);
      return working;
    },
  };
};
