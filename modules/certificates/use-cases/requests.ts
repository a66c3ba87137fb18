import type { ActorRef, Clock } from '@chedun/kernel';
import { toJsonText, type Records, type Tx } from '@chedun/records';
import type { z } from 'zod';
import { IssueCommand, StateCommand, type Decision } from '../contract.ts';
import { certificatesError } from '../errors.ts';
import { demandOther, type PersonOf } from '../people.ts';
import type { SettingsBook } from '../settings.ts';
import type { CertificateTables, Person } from '../tables.ts';

/** What requests for a second person stand on. */
export interface RequestNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly settings: SettingsBook;
  readonly personOf: PersonOf;
  readonly change: (command: StateCommand, actor: ActorRef, alongside?: (tx: Tx) => Promise<void>) => Promise<number>;
  /** Issues what was approved, in the name of who asked; `alongside` runs in the same transaction. */
  readonly issue: (
    command: IssueCommand,
    asked: Person,
    alongside: (tx: Tx) => Promise<void>,
  ) => Promise<readonly string[]>;
}

/** Keeps a request until another person decides. */
export const keepRequest =
  ({ records, clock, newId, personOf }: Pick<RequestNeeds, 'records' | 'clock' | 'newId' | 'personOf'>) =>
  async (
    kind: 'issue' | 'revoke',
    body: IssueCommand | StateCommand,
    about: readonly string[],
    actor: ActorRef,
  ): Promise<string> => {
    const id = newId();
    const person = await personOf(actor);
    await records.transaction(async (tx) => {
      await tx
        .as<CertificateTables>()
        .insertInto('certificates.requests')
        .values({
          id,
          kind,
          state: 'waiting',
          body: toJsonText({ ...body }),
          about: toJsonText([...about]),
          asked_by: toJsonText({ ...person }),
          asked_at: new Date(clock.now()),
          decided_by: null,
          decided_at: null,
          decision_note: null,
        })
        .execute();
      const target = { kind: 'certificate-request', id };
      await tx.audit({ actor, action: `certificates.${kind}-asked`, target, outcome: 'done', after: { about } });
    });
    return id;
  };

/**
 * Revokes, suspends or lifts. A revocation waits for another person; one for `keyCompromise` takes effect at once where the
 * settings say so.
 */
export const askState =
  (needs: RequestNeeds) =>
  async (
    command: StateCommand,
    actor: ActorRef,
  ): Promise<{ readonly changed: number; readonly waits: string | null }> => {
    if (command.kind !== 'revoke') return { changed: await needs.change(command, actor), waits: null };
    const { compromise } = await needs.settings.get();
    if (command.reason === 'keyCompromise' && compromise === 'immediate')
      return { changed: await needs.change(command, actor), waits: null };
    await demandKnown(needs.records, command.serials);
    return { changed: 0, waits: await keepRequest(needs)('revoke', command, command.serials, actor) };
  };

const demandKnown = async (records: Records, serials: readonly string[]): Promise<void> => {
  const rows = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select(['serial', 'state'])
    .where('serial', 'in', serials)
    .execute();
  const absent = serials.find((serial) => !rows.some((row) => row.serial === serial));
  if (absent !== undefined) throw certificatesError('certificates.unknown', { reason: absent });
  const revoked = rows.find(({ state }) => state === 'revoked');
  if (revoked !== undefined)
    throw certificatesError('certificates.state-refused', { reason: `${revoked.serial} is revoked` });
};

type State = 'approved' | 'rejected';

const settle =
  (needs: RequestNeeds, id: string, state: State, note: string, person: Person, actor: ActorRef) =>
  async (tx: Tx): Promise<void> => {
    const done = await tx
      .as<CertificateTables>()
      .updateTable('certificates.requests')
      .set({
        state,
        decided_by: toJsonText({ ...person }),
        decided_at: new Date(needs.clock.now()),
        decision_note: note,
      })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .returning('id')
      .executeTakeFirst();
    if (done === undefined) throw certificatesError('certificates.decided');
    const target = { kind: 'certificate-request', id };
    await tx.audit({ actor, action: `certificates.request-${state}`, target, outcome: 'done', after: { note } });
  };

/** Approves or rejects what another person asked for; what is approved happens in the same transaction. */
export const decideRequest =
  (needs: RequestNeeds) =>
  async (id: string, { verdict, note }: z.output<typeof Decision>, actor: ActorRef): Promise<readonly string[]> => {
    const found = await needs.records
      .read<CertificateTables>()
      .selectFrom('certificates.requests')
      .select(['kind', 'state', 'body', 'asked_by'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (found === undefined) throw certificatesError('certificates.nothing-waits');
    if (found.state !== 'waiting') throw certificatesError('certificates.decided');
    const person = await needs.personOf(actor);
    const attempt = { actor, action: 'certificates.request-approved', kind: 'certificate-request', id };
    await demandOther(needs.records, found.asked_by, person, attempt);
    const end = settle(needs, id, verdict === 'approve' ? 'approved' : 'rejected', note, person, actor);
    if (verdict === 'reject') {
      await needs.records.transaction(end);
      return [];
    }
    if (found.kind === 'issue') return needs.issue(IssueCommand.parse(found.body), found.asked_by, end);
    const command = StateCommand.parse(found.body);
    await needs.change(command, actor, end);
    return command.serials;
  };
