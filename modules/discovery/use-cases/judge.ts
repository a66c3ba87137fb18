import type { AssetsAsks, Host } from '@chedun/assets/contract';
import { dayOf, type Clock } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { Register } from '../domain/identity.ts';
import { isWeakness, judgeHost, judgeThing, type KnownHost } from '../domain/judge.ts';
import { openMatcher } from '../domain/match.ts';
import { labelOf, type Difference, type KnownThing } from '../domain/thing.ts';
import {
  noTeamPrint,
  noTeamReport,
  tellFindings,
  unknownPrint,
  unknownReport,
  unseenPrint,
  unseenReport,
} from '../report.ts';
import type { DiscoveryTables } from '../tables.ts';

/** What the use cases of this module work with. */
export interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly assets: Pick<AssetsAsks, 'hostsAfter' | 'registerHosts' | 'readTable'>;
}

const PAGE = 1_000;
const CHUNK = 1_000;

/** Every host on record. */
export const recordedHosts = async (assets: Pick<AssetsAsks, 'hostsAfter'>): Promise<readonly Host[]> => {
  const hosts: Host[] = [];
  for (;;) {
    const page = await assets.hostsAfter(hosts.at(-1)?.name ?? '', PAGE);
    hosts.push(...page);
    if (page.length < PAGE) return hosts;
  }
};

type Cleared = { readonly fingerprint: string; readonly comment: string };

/** What judging comes to: things that are other than before, and what to tell. */
interface Judgement {
  readonly things: readonly KnownThing[];
  readonly differences: readonly Difference[];
  readonly reports: Parameters<typeof tellFindings>[1];
  readonly cleared: readonly Cleared[];
}

const commentOf = ({ state, goneAt }: KnownThing): string => {
  if (state === 'registered') return '设备已登记在册 / The thing is on record now';
  if (state === 'ignored') return '已由人员设为暂不处理 / A person set it aside';
  return goneAt === null ? '' : '设备不再出现 / The thing is no longer seen';
};

/** Judges every thing; the ones of `touched` are given back in any case. */
export const judgeThings = (
  register: Register,
  hosts: readonly Host[],
  touched: ReadonlySet<string>,
  when: { readonly now: number; readonly unseenDays: number },
): Judgement => {
  const match = openMatcher(hosts, register);
  const today = dayOf(when.now);
  const things: KnownThing[] = [];
  const differences: Difference[] = [];
  const reports: Judgement['reports'][number][] = [];
  const cleared: Cleared[] = [];
  for (const thing of register.things.values()) {
    const judged = judgeThing(thing, match(thing), { ...when, today });
    const isWrong = isWeakness(judged.thing);
    const next = { ...judged.thing, isTold: isWrong };
    if (isWrong && !thing.isTold) reports.push(unknownReport(next, when.now));
    if (!isWrong && thing.isTold) cleared.push({ fingerprint: unknownPrint(thing.id), comment: commentOf(next) });
    const line = { thing: thing.id, label: labelOf(thing), source: null, at: when.now, before: '' };
    if (judged.became === 'gone') differences.push({ ...line, kind: 'disappeared', after: '' });
    if (judged.became === 'registered')
      differences.push({ ...line, kind: 'registered', after: next.registeredAs ?? '' });
    const isOther =
      next.state !== thing.state ||
      next.registeredAs !== thing.registeredAs ||
      next.goneAt !== thing.goneAt ||
      next.unknownSince !== thing.unknownSince ||
      next.ignored !== thing.ignored ||
      next.isTold !== thing.isTold;
    if (isOther || touched.has(thing.id)) things.push(next);
  }
  return { things, differences, reports, cleared };
};

/** When each host on record was last seen by any source. */
const lastSeen = (things: Iterable<KnownThing>): ReadonlyMap<string, number> => {
  const last = new Map<string, number>();
  for (const { registeredAs, lastAt } of things)
    if (registeredAs !== null) last.set(registeredAs, Math.max(last.get(registeredAs) ?? 0, lastAt));
  return last;
};

const isSame = (
  row: {
    known_since: Date;
    last_seen_at: Date | null;
    no_team: boolean;
    unseen: boolean;
    told_no_team: boolean;
    told_unseen: boolean;
    addresses: string[];
  },
  host: KnownHost,
  addresses: readonly string[],
): boolean =>
  row.last_seen_at?.getTime() === (host.lastSeenAt ?? undefined) &&
  row.no_team === host.hasNoTeam &&
  row.unseen === host.isUnseen &&
  row.told_no_team === host.hasNoTeam &&
  row.told_unseen === host.isUnseen &&
  row.addresses.join(' ') === addresses.join(' ');

const saveHosts = async (
  tx: Tx,
  hosts: readonly (KnownHost & { readonly addresses: readonly string[] })[],
): Promise<void> => {
  const db = tx.as<DiscoveryTables>();
  for (let at = 0; at < hosts.length; at += CHUNK)
    await db
      .insertInto('discovery.hosts')
      .values(
        hosts.slice(at, at + CHUNK).map((host) => ({
          name: host.name,
          addresses: [...host.addresses],
          known_since: new Date(host.knownSince),
          last_seen_at: host.lastSeenAt === null ? null : new Date(host.lastSeenAt),
          no_team: host.hasNoTeam,
          unseen: host.isUnseen,
          told_no_team: host.hasNoTeam,
          told_unseen: host.isUnseen,
        })),
      )
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((eb) => ({
          addresses: eb.ref('excluded.addresses'),
          last_seen_at: eb.ref('excluded.last_seen_at'),
          no_team: eb.ref('excluded.no_team'),
          unseen: eb.ref('excluded.unseen'),
          told_no_team: eb.ref('excluded.told_no_team'),
          told_unseen: eb.ref('excluded.told_unseen'),
        })),
      )
      .execute();
};

/** Judges the hosts on record: nobody's, unseen, or retired since; tells it and takes it back. */
export const judgeHosts = async (
  tx: Tx,
  things: Iterable<KnownThing>,
  hosts: readonly Host[],
  { now, unseenDays }: { readonly now: number; readonly unseenDays: number },
): Promise<void> => {
  const db = tx.as<DiscoveryTables>();
  const rows = new Map((await db.selectFrom('discovery.hosts').selectAll().execute()).map((row) => [row.name, row]));
  const run = await db.selectFrom('discovery.sources').select('source').limit(1).executeTakeFirst();
  const seen = lastSeen(things);
  const reports: Judgement['reports'][number][] = [];
  const cleared: Cleared[] = [];
  const changed: (KnownHost & { readonly addresses: readonly string[] })[] = [];
  for (const host of hosts) {
    const row = rows.get(host.name);
    const since = {
      knownSince: row?.known_since.getTime() ?? now,
      lastSeenAt: seen.get(host.name) ?? row?.last_seen_at?.getTime() ?? null,
    };
    const judged = judgeHost(host, since, { now, unseenDays, hasRun: run !== undefined });
    rows.delete(host.name);
    if (judged.hasNoTeam && row?.told_no_team !== true) reports.push(noTeamReport(host.name, now));
    if (!judged.hasNoTeam && row?.told_no_team === true)
      cleared.push({ fingerprint: noTeamPrint(host.name), comment: '已登记责任部门 / A team is responsible now' });
    if (judged.isUnseen && row?.told_unseen !== true)
      reports.push(unseenReport(host.name, unseenDays, judged.lastSeenAt, now));
    if (!judged.isUnseen && row?.told_unseen === true)
      cleared.push({ fingerprint: unseenPrint(host.name), comment: '主机重新被发现 / The host was seen again' });
    if (row === undefined || !isSame(row, judged, host.addresses))
      changed.push({ ...judged, addresses: host.addresses });
  }
  const retired = '主机已退役 / The host is retired';
  for (const row of rows.values()) {
    if (row.told_no_team) cleared.push({ fingerprint: noTeamPrint(row.name), comment: retired });
    if (row.told_unseen) cleared.push({ fingerprint: unseenPrint(row.name), comment: retired });
  }
  if (rows.size > 0)
    await db
      .deleteFrom('discovery.hosts')
      .where('name', 'in', [...rows.keys()])
      .execute();
  await saveHosts(tx, changed);
  await tellFindings(tx, reports, cleared);
};
