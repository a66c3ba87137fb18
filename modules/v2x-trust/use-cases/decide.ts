import { personIdOf, type ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import type { TrustList } from '../contract.ts';
import { v2xTrustError } from '../fault.ts';
import type { AnchorTable } from '../tables.ts';

type Status = TrustList['status'];
/** What a person decides about something that was proposed, or that is in force. */
export type Decision = 'accept' | 'reject' | 'withdraw';

/** The state behind a decision. Throws `v2x-trust.same-person` when who proposed it accepts it, `v2x-trust.state`. */
export const decidedStatus = (
  { status, proposed_by: proposer }: Pick<AnchorTable, 'status' | 'proposed_by'>,
  decision: Decision,
  actor: ActorRef,
): Status => {
  if (decision === 'withdraw') {
    if (status !== 'accepted') throw v2xTrustError('v2x-trust.state', { reason: status });
    return 'withdrawn';
  }
  if (status !== 'proposed') throw v2xTrustError('v2x-trust.state', { reason: status });
  if (decision === 'reject') return 'rejected';
  if (proposer === personIdOf(actor)) throw v2xTrustError('v2x-trust.same-person');
  return 'accepted';
};

/** Writes the audit line of a change of trust. */
export const auditTrust = (
  tx: Tx,
  actor: ActorRef,
  what: { readonly action: string; readonly kind: string; readonly id: string; readonly outcome?: 'done' | 'refused' },
  after: object,
): Promise<void> =>
  tx.audit({
    actor,
    action: what.action,
    target: { kind: what.kind, id: what.id },
    outcome: what.outcome ?? 'done',
    after: { ...after },
  });
