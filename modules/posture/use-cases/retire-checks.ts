import { findingCleared } from '@chedun/governance/contract';
import { SYSTEM_ACTOR, type Clock } from '@chedun/kernel';
import type { Check } from '@chedun/module';
import type { Records } from '@chedun/records';
import type { Evidence } from '../contract.ts';
import { addEvidence } from '../store.ts';
import { isAttestation } from '../store-accepting.ts';
import { fingerprintOf } from './run-check.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly checks: () => readonly Check[];
}

const GONE = { zh: '该检查已不存在，由其他检查取代', en: 'This check is no more; others stand in its place' };

/** Checks that failed last and that no module brings any more: their findings are cleared, and the evidence says why. */
export const retireChecks =
  ({ records, clock, newId, checks }: Needs) =>
  async (latest: ReadonlyMap<string, Pick<Evidence, 'outcome'>>): Promise<void> => {
    const known = new Set(checks().map(({ id }) => id));
    for (const [checkId, { outcome }] of latest) {
      // What persons attest is no check of a module.
      if (outcome !== 'fail' || known.has(checkId) || isAttestation(checkId)) continue;
      const at = new Date(clock.now());
      const fingerprint = fingerprintOf({ id: checkId });
      await records.transaction(async (tx) => {
        const result = { outcome: 'unknown', summary: GONE, facts: {} } as const;
        await addEvidence(tx, { id: newId(), checkId, result, at, expiresAt: at });
        await tx.tell(
          { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: GONE.zh } },
          SYSTEM_ACTOR,
        );
      });
    }
  };
