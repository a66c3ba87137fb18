import type { ActorRef, Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { type AssetKind, assetsEvents } from '../contract.ts';
import { assetsError } from '../errors.ts';
import { findHost, findService, findVehicle } from '../read-model.ts';
import { type Save, retireAsset, saveAssets } from '../store.ts';

/** What the use cases of this module work with. */
export interface World {
  readonly records: Records;
  readonly clock: Clock;
}

const FIND = { vehicle: findVehicle, host: findHost, service: findService } as const;

/** Registers an asset, or replaces what was registered under its key. */
export const saveAsset =
  ({ records, clock }: World) =>
  async (save: Save, actor: ActorRef): Promise<void> => {
    const before = await FIND[save.kind](records, save.key);
    await records.transaction(async (tx) => {
      await saveAssets(tx, [save], new Date(clock.now()));
      await tx.audit({
        actor,
        action: before === undefined ? 'assets.asset-registered' : 'assets.asset-changed',
        target: { kind: save.kind, id: save.key },
        outcome: 'done',
        ...(before === undefined ? {} : { before: { ...before } as never }),
        after: { ...save.fields },
      });
    });
  };

/** Retires an asset: it stays on record, so that what was found about it stays readable. */
export const retire =
  ({ records, clock }: World) =>
  (kind: AssetKind, key: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const known = await retireAsset(tx, kind, key, new Date(clock.now()));
      if (!known) throw assetsError('assets.no-such-asset', { kind, key });
      await tx.audit({ actor, action: 'assets.asset-retired', target: { kind, id: key }, outcome: 'done' });
      await tx.tell({ type: assetsEvents.retired, aggregate: key, payload: { kind, key } }, actor);
    });
