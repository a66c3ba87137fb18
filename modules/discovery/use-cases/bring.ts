import type { Observation } from '@chedun/inventory-readers';
import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import type { DiscoverySource } from '../contract.ts';
import { openRegister } from '../domain/identity.ts';
import { openMatcher } from '../domain/match.ts';
import { reconcile, type Reconciled } from '../domain/reconcile.ts';
import { addressesOf, labelOf, type KnownThing } from '../domain/thing.ts';
import { tellFindings, unknownPrint } from '../report.ts';
import { addChanges, loadThings, lockThings, noteRun, removeAbsorbed, saveThings } from '../store.ts';
import type { DiscoveryTables } from '../tables.ts';
import { judgeHosts, judgeThings, recordedHosts, type Needs } from './judge.ts';

/** Observations of one source; `position` is how far our own data was read. */
export interface Batch {
  readonly source: DiscoverySource;
  readonly observations: readonly Observation[];
  readonly position?: number;
}

/** What a batch came to. */
export interface Brought {
  readonly appeared: number;
  readonly known: number;
  readonly unknown: number;
  readonly changes: number;
  readonly things: readonly { readonly thing: KnownThing; readonly isNew: boolean }[];
}

const unseenDaysOf = async (tx: Tx): Promise<number> => {
  const row = await tx
    .as<DiscoveryTables>()
    .selectFrom('discovery.settings')
    .select('unseen_days')
    .executeTakeFirstOrThrow();
  return row.unseen_days;
};

const thingsOf = ({ register, changed }: Reconciled, known: ReadonlySet<string>): Brought['things'] =>
  [...changed].flatMap((id) => {
    const thing = register.things.get(id);
    return thing === undefined ? [] : [{ thing, isNew: !known.has(id) }];
  });

/** Says what a batch would come to, and changes nothing. */
export const tryBatch =
  ({ records, clock, newId, assets }: Needs) =>
  async (batch: Batch): Promise<Brought> => {
    const hosts = await recordedHosts(assets);
    const known = await loadThings(records.read<DiscoveryTables>());
    const found = reconcile(known, batch, { now: clock.now(), newId });
    const match = openMatcher(hosts, found.register);
    const things = thingsOf(found, new Set(known.map(({ id }) => id)));
    const unknown = things.filter(({ thing }) => match(thing) === null).length;
    return { appeared: found.appeared, known: found.known, unknown, changes: found.differences.length, things };
  };

/** What else happens in the transaction: a change of things before they are judged, and a line of the audit trail. */
export interface Extra {
  readonly before?: (thing: KnownThing) => KnownThing;
  readonly note?: (tx: Tx, brought: Brought) => Promise<void>;
}

/** Takes batches in one transaction: reconciles, judges everything, writes what is different, tells what is wrong. */
export const bring =
  ({ records, clock, newId, assets }: Needs) =>
  async (batches: readonly Batch[], extra: Extra = {}): Promise<Brought> => {
    const hosts = await recordedHosts(assets);
    return records.transaction(async (tx) => {
      await lockThings(tx);
      const now = clock.now();
      const when = { now, unseenDays: await unseenDaysOf(tx) };
      const loaded = await loadThings(tx.as<DiscoveryTables>());
      const known = extra.before === undefined ? loaded : loaded.map(extra.before);
      const ids = new Set(known.map(({ id }) => id));
      let register = openRegister(known);
      const steps: Reconciled[] = [];
      for (const batch of batches) {
        const step = reconcile(register.things.values(), batch, { now, newId });
        register = step.register;
        steps.push(step);
        await noteRun(tx, batch.source, now, batch.position ?? 0);
      }
      const altered = known.filter((thing, at) => thing !== loaded[at]).map(({ id }) => id);
      const touched = new Set([...altered, ...steps.flatMap(({ changed }) => [...changed])]);
      const judged = judgeThings(register, hosts, touched, when);
      const differences = [...steps.flatMap((step) => step.differences), ...judged.differences];
      const gone = steps.flatMap(({ absorbed }) => absorbed);
      await saveThings(tx, judged.things);
      await addChanges(tx, differences, newId);
      await removeAbsorbed(tx, gone);
      const joined = gone
        .filter(({ part }) => part.isTold)
        .map(({ part }) => ({
          fingerprint: unknownPrint(part.id),
          comment: '已与另一台设备合并 / Joined with another thing',
        }));
      await tellFindings(tx, judged.reports, [...judged.cleared, ...joined]);
      const judgedThings = new Map([...register.things.values(), ...judged.things].map((thing) => [thing.id, thing]));
      await judgeHosts(tx, judgedThings.values(), hosts, when);
      const things = [...touched].flatMap((id) => {
        const thing = judgedThings.get(id);
        return thing === undefined ? [] : [{ thing, isNew: !ids.has(id) }];
      });
      const brought = {
        appeared: things.filter(({ isNew }) => isNew).length,
        known: things.filter(({ isNew }) => !isNew).length,
        unknown: things.filter(({ thing }) => thing.state === 'unknown').length,
        changes: differences.length,
        things,
      };
      await extra.note?.(tx, brought);
      return brought;
    });
  };

/** The first things of a batch as a person recognises them. */
export const sampleOf = ({ things }: Brought) =>
  things.slice(0, 20).map(({ thing, isNew }) => ({
    label: labelOf(thing),
    addresses: addressesOf(thing).slice(0, 5),
    mac: thing.mac,
    os: thing.os,
    services: thing.services.length,
    isNew,
  }));

/** Who brought a file, for the audit trail. */
export const auditImport = (
  actor: ActorRef,
  source: DiscoverySource,
  name: string,
  counts: Readonly<Record<string, number>>,
) => ({
  actor,
  action: 'discovery.imported',
  target: { kind: 'discovery-source', id: source },
  outcome: 'done' as const,
  after: { name, ...counts },
});
