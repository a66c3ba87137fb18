import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';

/** What is reported; the rest of a finding is the same for all of this module. */
interface SealFinding {
  readonly fingerprint: string;
  readonly zh: string;
  readonly en: string;
  readonly severity: FindingReport['severity'];
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Puts findings into the ledger and clears them. */
export interface Reporter {
  readonly report: (finding: SealFinding) => Promise<void>;
  readonly clear: (fingerprint: string, comment: string) => Promise<void>;
}

/** Opens the reporter. */
export const openReporter = (records: Records, clock: Pick<Clock, 'now'>): Reporter => ({
  report: async ({ fingerprint, zh, en, severity, facts }) => {
    const at = new Date(clock.now()).toISOString();
    const report: FindingReport = {
      fingerprint,
      kind: 'violation',
      module: 'seal',
      title: en,
      titleZh: zh,
      severity,
      assets: [{ kind: 'platform', id: 'journal' }],
      obligations: ['1.3-i'],
      count: 1,
      firstSeen: at,
      lastSeen: at,
      receivedAt: at,
      samples: [],
      facts: { ...facts },
    };
    // A report is plain JSON; only its optional fields keep the compiler from seeing it.
    const payload = { findings: [report] } as never;
    await records.transaction((tx) =>
      tx.tell({ type: findingsReported, aggregate: fingerprint, payload }, SYSTEM_ACTOR),
    );
  },
  clear: (fingerprint, comment) =>
    records.transaction((tx) =>
      tx.tell({ type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment } }, SYSTEM_ACTOR),
    ),
});
