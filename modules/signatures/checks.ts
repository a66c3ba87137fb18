import type { Check, CheckResult } from '@chedun/module';
import type { SignatureCounts } from './contract.ts';
import { verifiesExample } from './domain/self-test.ts';

interface Dependencies {
  readonly counts: () => SignatureCounts;
  readonly keys: () => Promise<{ readonly trusted: number; readonly offered: number }>;
}

/** Share of signed reports that were looked at whose vehicle has a trusted key. */
const LEAST_KNOWN = 0.9;

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const verification = async ({ counts, keys }: Dependencies): Promise<CheckResult> => {
  const { valid, failed, unknownKey, unsupported, skipped, coverage } = counts();
  const { trusted, offered } = await keys();
  const selfTest = verifiesExample();
  const looked = valid + failed + unknownKey;
  const known = looked === 0 ? 0 : (valid + failed) / looked;
  const passed = selfTest && known >= LEAST_KNOWN;
  return {
    outcome: selfTest && looked === 0 ? 'unknown' : passed ? 'pass' : 'fail',
    summary: {
      zh: `本次启动以来验签通过 ${valid} 条，失败 ${failed} 条，无可信公钥 ${unknownKey} 条；可信公钥 ${trusted} 个，待确认 ${offered} 个；SM2 自检${selfTest ? '通过' : '未通过'}`,
      en: `Since the start: ${valid} signatures verified, ${failed} failed, ${unknownKey} without a trusted key (${percent(known)} with one); ${trusted} keys trusted, ${offered} wait; SM2 self-test ${selfTest ? 'passed' : 'failed'}`,
    },
    facts: { valid, failed, unknownKey, unsupported, skipped, coverage, trusted, offered, selfTest },
  };
};

/** Running checks of the signatures of vehicles. */
export const signatureChecks = (needs: Dependencies): Check[] => [
  {
    id: 'signatures.verification',
    obligations: ['2.1-a'],
    title: { zh: '车辆上报验签', en: 'Signatures of vehicle reports are verified' },
    everyMinutes: 15,
    ttlHours: 2,
    run: () => verification(needs),
  },
];
