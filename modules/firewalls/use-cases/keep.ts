import { findingCleared, findingsReported } from '@chedun/governance/contract';
import { dayOf, SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { createHash } from 'node:crypto';
import { analysed, type Analysed } from '../analysed.ts';
import type { FirewallInput } from '../contract.ts';
import { findingsOf } from '../domain/finding.ts';
import { countsOf } from '../domain/present.ts';
import { firewallsError } from '../errors.ts';
import type { FirewallTables } from '../tables.ts';

/** What changes stand on. */
export interface KeepNeeds {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
}

const REPORTS_PER_EVENT = 100;
const GONE = '新配置中已不存在 / Gone in the newest export';

/** Registers a firewall. Throws `firewalls.duplicate`. */
export const addFirewall =
  ({ records, now, newId }: KeepNeeds) =>
  ({ name, place, owner }: FirewallInput, actor: ActorRef): Promise<string> =>
    records.transaction(async (tx) => {
      const id = newId();
      const row = {
        id,
        name: toText(name),
        place: toText(place),
        owner: toText(owner),
        created_at: new Date(now()),
        created_by: actor.name,
      };
      const added = await tx
        .as<FirewallTables>()
        .insertInto('firewalls.firewalls')
        .values(row)
        .onConflict((on) => on.column('name').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) throw firewallsError('firewalls.duplicate', { field: 'name' });
      const target = { kind: 'firewall', id };
      await tx.audit({ actor, action: 'firewalls.added', target, outcome: 'done', after: { name, place, owner } });
      return id;
    });

/** Tells what is wrong now, and clears what is not any more. */
const report = async (
  tx: Tx,
  firewall: { readonly id: string; readonly name: string },
  { weaknesses }: Analysed,
  now: number,
): Promise<void> => {
  const findings = findingsOf(firewall, weaknesses, now);
  const tables = tx.as<FirewallTables>();
  const before = await tables
    .selectFrom('firewalls.reported')
    .select('fingerprint')
    .where('firewall', '=', firewall.id)
    .execute();
  const open = new Set(findings.map(({ fingerprint }) => fingerprint));
  await clear(
    tx,
    before.map(({ fingerprint }) => fingerprint).filter((fingerprint) => !open.has(fingerprint)),
  );
  for (let at = 0; at < findings.length; at += REPORTS_PER_EVENT) {
    const part = findings.slice(at, at + REPORTS_PER_EVENT);
    await tx.tell(
      { type: findingsReported, aggregate: `firewall:${firewall.id}`, payload: { findings: part } as never },
      SYSTEM_ACTOR,
    );
    await tables
      .insertInto('firewalls.reported')
      .values(part.map(({ fingerprint }) => ({ fingerprint, firewall: firewall.id })))
      .onConflict((on) => on.doNothing())
      .execute();
  }
};

const clear = async (tx: Tx, fingerprints: readonly string[]): Promise<void> => {
  for (const fingerprint of fingerprints) {
    await tx.tell(
      { type: findingCleared, aggregate: fingerprint, payload: { fingerprint, comment: GONE } },
      SYSTEM_ACTOR,
    );
    await tx.as<FirewallTables>().deleteFrom('firewalls.reported').where('fingerprint', '=', fingerprint).execute();
  }
};

const lock = async (tx: Tx, id: string) => {
  const row = await tx
    .as<FirewallTables>()
    .selectFrom('firewalls.firewalls')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw firewallsError('firewalls.unknown');
  return row;
};

/** Takes an export in: read, analysed, kept as it came, its weaknesses told. The same bytes again change nothing. Throws `firewall.*`, `firewalls.*`. */
export const takeExport =
  ({ records, now }: KeepNeeds) =>
  async (id: string, bytes: Uint8Array, actor: ActorRef): Promise<void> => {
    const text = Buffer.from(bytes).toString('utf8');
    if (text.includes('\0')) throw firewallsError('firewalls.no-text');
    const at = now();
    const found = await analysed({ text, today: dayOf(at) });
    const sm3 = createHash('sm3').update(bytes).digest('hex');
    await records.transaction(async (tx) => {
      const firewall = await lock(tx, id);
      const tables = tx.as<FirewallTables>();
      const last = await tables
        .selectFrom('firewalls.exports')
        .select(['version', 'sm3'])
        .where('firewall', '=', id)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (last?.sm3 === sm3) return;
      const row = {
        firewall: id,
        version: (last?.version ?? 0) + 1,
        body: toText(text),
        sm3,
        format: found.set.format,
        rules: found.set.rules.length,
        unread: found.set.unread.length,
        counts: jsonb(countsOf(found.weaknesses)),
        analysed_on: dayOf(at),
        uploaded_at: new Date(at),
        uploaded_by: actor.name,
      };
      await tables.insertInto('firewalls.exports').values(row).execute();
      await report(tx, firewall, found, at);
      const target = { kind: 'firewall', id };
      await tx.audit({
        actor,
        action: 'firewalls.export-taken',
        target,
        outcome: 'done',
        after: { version: row.version, sm3 },
      });
    });
  };

/** Removes a firewall that is gone, with its exports; its findings are cleared. */
export const removeFirewall =
  ({ records }: KeepNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const { name } = await lock(tx, id);
      const tables = tx.as<FirewallTables>();
      const open = await tables
        .selectFrom('firewalls.reported')
        .select('fingerprint')
        .where('firewall', '=', id)
        .execute();
      await clear(
        tx,
        open.map(({ fingerprint }) => fingerprint),
      );
      await tables.deleteFrom('firewalls.firewalls').where('id', '=', id).execute();
      await tx.audit({
        actor,
        action: 'firewalls.removed',
        target: { kind: 'firewall', id },
        outcome: 'done',
        before: { name },
      });
    });

/** Analyses the newest exports again where the day has changed: rules run out by themselves. */
export const analyseAgain = (needs: KeepNeeds) => async (): Promise<void> => {
  const { records, now } = needs;
  const today = dayOf(now());
  const due = await records
    .read<FirewallTables>()
    .selectFrom('firewalls.exports as export')
    .innerJoin('firewalls.firewalls as firewall', 'firewall.id', 'export.firewall')
    .select(['export.firewall', 'export.version', 'export.body', 'firewall.name'])
    .where('export.analysed_on', '<', today)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('firewalls.exports as later')
            .select('later.version')
            .whereRef('later.firewall', '=', 'export.firewall')
            .whereRef('later.version', '>', 'export.version'),
        ),
      ),
    )
    .limit(500)
    .execute();
  for (const { firewall: id, version, body, name } of due) {
    const found = await analysed({ text: body, today });
    await records.transaction(async (tx) => {
      await lock(tx, id);
      await tx
        .as<FirewallTables>()
        .updateTable('firewalls.exports')
        .set({ counts: jsonb(countsOf(found.weaknesses)), analysed_on: today })
        .where('firewall', '=', id)
        .where('version', '=', version)
        .execute();
      await report(tx, { id, name }, found, now());
    });
  }
};
