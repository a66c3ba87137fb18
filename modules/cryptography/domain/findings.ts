import type { FindingReport } from '@chedun/governance/contract';
import {
  WEAKNESS_WORDS,
  WEAK_REASON_WORDS,
  type CryptoProduct,
  type CryptoUse,
  type ProbeResult,
} from '../contract.ts';

type Severity = FindingReport['severity'];
type Weakness = ProbeResult['weaknesses'][number];

interface Text {
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly zh: string;
  readonly en: string;
  readonly assets: FindingReport['assets'];
  readonly obligations: readonly string[];
  readonly facts: NonNullable<FindingReport['facts']>;
}

const reportOf = ({ fingerprint, severity, zh, en, assets, obligations, facts }: Text, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  return {
    fingerprint: fingerprint.slice(0, 200),
    kind: 'weakness',
    module: 'cryptography',
    title: en.slice(0, 500),
    titleZh: zh.slice(0, 500),
    severity,
    assets,
    obligations: [...obligations],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts,
  };
};

/** Weaknesses that are of the inventory of algorithms as much as of the channel. */
const ALGORITHMIC = /suite$|sm-missing|weak/;

/** A weakness of an endpoint as a finding; information is none. */
export const endpointFinding = (
  endpoint: { readonly id: string; readonly name: string; readonly host: string; readonly port: number },
  { code, severity, shown }: Weakness,
  probe: string,
  now: number,
): FindingReport | undefined => {
  if (severity === 'informational') return undefined;
  const address = `${endpoint.host}:${endpoint.port}`;
  const { zh, en } = WEAKNESS_WORDS[code];
  return reportOf(
    {
      fingerprint: `cryptography:endpoint:${endpoint.id}:${code}`,
      severity,
      zh: `${endpoint.name}（${address}）${zh}${shown === '' ? '' : `：${shown}`}`,
      en: `${endpoint.name} (${address}) ${en}${shown === '' ? '' : `: ${shown}`}`,
      assets: [{ kind: 'service', id: address }],
      obligations: ALGORITHMIC.test(code) ? ['1.2-d', '1.2-g'] : ['1.2-d'],
      facts: { weakness: code, shown: shown.slice(0, 500), probe },
    },
    now,
  );
};

/** A use of a weak algorithm, or a key that should have been changed. */
export const useFinding = (use: CryptoUse, now: number): FindingReport | undefined => {
  const { id, system, algorithm, weak, rotationDue, keyId } = use;
  if (weak === null && !rotationDue) return undefined;
  const [zh, en] =
    weak === null
      ? [`${system} 的密钥 ${keyId} 超过轮换期限`, `The key ${keyId} of ${system} is older than it may be`]
      : [
          `${system} 使用 ${algorithm}：${WEAK_REASON_WORDS[weak].zh}`,
          `${system} uses ${algorithm}: ${WEAK_REASON_WORDS[weak].en}`,
        ];
  return reportOf(
    {
      fingerprint: `cryptography:use:${id}:${weak ?? 'rotation'}`,
      severity: weak === null ? 'medium' : 'high',
      zh,
      en,
      assets: [{ kind: 'service', id: system }],
      obligations: ['1.2-g'],
      facts: { algorithm, keyId },
    },
    now,
  );
};

const [EARLY, LATE, LAST] = [30, 7, 1];

/** A certified product whose certificate ends within 30 days, or is over. */
export const productFinding = (product: CryptoProduct, now: number): FindingReport | undefined => {
  const { id, name, certificateNo, validTo, daysLeft } = product;
  if (daysLeft >= EARLY) return undefined;
  const severity = daysLeft < LAST ? 'high' : daysLeft < LATE ? 'medium' : 'low';
  return reportOf(
    {
      fingerprint: `cryptography:product:${id}`,
      severity,
      zh: `商用密码产品认证证书 ${certificateNo}（${name}）${daysLeft < 0 ? '已过期' : `将于 ${validTo} 到期`}`,
      en: `The certificate ${certificateNo} of the cryptographic product ${name} ${daysLeft < 0 ? 'is over' : `ends on ${validTo}`}`,
      assets: [{ kind: 'platform', id: name }],
      obligations: ['1.2-g'],
      facts: { certificateNo, validTo, daysLeft },
    },
    now,
  );
};
