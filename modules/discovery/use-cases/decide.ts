import { addYear, dayOf, DomainError, type ActorRef } from '@chedun/kernel';
import { toText } from '@chedun/records';
import type { DiscoverySettings, IgnoreRequest, RegisterRequest } from '../contract.ts';
import { addressesOf, labelOf, type KnownThing } from '../domain/thing.ts';
import { addChanges, readThing, saveThings } from '../store.ts';
import type { DiscoveryTables } from '../tables.ts';
import { bring } from './bring.ts';
import { recordedHosts, type Needs } from './judge.ts';

const findThings = async ({ records }: Needs, ids: readonly string[]): Promise<readonly KnownThing[]> => {
  const rows = await records
    .read<DiscoveryTables>()
    .selectFrom('discovery.things')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  const known = new Map(rows.map((row) => [row.id, readThing(row)]));
  return ids.map((id) => {
    const thing = known.get(id);
    if (thing === undefined) throw new DomainError('discovery.thing-unknown', { field: id });
    return thing;
  });
};

/** Makes hosts on record of things, with what discovery knows about them; their findings close. */
export const registerThings =
  (needs: Needs) =>
  async (request: RegisterRequest, actor: ActorRef): Promise<number> => {
    const { team, role, zone, criticality } = request;
    const things = await findThings(
      needs,
      request.things.map(({ id }) => id),
    );
    const names = request.things.map(({ name }) => name);
    const doubled = names.find((name, at) => names.indexOf(name) !== at);
    if (doubled !== undefined) throw new DomainError('discovery.name-taken', { field: doubled });
    const registered = things.find(({ state }) => state === 'registered');
    if (registered !== undefined)
      throw new DomainError('discovery.already-registered', { field: registered.registeredAs ?? '' });
    const recorded = new Set((await recordedHosts(needs.assets)).map(({ name }) => name));
    const known = names.find((name) => recorded.has(name));
    if (known !== undefined) throw new DomainError('discovery.name-taken', { field: known });
    const hosts = things.map((thing, at) => ({
      name: names[at] ?? labelOf(thing),
      addresses: [...addressesOf(thing)].slice(0, 64),
      os: thing.os,
      role,
      zone,
      team: team || thing.team,
      criticality,
      tags: [],
    }));
    const { taken } = await needs.assets.registerHosts(hosts, actor);
    if (taken.length > 0) throw new DomainError('discovery.name-taken', { field: taken.join(', ') });
    const bound = new Map(things.map(({ id }, at) => [id, names[at] ?? null]));
    await bring(needs)([], {
      before: (thing) => (bound.has(thing.id) ? { ...thing, boundTo: bound.get(thing.id) ?? null } : thing),
      note: (tx) =>
        tx.audit({
          actor,
          action: 'discovery.registered',
          target: { kind: 'discovered-thing', id: things.length === 1 ? (things[0]?.id ?? '') : `${things.length}` },
          outcome: 'done',
          after: { hosts: names.slice(0, 50), team },
        }),
    });
    return things.length;
  };

/** Sets a thing aside until a day; its finding closes, and opens again after that day. */
export const ignoreThing =
  (needs: Needs) =>
  async (id: string, { reason, until }: IgnoreRequest, actor: ActorRef): Promise<void> => {
    const now = needs.clock.now();
    const today = dayOf(now);
    if (until <= today || until > addYear(today)) throw new DomainError('discovery.end-past', { field: 'until' });
    await changeIgnored(needs, id, { until, reason: toText(reason), by: toText(actor.name) }, actor);
  };

/** Takes a thing up again that was set aside. */
export const watchThing =
  (needs: Needs) =>
  (id: string, actor: ActorRef): Promise<void> =>
    changeIgnored(needs, id, null, actor);

const changeIgnored = async (
  needs: Needs,
  id: string,
  ignored: KnownThing['ignored'],
  actor: ActorRef,
): Promise<void> => {
  await findThings(needs, [id]);
  await needs.records.transaction(async (tx) => {
    const row = await tx
      .as<DiscoveryTables>()
      .selectFrom('discovery.things')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw new DomainError('discovery.thing-unknown', { field: id });
    const thing = readThing(row);
    await saveThings(tx, [{ ...thing, ignored }]);
    if (ignored !== null) {
      const line = { thing: id, label: labelOf(thing), source: null, at: needs.clock.now(), before: '' };
      await addChanges(tx, [{ ...line, kind: 'ignored', after: `${ignored.until} ${ignored.reason}` }], needs.newId);
    }
    await tx.audit({
      actor,
      action: ignored === null ? 'discovery.watched' : 'discovery.ignored',
      target: { kind: 'discovered-thing', id },
      outcome: 'done',
      after: ignored === null ? {} : { ...ignored },
    });
  });
  await bring(needs)([]);
};

/** Changes after how many days a thing or a host counts as unseen, and judges again. */
export const saveSettings =
  (needs: Needs) =>
  async ({ unseenDays }: DiscoverySettings, actor: ActorRef): Promise<void> => {
    await needs.records.transaction(async (tx) => {
      await tx
        .as<DiscoveryTables>()
        .updateTable('discovery.settings')
        .set({ unseen_days: unseenDays })
        .where('id', '=', 1)
        .execute();
      await tx.audit({
        actor,
        action: 'discovery.settings-saved',
        target: { kind: 'discovery-settings', id: '1' },
        outcome: 'done',
        after: { unseenDays },
      });
    });
    await bring(needs)([]);
  };
