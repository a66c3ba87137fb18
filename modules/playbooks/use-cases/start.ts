import { beginRun, dueAt, missingInputs, workOf, type Playbook } from '@chedun/cacao';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { Actor } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { toJsonText } from '@chedun/records';
import type { Subject } from '../contract.ts';
import { playbookOfBody } from '../domain/present.ts';
import { playbookError } from '../errors.ts';
import { addTrace, lockRun, saveState, versionOf } from '../store.ts';
import type { PlaybookTables } from '../tables.ts';
import { syncSteps, type AdvanceNeeds } from './advance.ts';

/** What starting stands on. */
export interface StartNeeds extends AdvanceNeeds, Pick<Platform, 'jobs' | 'newId'> {
  readonly findingById: GovernanceAsks['findingById'];
}

/** Job that carries a run on. */
export const ADVANCE_JOB = 'playbooks/advance';

const requireUsable = (playbook: Playbook, values: Readonly<Record<string, string>>, now: number): void => {
  const { isRevoked, validFrom, validUntil } = playbook;
  const isOver = validUntil !== undefined && Date.parse(validUntil) < now;
  if (isRevoked || isOver || (validFrom !== undefined && Date.parse(validFrom) > now))
    throw playbookError('playbooks.out-of-time', { field: playbook.id });
  const missing = missingInputs(playbook, values);
  if (missing.length > 0)
    throw playbookError('playbooks.input-missing', { field: 'values', reason: missing.join(', ') });
};

const subjectOf = async ({ findingById }: StartNeeds, subject: Subject) => {
  switch (subject.kind) {
    case 'none':
      return { kind: subject.kind, id: '', title: '', seenAt: null };
    case 'incident':
      return { kind: subject.kind, id: subject.id, title: subject.title, seenAt: null };
    case 'finding': {
      const finding = await findingById(subject.id);
      if (finding === undefined) throw playbookError('playbooks.no-subject', { field: subject.id });
      const title = (finding.titleZh ?? finding.title).slice(0, 300);
      return { kind: subject.kind, id: subject.id, title, seenAt: new Date(finding.openedAt) };
    }
  }
};

const refOf = ({ kind, id, name, owner, ip }: Actor): ActorRef => ({
  kind,
  id,
  name,
  ...(owner === undefined ? {} : { owner }),
  ...(ip === undefined ? {} : { ip }),
});

/** Starts the newest version; its time of start is the clock of the server. Answers the id of the run. */
export const startRun =
  (needs: StartNeeds) =>
  async (
    playbookId: string,
    { subject: asked, values }: { readonly subject: Subject; readonly values: Readonly<Record<string, string>> },
    actor: Actor,
  ): Promise<string> => {
    const version = await versionOf(needs.records, playbookId);
    if (version.approved_at === null) throw playbookError('playbooks.not-approved', { field: playbookId });
    const playbook = playbookOfBody(version.body);
    const now = needs.clock.now();
    requireUsable(playbook, values, now);
    const subject = await subjectOf(needs, asked);
    const id = needs.newId();
    const { state, trace } = beginRun(playbook, values, now);
    await needs.records.transaction(async (tx) => {
      await tx
        .as<PlaybookTables>()
        .insertInto('playbooks.runs')
        .values({
          id,
          playbook: playbookId,
          version: version.version,
          name: version.name,
          subject_kind: subject.kind,
          subject_id: subject.id,
          subject_title: subject.title,
          subject_seen_at: subject.seenAt,
          status: 'running',
          reason: null,
          state: toJsonText(state as never),
          started_by: toJsonText({ actor: refOf(actor), permissions: [...actor.permissions] } as never),
          started_at: new Date(now),
          ended_at: null,
          due_at: null,
        })
        .execute();
      const run = await lockRun(tx, id);
      await saveState(tx, id, state, { dueAt: dueAt(state), now });
      await addTrace(tx, id, [
        { kind: 'started', step: playbook.start, visit: 0, at: now, detail: subject.title, by: actor.name },
        ...trace,
      ]);
      await syncSteps(tx, needs, run, playbook, workOf(playbook, state));
      const after = {
        playbook: playbookId,
        version: version.version,
        sm3: version.sm3,
        subject: `${subject.kind}:${subject.id}`,
      };
      await tx.audit({
        actor,
        action: 'playbooks.started',
        target: { kind: 'playbook-run', id },
        outcome: 'done',
        after,
      });
      await needs.jobs.send(ADVANCE_JOB, { run: id }, { tx });
    });
    return id;
  };
