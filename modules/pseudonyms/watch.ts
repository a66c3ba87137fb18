import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import { validityOf } from '@chedun/v2x-security';
import { fromTime32, toTime32 } from '@chedun/v2x-pki';
import type { Desk } from './desk.ts';
import type { RoleNeeds } from './open-roles.ts';
import { countsOf, newestList } from './read-model.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A list is signed again when it is this old. */
const RENEW_MS = 12 * HOUR;
/** Days before the end of an authority at which a new one has to be prepared. */
const AUTHORITY_DAYS = 180;

interface Weak {
  readonly fingerprint: string;
  readonly isWeak: boolean;
  readonly zh: string;
  readonly en: string;
  readonly severity: FindingReport['severity'];
  readonly obligation: '1.2-a' | '1.2-b';
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** Signs the list of a hierarchy again when it is due; answers whether it did. */
export const publishDue = async (needs: RoleNeeds, { hierarchy, roles }: Desk): Promise<boolean> => {
  const list = await newestList(needs.records, hierarchy.suite.name);
  if (list !== undefined && needs.clock.now() - list.issued_at.getTime() < RENEW_MS) return false;
  await roles.ma.publish();
  return true;
};

/** Days until the first authority of a hierarchy ends. */
export const authorityDays = ({ hierarchy }: Desk, now: number): number => {
  const ends = Object.values(hierarchy.certificates).map((one) => fromTime32(validityOf(one).end));
  return Math.floor((Math.min(...ends) - now) / DAY);
};

const weaknesses = async (needs: RoleNeeds, desk: Desk): Promise<readonly Weak[]> => {
  const { records, clock } = needs;
  const suite = desk.hierarchy.suite.name;
  const now = clock.now();
  const list = await newestList(records, suite);
  const { short, devices } = await countsOf(records, suite, toTime32(now));
  const days = authorityDays(desk, now);
  const name = (what: string): string => `pseudonyms:${what}:${suite}`;
  const profile = { profile: suite };
  return [
    {
      fingerprint: name('list'),
      isWeak: list === undefined || list.next_at.getTime() <= now,
      zh: '车载假名证书撤销列表已过期',
      en: 'The revocation list of pseudonym certificates is no longer fresh',
      severity: 'high',
      obligation: '1.2-a',
      facts: { ...profile, number: list?.number ?? 0 },
    },
    {
      fingerprint: name('authority'),
      isWeak: days < AUTHORITY_DAYS,
      zh: '车载假名证书机构即将到期，请准备更新',
      en: 'An authority of pseudonym certificates ends soon; prepare its successor',
      severity: days < 30 ? 'high' : 'medium',
      obligation: '1.2-a',
      facts: { ...profile, days },
    },
    {
      fingerprint: name('short'),
      isWeak: short > 0,
      zh: '有设备缺少本周的假名证书',
      en: 'Devices lack pseudonyms of this week',
      severity: 'medium',
      obligation: '1.2-b',
      facts: { ...profile, devices, short },
    },
  ];
};

const reportOf = ({ fingerprint, zh, en, severity, obligation, facts }: Weak, at: string): FindingReport => ({
  fingerprint,
  kind: 'violation',
  module: 'pseudonyms',
  title: en,
  titleZh: zh,
  severity,
  assets: [{ kind: 'platform', id: 'pseudonyms' }],
  obligations: [obligation],
  count: 1,
  firstSeen: at,
  lastSeen: at,
  receivedAt: at,
  samples: [],
  facts: { ...facts },
});

/** Reports what is weak, and clears what no longer is. Reports of the same weakness are counted up by the ledger. */
export const watchHierarchy = (needs: RoleNeeds): ((desk: Desk) => Promise<void>) => {
  const told = new Map<string, boolean>();
  return async (desk) => {
    const at = new Date(needs.clock.now()).toISOString();
    for (const weak of await weaknesses(needs, desk)) {
      const { fingerprint, isWeak } = weak;
      if (told.get(fingerprint) === isWeak) continue;
      // A report is plain JSON; only its optional fields keep the compiler from seeing it.
      const event = isWeak
        ? { type: findingsReported, aggregate: fingerprint, payload: { findings: [reportOf(weak, at)] } as never }
        : {
            type: findingCleared,
            aggregate: fingerprint,
            payload: { fingerprint, comment: 'the state is right again' },
          };
      await needs.records.transaction((tx) => tx.tell(event, SYSTEM_ACTOR));
      told.set(fingerprint, isWeak);
    }
  };
};
