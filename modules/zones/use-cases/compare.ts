import type { FirewallsAsks } from '@chedun/firewalls/contract';
import { dayOf } from '@chedun/kernel';
import { toJsonText } from '@chedun/records';
import type { Opening, Openings } from '../contract.ts';
import { openingsOf, spansOf } from '../domain/compare.ts';
import { readPermissions, readZones, type Needs } from '../store.ts';
import type { ZonesTables } from '../tables.ts';

const MOST = 2_000;
/** Passages after which other work gets its turn. */
const TURN = 50;

/** Compares what firewalls let through with what is allowed between zones, and keeps the result. */
export const compare = (needs: Needs & { readonly firewalls: FirewallsAsks }) => async (): Promise<Openings> => {
  const { records, firewalls, now } = needs;
  const [zones, permissions] = [spansOf(await readZones(records)), await readPermissions(records)];
  const today = dayOf(now());
  const permits = Map.groupBy(
    permissions.map(({ from_zone: from, to_zone: to, protocol, ports, valid_to: validTo }) => {
      return { from, to, protocol, ports, isInForce: validTo === null || validTo >= today };
    }),
    ({ from, to }) => `${from} ${to}`,
  );
  const known = await firewalls.known();
  const items: Opening[] = [];
  let [rules, uncompared, cut] = [0, 0, false];
  for (const { id, name } of known)
    for (const passage of await firewalls.letThrough(id)) {
      rules += 1;
      const found = openingsOf(passage, zones, permits);
      if (found.uncompared) uncompared += 1;
      const room = MOST - items.length;
      cut ||= found.openings.length > room;
      items.push(...found.openings.slice(0, room).map((each) => ({ firewall: id, firewallName: name, ...each })));
      if (rules % TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  const comparedAt = new Date(now()).toISOString();
  const openings: Openings = { comparedAt, firewalls: known.length, rules, uncompared, cut, items };
  await records.transaction(async (tx) => {
    await tx
      .as<ZonesTables>()
      .updateTable('zones.state')
      .set({ openings: toJsonText(openings) })
      .execute();
  });
  return openings;
};
