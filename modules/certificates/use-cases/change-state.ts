import type { ActorRef, Clock } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import { certificatesChanged, type StateCommand } from '../contract.ts';
import { entryText, type EntryKind } from '../domain/entry.ts';
import { sm3Of } from '../domain/proof.ts';
import { certificatesError } from '../errors.ts';
import { appendLeaves, lockLog } from '../log.ts';
import type { CertificateTables } from '../tables.ts';

/** Job that publishes a list. */
const PUBLISH_JOB = 'certificates/publish';

/** What changes of state stand on. */
export interface StateNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly jobs: Pick<Jobs, 'send'>;
  /** Answers that were signed before are worth nothing from now on. */
  readonly forgetAnswers: (serials: readonly string[]) => void;
}

interface Change {
  readonly kind: EntryKind;
  readonly state: 'valid' | 'held' | 'revoked';
  /** Reason as lists of revoked certificates tell it. */
  readonly reason: string;
  readonly from: readonly ('valid' | 'held')[];
}

const changeOf = (command: StateCommand): Change => {
  switch (command.kind) {
    case 'revoke':
      return { kind: 'revoked', state: 'revoked', reason: command.reason, from: ['valid', 'held'] };
    case 'hold':
      return { kind: 'held', state: 'held', reason: 'certificateHold', from: ['valid'] };
    case 'lift':
      return { kind: 'lifted', state: 'valid', reason: 'removeFromCRL', from: ['held'] };
  }
};

const take = async (tx: Tx, { serials }: StateCommand, { from }: Change) => {
  const rows = await tx
    .as<CertificateTables>()
    .selectFrom('certificates.certificates as c')
    .innerJoin('certificates.authorities as a', 'a.id', 'c.authority')
    .select(['c.serial', 'c.state', 'c.profile', 'c.vin', 'c.device', 'c.der', 'a.name as authority'])
    .where('c.serial', 'in', serials)
    .orderBy('c.serial')
    .forUpdate('c')
    .execute();
  const known = new Set(rows.map(({ serial }) => serial));
  const absent = serials.find((serial) => !known.has(serial));
  if (absent !== undefined) throw certificatesError('certificates.unknown', { reason: absent });
  const wrong = rows.find(({ state }) => !(from as readonly string[]).includes(state));
  if (wrong !== undefined)
    throw certificatesError('certificates.state-refused', { reason: `${wrong.serial} is ${wrong.state}` });
  return rows;
};

/** Changes the state of certificates: rows, leaves of the log, bindings, audit, and a new delta list, in one transaction. */
export const changeState =
  ({ records, clock, jobs, forgetAnswers }: StateNeeds) =>
  async (command: StateCommand, actor: ActorRef, alongside?: (tx: Tx) => Promise<void>): Promise<number> => {
    const change = changeOf(command);
    const at = new Date(clock.now());
    const rows = await records.transaction(async (tx) => {
      await lockLog(tx);
      const taken = await take(tx, command, change);
      await appendLeaves(
        tx,
        taken.map(({ serial, authority, profile, der }) => ({
          serial,
          entry: entryText({
            kind: change.kind,
            at: at.toISOString(),
            authority,
            profile,
            serial,
            certificate: Buffer.from(sm3Of(der)).toString('hex'),
            reason: change.reason,
          }),
        })),
      );
      const db = tx.as<CertificateTables>();
      await db
        .updateTable('certificates.certificates')
        .set({ state: change.state, reason: change.reason, changed_at: at, told_in: null, told_at: null })
        .where('serial', 'in', command.serials)
        .execute();
      const bound = taken.filter(({ vin, device }) => vin !== null || device !== null);
      if (bound.length > 0 && change.kind !== 'issued')
        await sql`insert into certificates.bindings (at, kind, serial, profile, vin, device, by_name)
          select ${at}, ${change.kind}, serial, profile, vin, device, ${actor.name}
          from certificates.certificates where serial = any(${bound.map(({ serial }) => serial)}::text[])`.execute(db);
      await tx.audit({
        actor,
        action: `certificates.${change.kind}`,
        outcome: 'done',
        target: {
          kind: 'certificate',
          id: command.serials[0] ?? '',
        },
        after: {
          serials: command.serials,
          reason: change.reason,
          note: command.note,
        },
      });
      const payload = { serials: command.serials, state: change.state };
      await tx.tell({ type: certificatesChanged, aggregate: command.serials[0] ?? '', payload }, actor);
      for (const authority of new Set(taken.map((row) => row.authority)))
        await jobs.send(PUBLISH_JOB, { authority, kind: 'delta' }, { tx });
      await alongside?.(tx);
      return taken;
    });
    forgetAnswers(command.serials);
    return rows.length;
  };
