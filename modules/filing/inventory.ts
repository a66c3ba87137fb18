import type { AssetsAsks, Host, Service } from '@chedun/assets/contract';

/** Everything in the inventory that a unit may hold. */
export interface Inventory {
  readonly hosts: ReadonlyMap<string, Host>;
  readonly services: ReadonlyMap<string, Service>;
}

export type InventoryAsks = Pick<AssetsAsks, 'hostsAfter' | 'servicesAfter'>;

const PAGE = 1000;
const MOST = 50_000;

const readAll = async <T extends { readonly name: string }>(
  page: (after: string, limit: number) => Promise<readonly T[]>,
): Promise<Map<string, T>> => {
  const found = new Map<string, T>();
  for (let after = ''; found.size < MOST;) {
    const rows = await page(after, PAGE);
    for (const row of rows) found.set(row.name, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    after = last.name;
  }
  return found;
};

/** Reads the inventory: at most 50,000 hosts and as many services. */
export const readInventory = async (assets: InventoryAsks): Promise<Inventory> => {
  const [hosts, services] = await Promise.all([readAll(assets.hostsAfter), readAll(assets.servicesAfter)]);
  return { hosts, services };
};
