import { DRILL_SOURCE, Severity } from '@chedun/governance/contract';
import type { AssetRef, FindingReport, Occurrence } from '@chedun/governance/contract';
import type { Firing } from '@chedun/sigma';
import { createHash } from 'node:crypto';
import { isDrillGroup } from './drill.ts';
import { readReference } from './reference.ts';

/** What an alert says about its correlation. */
export interface CorrelationFacts {
  readonly id: string;
  readonly title: string;
  readonly titleZh: string | null;
  readonly type: string;
  readonly level: string;
  readonly author: string;
  readonly license: string;
  readonly description: string;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly tags: readonly string[];
  /** Firings of one group within this many minutes of event time become one alert. */
  readonly groupMinutes: number;
}

/** A firing that is on its way into the store. */
export interface PendingFiring {
  readonly stream: string;
  readonly receivedAt: number;
  readonly firing: Firing;
}

/** Obligations that every alert serves. */
const OBLIGATIONS = ['1.3-h'];
const MOST_FINGERPRINT = 200;
const MOST_SAMPLES = 20;
const MOST_ASSET = 200;
/** Last millisecond that can be written as ISO 8601 with four digits of the year. */
const LAST_TIME = 253_402_300_799_999;
const iso = (ms: number): string => new Date(Math.min(Math.max(0, ms), LAST_TIME)).toISOString();
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const groupText = (firing: Firing): string => JSON.stringify(firing.group);

/** The same firing has the same id in every run over the journal: group and event time tell firings of a rule apart. */
export const firingId = (firing: Firing): string => digest(`${groupText(firing)}|${firing.at}`).slice(0, 40);

/** Same correlation, same group, same stretch of event time = same alert. */
export const fingerprintOf = (firing: Firing, groupMinutes: number): string => {
  const width = groupMinutes * 60_000;
  const text = `correlation:${firing.rule}|${groupText(firing)}|${Math.floor(firing.at / width) * width}`;
  return text.length <= MOST_FINGERPRINT ? text : `correlation:${digest(text)}`;
};

const KINDS: readonly (readonly [pattern: RegExp, kind: AssetRef['kind']])[] = [
  [/(^|\.)vin$|^last_vin$/i, 'vehicle'],
  [/(^|\.)(account|user|username|user_name|accountname|targetusername)$/i, 'account'],
  [/(^|\.)(src_ip|dest_ip|source_ip|ip|host|hostname|computer|computername)$/i, 'host'],
  [/(^|\.)(service|client_id)$/i, 'service'],
];

/** What a firing is about: the values of its group, as assets where the field says what they are. */
export const assetsOf = (firing: Pick<Firing, 'group'>): AssetRef[] => {
  if (isDrillGroup(firing.group)) return [{ kind: 'source', id: DRILL_SOURCE }];
  const assets = firing.group.map(([field, value]): AssetRef => {
    const kind = KINDS.find(([pattern]) => pattern.test(field))?.[1] ?? 'platform';
    return { kind, id: (value === '' ? field : value).slice(0, MOST_ASSET) };
  });
  return assets.length === 0 ? [{ kind: 'platform', id: 'fleet' }] : assets.slice(0, 20);
};

const samplesOf = ({ stream, firing }: PendingFiring, title: string): Occurrence[] => {
  const group = firing.group.map(([field, value]) => `${field} = ${value}`).join(', ');
  return firing.refs.slice(-MOST_SAMPLES).map((text) => {
    const { ref, at } = readReference(stream, text);
    return { ref, at: iso(at), summary: (group === '' ? title : group).slice(0, 300) };
  });
};

const numberText = (value: number): string => String(Math.round(value * 1000) / 1000);

const alertOf = (facts: CorrelationFacts, { firing }: PendingFiring): NonNullable<FindingReport['alert']> => ({
  ruleId: facts.id,
  ruleTitle: facts.title.slice(0, 500),
  author: facts.author.slice(0, 1000),
  license: facts.license.slice(0, 100),
  description: facts.description.slice(0, 8000),
  references: facts.references.slice(0, 20).map((each) => each.slice(0, 1000)),
  falsePositives: facts.falsePositives.slice(0, 20).map((each) => each.slice(0, 1000)),
  tags: facts.tags.slice(0, 50).map((each) => each.slice(0, 100)),
  matched: [
    ...firing.group.slice(0, 20).map(([field, value]) => ({ field: field.slice(0, 300), value: value.slice(0, 2000) })),
    { field: facts.type, value: numberText(firing.value) },
  ],
});

/** The finding that one firing reports. */
export const reportOf = (pending: PendingFiring, facts: CorrelationFacts): FindingReport => {
  const { firing, receivedAt } = pending;
  return {
    fingerprint: fingerprintOf(firing, facts.groupMinutes),
    kind: 'alert',
    module: 'correlation',
    title: facts.title.slice(0, 500),
    ...(facts.titleZh === null ? {} : { titleZh: facts.titleZh.slice(0, 500) }),
    severity: Severity.catch('medium').parse(facts.level),
    assets: assetsOf(firing),
    obligations: OBLIGATIONS,
    count: 1,
    firstSeen: iso(firing.from),
    lastSeen: iso(firing.at),
    receivedAt: iso(receivedAt),
    samples: samplesOf(pending, facts.title),
    alert: alertOf(facts, pending),
  };
};

/** What the engine could not count on a stream since it was last told. */
interface Shortfall {
  readonly stream: string;
  readonly late: number;
  readonly refused: number;
  /** Event time of the newest refusal; 0 without one. */
  readonly refusedAt: number;
  readonly limits: readonly string[];
  readonly rules: readonly string[];
  readonly now: number;
}

const shortfallOf = (
  kind: 'late' | 'refused',
  count: number,
  title: { readonly zh: string; readonly en: string },
  { stream, now, limits, rules }: Shortfall,
): FindingReport => ({
  fingerprint: `correlation-${kind}:${stream}|${Math.floor(now / 86_400_000)}`,
  kind: 'weakness',
  module: 'correlation',
  title: title.en,
  titleZh: title.zh,
  severity: kind === 'refused' ? 'high' : 'low',
  assets: [{ kind: 'platform', id: `correlation ${stream}` }],
  obligations: OBLIGATIONS,
  count,
  firstSeen: iso(now),
  lastSeen: iso(now),
  receivedAt: iso(now),
  samples: [],
  facts: {
    stream,
    ...(kind === 'refused' ? { limits: limits.join(', '), rules: rules.slice(0, 20).join(', ').slice(0, 1000) } : {}),
  },
});

/** Findings that say that correlations did not see everything; none when they did. One of each kind a stream and day. */
export const shortfallReports = (shortfall: Shortfall): FindingReport[] => [
  ...(shortfall.late === 0
    ? []
    : [
        shortfallOf(
          'late',
          shortfall.late,
          { zh: '有事件迟到，未计入关联分析', en: 'Events came too late for correlations' },
          shortfall,
        ),
      ]),
  ...(shortfall.refused === 0
    ? []
    : [
        shortfallOf(
          'refused',
          shortfall.refused,
          { zh: '关联分析达到容量上限，部分命中未计入', en: 'Correlations reached a limit and did not count hits' },
          shortfall,
        ),
      ]),
];
