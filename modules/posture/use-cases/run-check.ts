import { DomainError, SYSTEM_ACTOR, type ActorRef, type Clock } from '@chedun/kernel';
import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import type { Logger } from '@chedun/log';
import type { Check, CheckResult } from '@chedun/module';
import type { Records, Tx } from '@chedun/records';
import type { Evidence } from '../contract.ts';
import { addEvidence, evidenceOf } from '../store.ts';

interface Dependencies {
  readonly records: Records;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Logger;
  readonly checks: () => readonly Check[];
}

/** A check that throws proves nothing: its evidence says so. */
const runSafely = async (check: Check, log: Logger): Promise<CheckResult> => {
  try {
    return await check.run();
  } catch (error) {
    log.warn('a check could not run', { check: check.id, error });
    return {
      outcome: 'unknown',
      summary: { zh: '检查未能执行，详见服务日志', en: 'The check could not run; see the log of the service' },
      facts: { reason: error instanceof Error ? error.message.slice(0, 300) : 'unknown' },
    };
  }
};

/** The fingerprint of the finding of a check. */
export const fingerprintOf = ({ id }: Pick<Check, 'id'>): string => `check:${id}`;

const findingOf = (check: Check, result: CheckResult, at: string): FindingReport => ({
  fingerprint: fingerprintOf(check),
  kind: 'violation',
  module: 'posture',
  title: `${check.title.en}: ${result.summary.en}`.slice(0, 500),
  titleZh: `${check.title.zh}：${result.summary.zh}`.slice(0, 500),
  severity: 'medium',
  assets: [{ kind: 'platform', id: 'chedun' }],
  obligations: [...check.obligations],
  count: 1,
  firstSeen: at,
  lastSeen: at,
  receivedAt: at,
  samples: [],
});

/** Only a change of outcome goes to the ledger; the ledger's own check would otherwise feed itself. */
const tellLedger = async (
  tx: Tx,
  check: Check,
  before: Evidence | undefined,
  result: CheckResult,
  at: string,
  actor: ActorRef,
): Promise<void> => {
  const fingerprint = fingerprintOf(check);
  if (result.outcome === 'fail' && before?.outcome !== 'fail') {
    await tx.tell(
      {
        type: findingsReported,
        aggregate: fingerprint,
        payload: { findings: [findingOf(check, result, at)] } as never,
      },
      actor,
    );
  }
  // It may have been unknown since it failed: then the finding is still open.
  if (result.outcome === 'pass' && before !== undefined && before.outcome !== 'pass') {
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: result.summary.zh } },
      actor,
    );
  }
};

/** Runs one check now, keeps its evidence, and opens or resolves the finding that belongs to it. */
export const runCheck =
  ({ records, clock, newId, log, checks }: Dependencies) =>
  async (id: string, actor: ActorRef = SYSTEM_ACTOR): Promise<Evidence> => {
    const check = checks().find((each) => each.id === id);
    if (!check) throw new DomainError('posture.check-unknown', { field: id });
    const result = await runSafely(check, log);
    const at = clock.now();
    const evidence = {
      id: newId(),
      checkId: id,
      result,
      at: new Date(at),
      expiresAt: new Date(at + check.ttlHours * 3_600_000),
    };
    await records.transaction(async (tx) => {
      const [before] = await evidenceOf(records, id, 1);
      await addEvidence(tx, evidence);
      await tellLedger(tx, check, before, result, evidence.at.toISOString(), actor);
      if (actor.kind !== 'system') {
        const target = { kind: 'check', id };
        await tx.audit({
          actor,
          action: 'posture.check-run',
          target,
          outcome: 'done',
          after: { outcome: result.outcome },
        });
      }
    });
    const [stored] = await evidenceOf(records, id, 1);
    if (!stored) throw new Error(`the evidence of ${id} is gone`);
    return stored;
  };
