import type { ActorRef } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import { MOST_SERVICES, MOST_TARGETS, type ServiceInput, type TargetInput } from '../contract.ts';
import { isDeclarable, readPorts } from '../domain/targets.ts';
import { exposureError } from '../errors.ts';
import type { ExposureTables } from '../tables.ts';
import { judge } from './judge.ts';

/** What changes stand on. */
export interface KeepNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
  /** Which addresses may be probed. */
  readonly allows: (address: string) => boolean;
}

const auditOf = (actor: ActorRef, action: string, id: string, what: object) =>
  ({ actor, action, target: { kind: 'exposure', id }, outcome: 'done', ...what }) as const;

/** Declares a public address to be probed. Throws `exposure.*`. */
export const addTarget =
  ({ records, now, newId, allows }: KeepNeeds) =>
  (input: TargetInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      if (!isDeclarable(input.host, allows)) throw exposureError('exposure.not-public', { field: 'host' });
      if (readPorts(input.ports) === undefined) throw exposureError('exposure.bad-ports', { field: 'ports' });
      const tables = tx.as<ExposureTables>();
      const all = await tables.selectFrom('exposure.targets').select('host').execute();
      if (all.some(({ host }) => host === input.host)) throw exposureError('exposure.duplicate', { field: 'host' });
      if (all.length >= MOST_TARGETS) throw exposureError('exposure.too-many');
      const id = newId();
      const { host, ports, approver, note } = input;
      const texts = { approver: toText(approver), note: toText(note) };
      await tables
        .insertInto('exposure.targets')
        .values({ id, host, ports, ...texts, created_at: new Date(now()), created_by: actor.name })
        .execute();
      await tx.audit(auditOf(actor, 'exposure.target-added', id, { after: { ...input } }));
    });

/** Removes a target; what it showed is not open any more, its probes stay as evidence. Throws `exposure.unknown`. */
export const removeTarget =
  ({ records, now }: KeepNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const tables = tx.as<ExposureTables>();
      const removed = await tables
        .deleteFrom('exposure.targets')
        .where('id', '=', id)
        .returning(['host', 'ports'])
        .executeTakeFirst();
      if (removed === undefined) throw exposureError('exposure.unknown');
      await tables.deleteFrom('exposure.open_ports').where('host', '=', removed.host).execute();
      await judge(tx, now());
      await tx.audit(auditOf(actor, 'exposure.target-removed', id, { before: removed }));
    });

/** Approves a service, or changes the one with the id. Throws `exposure.*`. */
export const saveService =
  ({ records, now, newId }: KeepNeeds) =>
  (known: string | undefined, input: ServiceInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const tables = tx.as<ExposureTables>();
      const { host, port, owner, purpose, approver, validTo } = input;
      const all = await tables.selectFrom('exposure.services').select(['id', 'host', 'port']).execute();
      if (known !== undefined && !all.some(({ id }) => id === known)) throw exposureError('exposure.unknown');
      if (all.some((each) => each.host === host && each.port === port && each.id !== known))
        throw exposureError('exposure.duplicate', { field: 'port' });
      if (known === undefined && all.length >= MOST_SERVICES) throw exposureError('exposure.too-many');
      const id = known ?? newId();
      const texts = { owner: toText(owner), purpose: toText(purpose), approver: toText(approver) };
      const columns = { host, port, ...texts, valid_to: validTo };
      await tables
        .insertInto('exposure.services')
        .values({ id, ...columns })
        .onConflict((on) => on.column('id').doUpdateSet(columns))
        .execute();
      await judge(tx, now());
      const action = known === undefined ? 'exposure.service-approved' : 'exposure.service-changed';
      await tx.audit(auditOf(actor, action, id, { after: { ...input } }));
    });

/** Withdraws an approval. Throws `exposure.unknown`. */
export const removeService =
  ({ records, now }: KeepNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const removed = await tx
        .as<ExposureTables>()
        .deleteFrom('exposure.services')
        .where('id', '=', id)
        .returning(['host', 'port', 'purpose'])
        .executeTakeFirst();
      if (removed === undefined) throw exposureError('exposure.unknown');
      await judge(tx, now());
      await tx.audit(auditOf(actor, 'exposure.service-withdrawn', id, { before: removed }));
    });
