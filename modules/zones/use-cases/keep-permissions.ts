import type { ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { MOST_PERMISSIONS, type PermissionInput } from '../contract.ts';
import { readPorts } from '../domain/ports.ts';
import { zonesError } from '../errors.ts';
import { lock, readPermissions, readZones, type Needs } from '../store.ts';
import type { ZonesTables } from '../tables.ts';
import { judge } from './judge.ts';

const examine = async (tx: Tx, { from, to, ports, protocol }: PermissionInput): Promise<void> => {
  if (from === to) throw zonesError('zones.same-zone', { field: 'to' });
  const known = new Set((await readZones(tx)).map(({ id }) => id));
  if (!known.has(from)) throw zonesError('zones.unknown', { field: 'from' });
  if (!known.has(to)) throw zonesError('zones.unknown', { field: 'to' });
  if (readPorts(ports, protocol) === undefined) throw zonesError('zones.bad-ports', { field: 'ports', value: ports });
};

const columnsOf = ({ from, to, protocol, ports, purpose, approver, validTo }: PermissionInput) => ({
  from_zone: from,
  to_zone: to,
  protocol,
  ports: ports.replaceAll(/\s/g, '').replaceAll('，', ','),
  purpose: toText(purpose),
  approver: toText(approver),
  valid_to: validTo,
});

const auditOf = (actor: ActorRef, action: string, id: string, what: object) =>
  ({ actor, action, target: { kind: 'zone-permission', id }, outcome: 'done', ...what }) as const;

/** Allows a flow between zones, and judges everything again. Throws `zones.*`. */
export const addPermission =
  (needs: Needs) =>
  (input: PermissionInput, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      await examine(tx, input);
      if ((await readPermissions(tx)).length >= MOST_PERMISSIONS) throw zonesError('zones.too-many');
      const id = needs.newId();
      await tx
        .as<ZonesTables>()
        .insertInto('zones.permissions')
        .values({ id, ...columnsOf(input), created_at: new Date(needs.now()), created_by: actor.name })
        .execute();
      await judge(tx, needs);
      await tx.audit(auditOf(actor, 'zones.permission-added', id, { after: { ...input } }));
    });

/** Changes what is allowed, and judges everything again. Throws `zones.*`. */
export const changePermission =
  (needs: Needs) =>
  (id: string, input: PermissionInput, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      await examine(tx, input);
      const changed = await tx
        .as<ZonesTables>()
        .updateTable('zones.permissions')
        .set(columnsOf(input))
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      if (changed === undefined) throw zonesError('zones.unknown-permission');
      await judge(tx, needs);
      await tx.audit(auditOf(actor, 'zones.permission-changed', id, { after: { ...input } }));
    });

/** Withdraws a permission, and judges everything again. Throws `zones.unknown-permission`. */
export const removePermission =
  (needs: Needs) =>
  (id: string, actor: ActorRef): Promise<void> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      const removed = await tx
        .as<ZonesTables>()
        .deleteFrom('zones.permissions')
        .where('id', '=', id)
        .returning(['protocol', 'ports', 'purpose'])
        .executeTakeFirst();
      if (removed === undefined) throw zonesError('zones.unknown-permission');
      await judge(tx, needs);
      await tx.audit(auditOf(actor, 'zones.permission-removed', id, { before: removed }));
    });
