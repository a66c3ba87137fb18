import type { ActorRef } from '@chedun/kernel';
import type { Policy } from '../contract.ts';
import { loadPolicy, read, saveSettings } from '../store.ts';
import type { World } from '../world.ts';

/** Changes the rules of sign-in; they hold from the next sign-in on. */
export const changePolicy =
  (world: World) =>
  async (policy: Policy, actor: ActorRef): Promise<Policy> => {
    const before = await loadPolicy(read(world.records));
    await world.records.transaction(async (tx) => {
      await saveSettings(tx, { policy });
      const target = { kind: 'settings', id: 'policy' };
      await tx.audit({ actor, action: 'identity.policy-changed', target, outcome: 'done', before, after: policy });
    });
    world.forgetCredentials();
    return policy;
  };

/** Taking the trail out of the product is itself a line of the trail. */
export const noteAuditExport =
  (world: World) =>
  async (filter: Readonly<Record<string, string | undefined>>, actor: ActorRef): Promise<void> => {
    const after = Object.fromEntries(
      Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const target = { kind: 'audit', id: 'trail' };
    await world.records.transaction((tx) =>
      tx.audit({ actor, action: 'identity.audit-exported', target, outcome: 'done', after }),
    );
  };
