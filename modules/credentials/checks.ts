import { findingCleared, findingsReported, type FindingReport } from '@chedun/governance/contract';
import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import type { SuiteName } from '@chedun/pseudonyms/contract';
import { sql } from 'kysely';
import type { CredentialNeeds } from './needs.ts';
import { newestList } from './publish-list.ts';

/** Days before the end of a certificate at which its holder has to have a successor. */
const ENDING_DAYS = 30;
const SUITE_NAMES: readonly SuiteName[] = ['cn', 'ieee'];

interface Facts {
  readonly authorities: number;
  readonly valid: number;
  readonly ending: number;
  readonly stale: number;
  readonly revoked: number;
}

const factsOf = async (needs: CredentialNeeds): Promise<Facts> => {
  const now = needs.clock.now();
  let [authorities, stale] = [0, 0];
  for (const suite of SUITE_NAMES) {
    if ((await needs.pseudonyms.serviceAuthority(suite)) === undefined) continue;
    authorities += 1;
    const list = await newestList(needs, suite);
    if (list === undefined || list.next_at.getTime() <= now) stale += 1;
  }
  const at = new Date(now);
  const soon = new Date(now + ENDING_DAYS * 86_400_000);
  const { rows } = await sql<Pick<Facts, 'valid' | 'ending' | 'revoked'>>`select
    count(*) filter (where state = 'valid' and not_after > ${at})::int as valid,
    count(*) filter (where state = 'valid' and successor is null and not_after > ${at} and not_after <= ${soon})::int as ending,
    count(*) filter (where state = 'revoked')::int as revoked from credentials.certificates`.execute(
    needs.records.read(),
  );
  return { authorities, stale, ...(rows[0] ?? { valid: 0, ending: 0, revoked: 0 }) };
};

const resultOf = ({ authorities, valid, ending, stale, revoked }: Facts): CheckResult => ({
  outcome: authorities === 0 || valid === 0 ? 'unknown' : stale === 0 && ending === 0 ? 'pass' : 'fail',
  summary: {
    zh: `有效的应用证书与身份证书 ${valid} 张，${ENDING_DAYS} 天内到期且未更新 ${ending} 张，已撤销 ${revoked} 张，过期的撤销列表 ${stale} 份`,
    en: `${valid} application and identity certificates are valid, ${ending} end within ${ENDING_DAYS} days without successor, ${revoked} revoked, ${stale} stale revocation lists`,
  },
  facts: {
    serviceAuthorities: authorities,
    validCredentials: valid,
    endingCredentials: ending,
    revokedCredentials: revoked,
    staleCredentialLists: stale,
  },
});

/** Running check of application and identity certificates. */
export const credentialChecks = (needs: CredentialNeeds): Check[] => [
  {
    id: 'credentials.certificates',
    obligations: ['1.2-a'],
    title: {
      zh: '路侧与特权车辆证书有效，撤销列表及时更新',
      en: 'Certificates of roadside units and special vehicles are valid, and their revocation list is fresh',
    },
    everyMinutes: 60,
    ttlHours: 6,
    run: async () => resultOf(await factsOf(needs)),
  },
];

const weakOf = ({ ending, stale, authorities }: Facts) =>
  [
    {
      fingerprint: 'credentials:list',
      isWeak: authorities > 0 && stale > 0,
      zh: '应用证书与身份证书的撤销列表已过期',
      en: 'The revocation list of application and identity certificates is no longer fresh',
      severity: 'high',
      facts: { stale },
    },
    {
      fingerprint: 'credentials:ending',
      isWeak: ending > 0,
      zh: '有应用证书或身份证书即将到期且未更新',
      en: 'Application or identity certificates end soon and have no successor',
      severity: 'medium',
      facts: { ending, days: ENDING_DAYS },
    },
  ] as const;

/** Reports what is weak, and clears what no longer is; the ledger counts reports of the same weakness up. */
export const watchCredentials = (needs: CredentialNeeds): (() => Promise<void>) => {
  const told = new Map<string, boolean>();
  return async () => {
    const at = new Date(needs.clock.now()).toISOString();
    for (const { fingerprint, isWeak, zh, en, severity, facts } of weakOf(await factsOf(needs))) {
      if (told.get(fingerprint) === isWeak) continue;
      const report: FindingReport = {
        fingerprint,
        kind: 'violation',
        module: 'credentials',
        title: en,
        titleZh: zh,
        severity,
        count: 1,
        assets: [{ kind: 'platform', id: 'credentials' }],
        obligations: ['1.2-a'],
        firstSeen: at,
        lastSeen: at,
        receivedAt: at,
        samples: [],
        facts: { ...facts },
      };
      // A report is plain JSON; only its optional fields keep the compiler from seeing it.
      const event = isWeak
        ? { type: findingsReported, aggregate: fingerprint, payload: { findings: [report] } as never }
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
