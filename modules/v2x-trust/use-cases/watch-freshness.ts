import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { TrustList } from '../contract.ts';
import { freshnessOf } from '../domain/trust-list.ts';
import type { V2xTrustTables } from '../tables.ts';
import type { TrustNeeds } from './needs.ts';

/** A list in force with when its next one is due. */
export interface Dated {
  readonly kind: TrustList['kind'] | 'crl';
  readonly issuer: string;
  readonly name: string;
  readonly series: number;
  readonly nextAt: Date;
}

/** Every list in force: the last revocation list of each authority and series counts for all of them. */
export const datedLists = async (records: Pick<Records, 'read'>): Promise<readonly Dated[]> => {
  const db = records.read<V2xTrustTables>();
  const [lists, crls] = await Promise.all([
    db
      .selectFrom('v2x_trust.lists')
      .select(['kind', 'issuer', 'issuer_name', 'series', 'next_at'])
      .where('status', '=', 'accepted')
      .execute(),
    db
      .selectFrom('v2x_trust.crls')
      .select(['craca', 'signer_name', 'series', 'next_at'])
      .where('in_force', '=', true)
      .orderBy('issued_at')
      .execute(),
  ]);
  const newest = new Map(crls.map((crl) => [`${crl.craca} ${crl.series}`, crl]));
  return [
    ...lists.map((one) => ({ ...one, name: one.issuer_name, nextAt: one.next_at })),
    ...[...newest.values()].map(({ craca, signer_name: name, series, next_at: nextAt }) => ({
      kind: 'crl' as const,
      issuer: craca,
      name,
      series,
      nextAt,
    })),
  ];
};

const TITLES: Readonly<Record<Dated['kind'], { readonly zh: string; readonly en: string }>> = {
  'root-ctl': { zh: '可信根证书列表', en: 'trusted root list' },
  'pki-ctl': { zh: '机构证书列表', en: 'list of authorities' },
  crl: { zh: '证书撤销列表', en: 'revocation list' },
};

const reportOf = ({ kind, issuer, name, series, nextAt }: Dated, now: number): FindingReport => {
  const isStale = now > nextAt.getTime();
  const at = new Date(now).toISOString();
  const { zh, en } = TITLES[kind];
  const from = name === '' ? issuer : name;
  const due = nextAt.toISOString().slice(0, 10);
  return {
    fingerprint: `v2x-trust:${kind}:${issuer}:${kind === 'crl' ? series : ''}`,
    kind: 'weakness',
    module: 'v2x-trust',
    title: isStale ? `The ${en} of ${from} is stale since ${due}` : `The next ${en} of ${from} is due on ${due}`,
    titleZh: isStale ? `${from} 的${zh}自 ${due} 起已过期` : `${from} 的下一期${zh}应于 ${due} 前更新`,
    severity: isStale ? 'high' : 'low',
    assets: [{ kind: 'platform', id: 'v2x-trust' }],
    obligations: kind === 'crl' ? ['1.2-b'] : ['1.2-f'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts: { kind, issuer, name, series, nextAt: nextAt.toISOString() },
  };
};

/** Tells of every list that is stale or soon will be, and takes it back when a new one is in force. */
export const watchFreshness =
  ({ records, clock }: Pick<TrustNeeds, 'records' | 'clock'>) =>
  async (): Promise<void> => {
    const now = clock.now();
    const lists = await datedLists(records);
    const reports = lists.map((list) => ({ report: reportOf(list, now), state: freshnessOf(list.nextAt, now) }));
    const findings = reports.filter(({ state }) => state !== 'current').map(({ report }) => report);
    await records.transaction(async (tx) => {
      for (const finding of findings) {
        // A report is plain JSON; only its optional fields keep the compiler from seeing it.
        const payload = { findings: [finding] } as never;
        await tx.tell({ type: findingsReported, aggregate: finding.fingerprint, payload }, SYSTEM_ACTOR);
      }
      for (const { report, state } of reports) {
        if (state !== 'current') continue;
        const { fingerprint } = report;
        const payload = { fingerprint, comment: '已有新一期列表生效 / A later list is in force' };
        await tx.tell({ type: findingCleared, aggregate: fingerprint, payload }, SYSTEM_ACTOR);
      }
    });
  };
