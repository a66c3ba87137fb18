import type { Check, CheckResult } from '@chedun/module';
import type { Records } from '@chedun/records';
import type { VerificationState } from './contract.ts';
import { interopTest } from './domain/interop.ts';
import { compareUnits, type RegisteredUnit } from './domain/road-units.ts';
import { EXPECTED, selfTest } from './domain/self-test.ts';
import { freshnessOf } from './domain/trust-list.ts';
import { reportFacts } from './misbehaviour/read-reports.ts';
import { readRoadCertificates, verificationCounts } from './read-model.ts';
import type { TrustBook } from './trust-book.ts';
import { datedLists } from './use-cases/watch-freshness.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly book: Pick<TrustBook, 'now'>;
  readonly units: () => readonly RegisteredUnit[];
  readonly now: () => number;
  readonly leapSeconds: number;
}

const HOURS = 24;
const HOUR = 3_600_000;
/** Share of messages that may be refused before the check fails: the alarm of a rate of failures. */
const MOST_REFUSED = 0.05;

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const sums = ({ totals }: Pick<VerificationState, 'totals'>) => {
  const of = (security: string): number =>
    totals.filter((one) => one.security === security).reduce((sum, { count }) => sum + count, 0);
  const all = totals.reduce((sum, { count }) => sum + count, 0);
  return { all, valid: of('ok'), refused: all - of('ok'), of };
};

const verification = async ({ records, book, now }: Needs): Promise<CheckResult> => {
  const [counts, trust] = [await verificationCounts(records, { hours: HOURS }, now()), await book.now()];
  const played = await selfTest({ profile: 'cn', undecidedRegion: 'accept' });
  const missed = EXPECTED.filter((verdict, at) => played[at] !== verdict);
  const { all, valid, refused, of } = sums(counts);
  const share = all === 0 ? 0 : refused / all;
  const lists = await datedLists(records);
  const staleCrls = lists.filter(({ kind, nextAt }) => kind === 'crl' && freshnessOf(nextAt, now()) === 'stale').length;
  const told = await reportFacts(records, new Date(now() - HOURS * HOUR), new Date(now() - HOUR));
  const isWhole = trust.roots.length > 0 && staleCrls === 0 && told.stuck === 0;
  const isSound = missed.length === 0 && isWhole && share <= MOST_REFUSED;
  return {
    outcome: missed.length > 0 ? 'fail' : all === 0 ? 'unknown' : isSound ? 'pass' : 'fail',
    summary: {
      zh: `近 24 小时验证消息 ${all} 条，通过 ${valid} 条，拒绝 ${refused} 条（${percent(share)}）；可信根 ${trust.roots.length} 个，过期撤销列表 ${staleCrls} 份；异常行为报告 ${told.reports} 份，超过一小时未送达 ${told.stuck} 份；攻击重放未识别 ${missed.length} 个`,
      en: `${all} messages verified in 24 hours: ${valid} valid, ${refused} refused (${percent(share)}); ${trust.roots.length} roots trusted, ${staleCrls} revocation lists stale; ${told.reports} misbehaviour reports, ${told.stuck} not handed over within an hour; ${missed.length} replayed attacks missed`,
    },
    facts: {
      messages24h: all,
      validMessages24h: valid,
      refusedMessages24h: refused,
      refusedShare: Math.round(share * 10_000) / 10_000,
      forgedMessages24h: of('signature_failed'),
      revokedMessages24h: of('revoked'),
      replayedMessages24h: of('replayed'),
      outsideRegionMessages24h: of('wrong_region'),
      unknownIssuerMessages24h: of('unknown_issuer'),
      expiredMessages24h: of('expired'),
      trustedRoots: trust.roots.length,
      authorities: trust.authorities.length,
      revocationLists: trust.crls.length,
      staleRevocationLists: staleCrls,
      misbehaviourReports24h: told.reports,
      accusedCertificates24h: told.accused,
      undeliveredReports: told.stuck,
      attacksPlayed: EXPECTED.length - 1,
      attacksMissed: missed.length,
    },
  };
};

const roadUnits = async ({ records, units, now, leapSeconds }: Needs): Promise<CheckResult> => {
  const heard = await readRoadCertificates(records);
  const compared = compareUnits(units(), heard, now(), leapSeconds);
  const { registered, certified, missing, strangers, displaced, expired, ending } = compared;
  const problems = missing.length + strangers.length + displaced.length + expired.length;
  return {
    outcome: registered === 0 || heard.length === 0 ? 'unknown' : problems === 0 ? 'pass' : 'fail',
    summary: {
      zh: `登记路侧设备 ${registered} 台，证书与台账一致 ${certified} 台；未见有效证书 ${missing.length} 台，未登记 ${strangers.length} 个，位置与证书区域不符 ${displaced.length} 个，证书过期 ${expired.length} 个，7 天内到期 ${ending.length} 个`,
      en: `${registered} roadside units registered, ${certified} with a certificate that fits; ${missing.length} without one, ${strangers.length} not registered, ${displaced.length} outside the region of their certificate, ${expired.length} expired, ${ending.length} end within 7 days`,
    },
    facts: {
      registeredUnits: registered,
      certifiedUnits: certified,
      unitsWithoutCertificate: missing.length,
      unregisteredCertificates: strangers.length,
      unitsOutsideRegion: displaced.length,
      expiredUnitCertificates: expired.length,
      endingUnitCertificates: ending.length,
    },
  };
};

const trustLists = async ({ records, now }: Needs): Promise<CheckResult> => {
  const lists = (await datedLists(records)).filter(({ kind }) => kind !== 'crl');
  const stale = lists.filter(({ nextAt }) => freshnessOf(nextAt, now()) === 'stale').length;
  const series = lists.reduce((highest, one) => (one.kind === 'root-ctl' ? Math.max(highest, one.series) : highest), 0);
  const cases = Object.values(await interopTest());
  const passed = cases.filter(Boolean).length;
  const failed = cases.length - passed;
  const isSound = stale === 0 && failed === 0;
  return {
    outcome: failed > 0 ? 'fail' : lists.length === 0 ? 'unknown' : isSound ? 'pass' : 'fail',
    summary: {
      zh: `生效的信任列表 ${lists.length} 份，过期 ${stale} 份，根列表序号 ${series}；与第二套独立根互通测试通过 ${passed} 项，未通过 ${failed} 项`,
      en: `${lists.length} lists of trust in force, ${stale} stale, series of roots ${series}; interoperability with a second independent root: ${passed} cases passed, ${failed} failed`,
    },
    facts: {
      listsInForce: lists.length,
      staleLists: stale,
      rootListSeries: series,
      interopPassed: passed,
      interopFailed: failed,
    },
  };
};

/** Running checks of messages, of roadside units and of trust between companies. */
export const v2xTrustChecks = (needs: Needs): Check[] => [
  {
    id: 'v2x-trust.message-verification',
    obligations: ['1.2-b', '1.2-c'],
    title: { zh: '车车、车路消息验签', en: 'Messages of vehicles and roads are verified' },
    everyMinutes: 15,
    ttlHours: 4,
    run: () => verification(needs),
  },
  {
    id: 'v2x-trust.road-certificates',
    obligations: ['1.2-c'],
    title: { zh: '路侧设备证书与台账核对', en: 'Certificates of roadside units fit the register' },
    everyMinutes: 30,
    ttlHours: 4,
    run: () => roadUnits(needs),
  },
  {
    id: 'v2x-trust.lists',
    obligations: ['1.2-f'],
    title: { zh: '跨企业可信根列表与互通', en: 'Lists of trust across companies, and interoperability' },
    everyMinutes: 60,
    ttlHours: 26,
    run: () => trustLists(needs),
  },
];
