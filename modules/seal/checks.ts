import type { Check, CheckResult } from '@chedun/module';
import type { SealedLog, VerifyRun, WitnessView } from './contract.ts';

interface Needs {
  readonly logs: () => readonly SealedLog[];
  readonly witnesses: () => Promise<readonly WitnessView[]>;
  readonly runs: () => Promise<readonly VerifyRun[]>;
  readonly now: () => number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A checkpoint comes every ten seconds while frames come. */
const SEALED_WITHIN = 2 * MINUTE;
const WITNESSED_WITHIN = 10 * MINUTE;
/** Nightly, with two hours of patience. */
const VERIFIED_WITHIN = 26 * HOUR;

const ageOf = (now: number, at: string | null): number => (at === null ? Infinity : now - Date.parse(at));

const sealed = async ({ logs, now }: Needs): Promise<CheckResult> => {
  const all = logs();
  const broken = all.filter(({ state }) => state === 'broken').map(({ stream }) => stream);
  const behind = all
    .filter((log) => log.durable >= log.firstSeq + log.size && ageOf(now(), log.sealedAt) > SEALED_WITHIN)
    .map(({ stream }) => stream);
  const frames = all.reduce((sum, { size }) => sum + size, 0);
  const bad = broken.length + behind.length;
  return {
    outcome: bad > 0 ? 'fail' : frames === 0 ? 'unknown' : 'pass',
    summary: {
      zh: `已存证 ${frames} 帧（SM3 默克尔树，SM2 与 Ed25519 双签名）；中断 ${broken.length} 条日志，落后 ${behind.length} 条`,
      en: `${frames} frames are sealed (SM3 Merkle tree, signed with SM2 and Ed25519); ${broken.length} logs broken, ${behind.length} behind`,
    },
    facts: { frames, broken: broken.join(', '), behind: behind.join(', ') },
  };
};

const verified = async ({ runs, now }: Needs): Promise<CheckResult> => {
  const ended = (await runs()).filter(({ status }) => status !== 'running');
  const [newest] = ended;
  const bad = ended.filter((run) => run.status !== 'intact' && ageOf(now(), run.endedAt) <= VERIFIED_WITHIN);
  const fresh = newest !== undefined && ageOf(now(), newest.endedAt) <= VERIFIED_WITHIN;
  const rows = ended.reduce((sum, run) => sum + run.rows, 0);
  return {
    outcome: newest === undefined ? 'unknown' : fresh && bad.length === 0 ? 'pass' : 'fail',
    summary: {
      zh:
        newest === undefined
          ? '尚未校验'
          : `最近一次校验 ${newest.endedAt ?? ''}，近期共校验 ${rows} 行，未通过 ${bad.length} 次`,
      en:
        newest === undefined
          ? 'Not verified yet'
          : `Verified last at ${newest.endedAt ?? ''}; ${rows} rows in recent runs, ${bad.length} of them failed`,
    },
    facts: { runs: ended.length, failed: bad.length, rows, newest: newest?.endedAt ?? null },
  };
};

const witnessed = async ({ logs, witnesses, now }: Needs): Promise<CheckResult> => {
  const all = await witnesses();
  const signing = all.filter(({ logs: signed }) => signed.some(({ at }) => ageOf(now(), at) <= WITNESSED_WITHIN));
  const refused = all.filter(({ state }) => state === 'refused').length;
  // Without new frames there is nothing to sign.
  const quiet = logs().every(({ sealedAt }) => ageOf(now(), sealedAt) > WITNESSED_WITHIN);
  const pass = refused === 0 && (signing.length > 0 || quiet);
  return {
    outcome: all.length === 0 ? 'unknown' : pass ? 'pass' : 'fail',
    summary: {
      zh:
        all.length === 0
          ? '没有外部见证方：只能防范没有签名密钥的人员，不能防范密钥持有者'
          : `见证方 ${all.length} 个，近 10 分钟签名 ${signing.length} 个，拒绝 ${refused} 个`,
      en:
        all.length === 0
          ? 'No outside witness: evident against people without the signing key, not against its owner'
          : `${all.length} witnesses, ${signing.length} signed within ten minutes, ${refused} refuse`,
    },
    facts: { witnesses: all.length, signing: signing.length, refused },
  };
};

/** Running checks: the journal is sealed, verified every night, and watched from outside. */
export const sealChecks = (needs: Needs): Check[] => [
  {
    id: 'seal.sealed',
    obligations: ['1.3-i'],
    title: { zh: '日志防篡改存证', en: 'Logs are sealed against tampering' },
    everyMinutes: 10,
    ttlHours: 2,
    run: () => sealed(needs),
  },
  {
    id: 'seal.verified',
    obligations: ['1.3-i'],
    title: { zh: '日志完整性校验', en: 'The integrity of logs is verified' },
    everyMinutes: 60,
    ttlHours: 30,
    run: () => verified(needs),
  },
  {
    id: 'seal.witnessed',
    obligations: ['1.3-i'],
    title: { zh: '日志外部见证', en: 'Logs are witnessed from outside' },
    everyMinutes: 10,
    ttlHours: 2,
    run: () => witnessed(needs),
  },
];
