import { dayOf, personIdOf, type ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { toText } from '@chedun/records';
import { UNANSWERED } from '../domain/outline.ts';
import { addMonths } from '../domain/standing.ts';
import { policyError } from '../error.ts';
import { contentSm3, signStatement, type Statement } from '../signer.ts';
import { inside, lockPolicy, policyOf, reading, versionOf, type StoredPolicy, type StoredVersion } from '../store.ts';
import { auditOf, type KeepNeeds } from './needs.ts';

type ApproveNeeds = KeepNeeds &
  Pick<Platform, 'keys' | 'randomBytes'> & { readonly profile: () => Promise<{ readonly name: string } | null> };

/** Hands a draft to somebody else for approval. */
export const submitVersion =
  ({ records, clock }: KeepNeeds) =>
  (id: string, number: number, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const policy = await lockPolicy(tx, id);
      if (policy.retired !== null) throw policyError('policies.retired');
      const row = await versionOf(inside(tx), id, number);
      if (row.state !== 'draft') throw policyError('policies.not-draft');
      if (row.file === null && row.body.trim() === '') throw policyError('policies.empty', 'text');
      if (row.body.includes(UNANSWERED)) throw policyError('policies.unanswered', 'text');
      await inside(tx)
        .updateTable('policies.versions')
        .set({ state: 'submitted', submitted_at: new Date(clock.now()), returned: null })
        .where('policy', '=', id)
        .where('number', '=', number)
        .execute();
      await tx.audit(auditOf(actor, 'submitted', id, { number }));
    });

/** Gives a submitted version back to its author. */
export const returnVersion =
  ({ records }: KeepNeeds) =>
  (id: string, number: number, reason: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lockPolicy(tx, id);
      const row = await versionOf(inside(tx), id, number);
      if (row.state !== 'submitted') throw policyError('policies.not-submitted');
      await inside(tx)
        .updateTable('policies.versions')
        .set({ state: 'draft', returned: toText(reason) })
        .where('policy', '=', id)
        .where('number', '=', number)
        .execute();
      await tx.audit(auditOf(actor, 'returned', id, { number, reason }));
    });

const mayApprove = (policy: StoredPolicy, row: StoredVersion, actor: ActorRef): void => {
  if (policy.retired !== null) throw policyError('policies.retired');
  if (row.state !== 'submitted') throw policyError('policies.not-submitted');
  if (row.author_id === personIdOf(actor)) throw policyError('policies.same-person');
};

const statementOf = (
  policy: StoredPolicy,
  row: StoredVersion,
  approval: { readonly effectiveFrom: string; readonly approver: string; readonly at: number },
): Statement => ({
  format: 'chedun-policy@1',
  code: policy.code,
  title: policy.title,
  version: row.number,
  contentSm3: contentSm3(row.body, row.file),
  obligations: row.obligations,
  effectiveFrom: approval.effectiveFrom,
  reviewBy: addMonths(approval.effectiveFrom, policy.review_months),
  author: row.author_name,
  approver: approval.approver,
  approvedAt: new Date(approval.at).toISOString(),
});

/** Approves a version of somebody else and signs it; from the effective day on it holds. The signing is outside of the transaction. */
export const approveVersion =
  (needs: ApproveNeeds) =>
  async (id: string, number: number, effectiveFrom: string, actor: ActorRef): Promise<void> => {
    const at = needs.clock.now();
    if (effectiveFrom < dayOf(at)) throw policyError('policies.past', 'effectiveFrom');
    const [policy, row] = await Promise.all([
      policyOf(reading(needs.records), id),
      versionOf(reading(needs.records), id, number),
    ]);
    mayApprove(policy, row, actor);
    const said = statementOf(policy, row, { effectiveFrom, approver: actor.name, at });
    const { statement, signature, certificateSm3 } = await signStatement(needs)(said);
    await needs.records.transaction(async (tx) => {
      const held = await lockPolicy(tx, id);
      const now = await versionOf(inside(tx), id, number);
      mayApprove(held, now, actor);
      // Somebody changed it while it was being signed: what was signed is not what stands there.
      const same = statementOf(held, now, { effectiveFrom, approver: actor.name, at });
      if (JSON.stringify(same) !== JSON.stringify(said)) throw policyError('policies.not-submitted');
      await inside(tx)
        .updateTable('policies.versions')
        .set({
          state: 'approved',
          approver_id: personIdOf(actor),
          approver_name: actor.name,
          approved_at: new Date(at),
          effective_from: effectiveFrom,
          review_by: said.reviewBy,
          statement,
          signature,
          certificate_sm3: certificateSm3,
        })
        .where('policy', '=', id)
        .where('number', '=', number)
        .execute();
      await tx.audit(auditOf(actor, 'approved', id, { number, effectiveFrom, contentSm3: said.contentSm3 }));
    });
  };
