import type { Method } from '../content.ts';
import type { Risk, RiskLevel, ThreatId, WeaknessKind } from '../contract.ts';

type Severity = keyof Method['vulnerability'];

/** An asset as far as a risk looks at it. */
export interface KnownAsset {
  readonly criticality: Exclude<keyof Method['asset'], 'unknown'>;
  readonly exposure: 'internet' | 'other';
}

/** An open finding about assets. */
export interface OpenWeakness {
  readonly kind: WeaknessKind;
  readonly severity: Severity;
  readonly title: string;
  readonly titleZh: string | null;
  readonly assets: readonly { readonly kind: string; readonly id: string }[];
}

/** What a risk is computed from; assets and alerts by `kind:id`. */
export interface Situation {
  readonly assets: ReadonlyMap<string, KnownAsset>;
  readonly weaknesses: readonly OpenWeakness[];
  /** Alerts of the last 90 days. */
  readonly alerts: ReadonlyMap<string, number>;
}

const KINDS: readonly string[] = ['host', 'service', 'vehicle'];

/** The strongest threat that records show for an asset. */
export const threatOf = (own: number, elsewhere: number, exposure: KnownAsset['exposure']): ThreatId => {
  if (own > 0) return 'observed';
  if (exposure === 'internet') return elsewhere > 0 ? 'internet' : 'exposed';
  return elsewhere > 0 ? 'environment' : 'general';
};

/** The level that a value falls into. */
export const levelOf = ({ levels }: Pick<Method, 'levels'>, value: number): RiskLevel =>
  levels.toSorted((a, b) => b.from - a.from).find(({ from }) => value >= from)?.id ?? 'low';

type Bare = Omit<Risk, 'treatment'>;

const riskOf = (method: Method, situation: Situation, key: string, found: readonly OpenWeakness[]): Bare => {
  const [kind = '', weakness = '', ...rest] = key.split('|');
  const id = rest.join('|');
  const asset = situation.assets.get(`${kind}:${id}`);
  const own = situation.alerts.get(`${kind}:${id}`) ?? 0;
  const all = [...situation.alerts.values()].reduce((sum, count) => sum + count, 0);
  const threat = threatOf(own, all - own, asset?.exposure ?? 'other');
  const worst = found.toSorted((a, b) => method.vulnerability[b.severity] - method.vulnerability[a.severity])[0];
  const scores = {
    asset: method.asset[asset?.criticality ?? 'unknown'],
    threat: method.threat[threat].score,
    vulnerability: method.vulnerability[worst?.severity ?? 'informational'],
  };
  const value = scores.asset * scores.threat * scores.vulnerability;
  return {
    key,
    asset: { kind, id },
    weakness: weakness as WeaknessKind,
    threat,
    threatTitle: method.threat[threat].title,
    findings: found.length,
    worst: worst?.titleZh ?? worst?.title ?? '',
    worstEn: worst?.title ?? '',
    scores,
    value,
    level: levelOf(method, value),
    alerts: own,
  };
};

/**
 * Risks by asset and kind of weakness, worst first: value of the asset × strongest threat seen × worst open finding. The
 * same records give the same register.
 */
export const risksOf = (method: Method, situation: Situation): Bare[] => {
  const groups = new Map<string, OpenWeakness[]>();
  for (const weakness of situation.weaknesses)
    for (const { kind, id } of weakness.assets) {
      if (!KINDS.includes(kind)) continue;
      const key = `${kind}|${weakness.kind}|${id}`;
      groups.set(key, [...(groups.get(key) ?? []), weakness]);
    }
  return [...groups]
    .map(([key, found]) => riskOf(method, situation, key, found))
    .toSorted((a, b) => b.value - a.value || b.findings - a.findings || a.key.localeCompare(b.key));
};
