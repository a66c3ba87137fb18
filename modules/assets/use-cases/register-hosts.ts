import { HostName, type AssetsAsks } from '../contract.ts';
import { saveAssets } from '../store.ts';
import type { AssetsTables } from '../tables.ts';
import type { World } from './save-asset.ts';

/** Registers hosts that discovery found, in one transaction; names that are on record stay as they are and are answered. */
export const registerHosts =
  ({ records, clock }: World): AssetsAsks['registerHosts'] =>
  async (hosts, actor) =>
    records.transaction(async (tx) => {
      const named = hosts.map(({ name, ...fields }) => ({ key: HostName.parse(name), fields }));
      if (named.length === 0) return { taken: [] };
      const keys = named.map(({ key }) => key);
      const rows = await tx
        .as<AssetsTables>()
        .selectFrom('assets.hosts')
        .select('name')
        .where('status', '!=', 'retired')
        .where('name', 'in', keys)
        .execute();
      const taken = new Set(rows.map(({ name }) => name));
      const fresh = named.filter(({ key }) => !taken.has(key)).map((each) => ({ kind: 'host' as const, ...each }));
      await saveAssets(tx, fresh, new Date(clock.now()));
      for (const { key, fields } of fresh)
        await tx.audit({
          actor,
          action: 'assets.asset-registered',
          target: { kind: 'host', id: key },
          outcome: 'done',
          after: { ...fields },
        });
      return { taken: [...taken] };
    });
