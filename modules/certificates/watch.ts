import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR, type Clock } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import { sql } from 'kysely';
import { newestLists } from './lists.ts';
import type { AuthorityBook } from './authorities.ts';
import type { ProfileBook } from './profiles.ts';
import type { SettingsBook } from './settings.ts';
import type { CertificateTables } from './tables.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly authorities: AuthorityBook;
  readonly profiles: ProfileBook;
  readonly settings: SettingsBook;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MOST = 500;
/** Days before the end of an authority at which a new one has to be prepared. */
const AUTHORITY_DAYS = 180;

interface Weak {
  readonly fingerprint: string;
  readonly zh: string;
  readonly en: string;
  readonly severity: FindingReport['severity'];
  readonly asset: FindingReport['assets'][number];
  readonly obligations: readonly string[];
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

const severityOf = (days: number): FindingReport['severity'] => (days <= 1 ? 'high' : days <= 7 ? 'medium' : 'low');
const stepOf = (days: number): number => (days <= 1 ? 1 : days <= 7 ? 7 : 30);

/** Certificates in use that end soon without a successor: 30, 7 and 1 day before. */
const ending = async ({ records, clock }: Needs): Promise<readonly Weak[]> => {
  const now = clock.now();
  const rows = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select(['serial', 'subject', 'not_after', 'vin', 'profile'])
    .where('state', '=', 'valid')
    .where('successor', 'is', null)
    .where('not_after', '>=', new Date(now))
    .where('not_after', '<', new Date(now + 30 * DAY))
    // Short-lived ones are renewed in their own rhythm.
    .where(sql<boolean>`not_after - not_before > interval '60 days'`)
    .orderBy('not_after')
    .limit(MOST)
    .execute();
  return rows.map(({ serial, subject, not_after: end, vin, profile }) => {
    const days = Math.max(0, Math.ceil((end.getTime() - now) / DAY));
    return {
      fingerprint: `certificates:ends:${serial}:${stepOf(days)}`,
      zh: `证书将在 ${stepOf(days)} 天内到期且没有后续证书：${subject}`,
      en: `A certificate ends within ${stepOf(days)} days and has no successor: ${subject}`,
      severity: severityOf(days),
      asset: vin === null ? { kind: 'platform', id: 'certificates' } : { kind: 'vehicle', id: vin },
      obligations: ['1.2-a'],
      facts: { serial, days, profile },
    };
  });
};

const stale = async ({ records, clock, authorities }: Needs): Promise<readonly Weak[]> => {
  const lists = (await newestLists(records)).filter(({ kind }) => kind === 'full');
  const all = await authorities.all();
  return all
    .filter(({ revoked }) => revoked === null)
    .filter(({ id }) => (lists.find((list) => list.authority === id)?.next_update.getTime() ?? 0) <= clock.now())
    .map(({ name }) => ({
      fingerprint: `certificates:crl:${name}`,
      zh: `证书机构 ${name} 的吊销列表已过期`,
      en: `The list of revoked certificates of ${name} is out of date`,
      severity: 'high',
      asset: { kind: 'platform', id: 'certificates' },
      obligations: ['1.2-a', '1.2-e'],
      facts: { authority: name },
    }));
};

const oldAuthorities = async ({ clock, authorities }: Needs): Promise<readonly Weak[]> =>
  (await authorities.all())
    .filter(({ certificate }) => certificate.notAfter - clock.now() < AUTHORITY_DAYS * DAY)
    .map(({ name, certificate }) => {
      const days = Math.max(0, Math.ceil((certificate.notAfter - clock.now()) / DAY));
      return {
        fingerprint: `certificates:authority-ends:${name}`,
        zh: `证书机构 ${name} 将在 ${days} 天后到期，请安排新的密钥仪式`,
        en: `The authority ${name} ends in ${days} days: hold a ceremony for a new one`,
        severity: days <= 30 ? 'high' : 'medium',
        asset: { kind: 'platform', id: 'certificates' },
        obligations: ['1.2-a'],
        facts: { authority: name, days },
      };
    });

/** Certificates whose profile demands a vehicle or device, and which have none: a profile was changed after the issue. */
const unbound = async ({ records, profiles }: Needs): Promise<readonly Weak[]> => {
  const found: Weak[] = [];
  for (const profile of await profiles.list()) {
    if (profile.binding === 'none' || profile.certificates === 0) continue;
    const missing =
      profile.binding === 'vin'
        ? sql`vin is null`
        : profile.binding === 'device'
          ? sql`device is null`
          : sql`(vin is null or device is null)`;
    const row = await records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('profile', '=', profile.id)
      .where('state', '=', 'valid')
      .where(sql<boolean>`${missing}`)
      .executeTakeFirst();
    const count = Number(row?.count ?? 0);
    if (count > 0)
      found.push({
        fingerprint: `certificates:unbound:${profile.id}`,
        zh: `模板 ${profile.id} 有 ${count} 张证书未绑定车辆或设备`,
        en: `${count} certificates of ${profile.id} are bound to no vehicle or device`,
        severity: 'medium',
        asset: { kind: 'platform', id: 'certificates' },
        obligations: ['1.2-e', '2.1-a'],
        facts: { profile: profile.id, count },
      });
  }
  return found;
};

const unusual = async ({ records, clock, settings }: Needs): Promise<readonly Weak[]> => {
  const { unusualPerHour } = await settings.get();
  const rows = await records
    .read<CertificateTables>()
    .selectFrom('certificates.certificates')
    .select(({ fn }) => ['issued_by', fn.countAll<number>().as('count')])
    .where('issued_at', '>', new Date(clock.now() - HOUR))
    .groupBy('issued_by')
    .having(({ fn }) => fn.countAll(), '>', unusualPerHour)
    .execute();
  return rows.map(({ issued_by: name, count }) => ({
    fingerprint: `certificates:unusual:${name}`,
    zh: `${name} 一小时内签发了 ${Number(count)} 张证书，超过上限 ${unusualPerHour}`,
    en: `${name} had ${Number(count)} certificates issued within an hour, over the limit of ${unusualPerHour}`,
    severity: 'medium',
    asset: { kind: 'account', id: name },
    obligations: ['1.2-a'],
    facts: { account: name, count: Number(count), limit: unusualPerHour },
  }));
};

const reportOf = (weak: Weak, at: string): FindingReport => ({
  fingerprint: weak.fingerprint,
  kind: 'weakness',
  module: 'certificates',
  title: weak.en,
  titleZh: weak.zh,
  severity: weak.severity,
  assets: [weak.asset],
  obligations: [...weak.obligations],
  count: 1,
  firstSeen: at,
  lastSeen: at,
  receivedAt: at,
  samples: [],
  facts: { ...weak.facts },
});

const tellNew = async (tx: Tx, findings: readonly FindingReport[]): Promise<void> => {
  if (findings.length === 0) return;
  await tx
    .as<CertificateTables>()
    .insertInto('certificates.told_findings')
    .values(findings.map(({ fingerprint }) => ({ fingerprint })))
    .execute();
  // A report is plain JSON; only its optional fields keep the compiler from seeing it.
  await tx.tell({ type: findingsReported, aggregate: 'certificates', payload: { findings } as never }, SYSTEM_ACTOR);
};

const clearGone = async (tx: Tx, gone: readonly string[]): Promise<void> => {
  if (gone.length === 0) return;
  await tx
    .as<CertificateTables>()
    .deleteFrom('certificates.told_findings')
    .where('fingerprint', 'in', [...gone])
    .execute();
  for (const fingerprint of gone) {
    const payload = { fingerprint, comment: 'no longer so at the last look' };
    await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
  }
};

/**
 * Looks for what is wrong with certificates and keeps the ledger of findings in step: what is found is reported once, what is
 * gone is cleared, also across restarts.
 */
export const certificateWatch = (needs: Needs) => ({
  run: async (): Promise<number> => {
    const looks = [ending(needs), stale(needs), oldAuthorities(needs), unbound(needs), unusual(needs)];
    const found = (await Promise.all(looks)).flat().slice(0, MOST);
    const at = new Date(needs.clock.now()).toISOString();
    const now = new Set(found.map(({ fingerprint }) => fingerprint));
    await needs.records.transaction(async (tx) => {
      const rows = await tx
        .as<CertificateTables>()
        .selectFrom('certificates.told_findings')
        .select('fingerprint')
        .forUpdate()
        .execute();
      const told = new Set(rows.map(({ fingerprint }) => fingerprint));
      await tellNew(
        tx,
        found.filter(({ fingerprint }) => !told.has(fingerprint)).map((weak) => reportOf(weak, at)),
      );
      await clearGone(
        tx,
        [...told].filter((fingerprint) => !now.has(fingerprint)),
      );
    });
    return found.length;
  },
});
