import type { Weakness } from '@chedun/firewall';
import type { FindingReport } from '@chedun/governance/contract';
import { createHash } from 'node:crypto';
import type { WeaknessKind } from '../contract.ts';

interface Words {
  readonly severity: FindingReport['severity'];
  readonly zh: string;
  readonly en: string;
}
/** Kinds that somebody has to mend; the others are advice on the page. */
const REPORTED: Readonly<Partial<Record<WeaknessKind, Words>>> = {
  'any-any': {
    severity: 'high',
    zh: '放行任意来源到任意目的的全部流量',
    en: 'allows everything from everywhere to everywhere',
  },
  'management-open': {
    severity: 'high',
    zh: '对任意来源开放管理或数据库端口',
    en: 'opens management or database ports to everywhere',
  },
  'default-allow': { severity: 'high', zh: '未匹配的流量默认放行', en: 'lets through what no rule matches' },
  shadowed: { severity: 'medium', zh: '被在先规则遮蔽，永不生效', en: 'is shadowed by earlier rules and never works' },
  expired: { severity: 'medium', zh: '已过有效期仍在放行', en: 'still allows after it has run out' },
};

interface Of {
  readonly id: string;
  readonly name: string;
}

const fingerprintOf = (firewall: string, { kind, list, rule }: Weakness): string => {
  const text = createHash('sm3')
    .update(`${list}\n${rule?.text ?? ''}`)
    .digest('hex')
    .slice(0, 24);
  return `firewalls:${firewall}:${kind}:${text}`;
};

/** Findings of the weaknesses that somebody has to mend; the same rule keeps its finding when lines move. `now` in ms since 1970. */
export const findingsOf = ({ id, name }: Of, weaknesses: readonly Weakness[], now: number): FindingReport[] => {
  const at = new Date(now).toISOString();
  const all = weaknesses.flatMap((weakness): FindingReport[] => {
    const words = REPORTED[weakness.kind];
    if (words === undefined) return [];
    const place = weakness.rule === undefined ? weakness.list : `${weakness.list} ${weakness.rule.name}`;
    return [
      {
        fingerprint: fingerprintOf(id, weakness),
        kind: 'weakness',
        module: 'firewalls',
        title: `Firewall ${name}: ${place} ${words.en}`.slice(0, 500),
        titleZh: `防火墙“${name}”：${place} ${words.zh}`.slice(0, 500),
        severity: words.severity,
        assets: [{ kind: 'service', id: name }],
        obligations: ['1.1-i', '1.1-j'],
        count: 1,
        firstSeen: at,
        lastSeen: at,
        receivedAt: at,
        samples: [],
        facts: {
          line: weakness.rule?.line ?? 0,
          rule: weakness.rule?.text ?? '',
          by: weakness.by.map(({ line }) => line).join(', '),
        },
      },
    ];
  });
  return [...new Map(all.map((each) => [each.fingerprint, each])).values()];
};
