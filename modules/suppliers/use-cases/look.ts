import type { AssetsAsks } from '@chedun/assets/contract';
import type { ActorRef } from '@chedun/kernel';
import { MOST_NAMES, type Looked } from '../contract.ts';
import { keyOf } from '../domain/names.ts';
import { auditOf, lock, tablesOf, type Needs } from '../store.ts';
import type { z } from 'zod';
import { judge } from './judge.ts';

const PART = 1_000;

/** Reads which names the register of assets carries now, and judges everything again. */
export const look =
  (needs: Needs & { readonly assets: Pick<AssetsAsks, 'supplierNames'> }) =>
  async (): Promise<z.input<typeof Looked>> => {
    const found = await needs.assets.supplierNames(MOST_NAMES + 1);
    const names = found.slice(0, MOST_NAMES).map(({ name, vehicles, ecus, parts }) => {
      return { name, key: keyOf(name), vehicles, ecus, parts: [...parts] };
    });
    return needs.records.transaction(async (tx) => {
      await lock(tx);
      const tables = tablesOf(tx);
      await tables.deleteFrom('suppliers.names').execute();
      for (let at = 0; at < names.length; at += PART)
        await tables
          .insertInto('suppliers.names')
          .values(names.slice(at, at + PART))
          .execute();
      const state = { looked_at: new Date(needs.now()), cut: found.length > MOST_NAMES };
      await tables.updateTable('suppliers.state').set(state).execute();
      const { unknown } = await judge(tx, needs, 'all');
      return { names: names.length, unknown };
    });
  };

/** Looks because a person wants it. */
export const lookNow =
  (needs: Parameters<typeof look>[0]) =>
  async (actor: ActorRef): Promise<z.input<typeof Looked>> => {
    const found = await look(needs)();
    await needs.records.transaction((tx) => tx.audit(auditOf(actor, 'suppliers.looked', '', found)));
    return found;
  };
