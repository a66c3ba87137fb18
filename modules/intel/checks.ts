import { IndicatorMatcher, MatcherBuilder } from '@chedun/indicators';
import type { Check, CheckResult } from '@chedun/module';
import type { Feed } from './contract.ts';
import { observablesOf } from './domain/observables.ts';

interface Needs {
  readonly feeds: () => Promise<readonly Feed[]>;
  readonly loaded: () => { readonly indicators: number };
  readonly newest: () => Promise<number | undefined>;
}

const NO_CORE = { srcIp: '', dstIp: '', domain: '', url: '', hash: '' };

/** One event of each sort that malware shows itself in, with the value that has to be found in it. */
const REPLAY = [
  {
    kind: 'domain',
    value: 'replay.chedun.invalid',
    fields: { dns: { queries: [{ rrname: 'a.replay.chedun.invalid' }] } },
  },
  { kind: 'sha256', value: 'ab'.repeat(32), fields: { fileinfo: { sha256: 'AB'.repeat(32) } } },
  {
    kind: 'ja4',
    value: 't13d1516h2_8daaf6152771_b186095e22b6',
    fields: { tls: { ja4: 't13d1516h2_8daaf6152771_b186095e22b6' } },
  },
  { kind: 'network', value: '203.0.113.0/24', fields: { DestinationIp: '203.0.113.9' } },
  { kind: 'url', value: 'http://replay.chedun.invalid/a', fields: { package_url: 'https://replay.chedun.invalid/a' } },
] as const;

/** Sorts of the replay that are not found; none in a healthy system. */
const missed = (): readonly string[] =>
  REPLAY.filter(({ kind, value, fields }) => {
    const builder = new MatcherBuilder(1);
    builder.add({ id: 1, kind, value, validFrom: undefined, validUntil: undefined, also: [] });
    const matcher = new IndicatorMatcher(builder.build());
    return !observablesOf({ fields, ocsf: NO_CORE }).some(
      (seen) => matcher.find(seen.kind, seen.value, undefined, []) > 0,
    );
  }).map(({ kind }) => kind);

const look = async ({ feeds, loaded, newest }: Needs): Promise<CheckResult> => {
  const on = (await feeds()).filter(({ enabled }) => enabled);
  const broken = on.filter(({ state }) => state === 'failed' || state === 'stale');
  const { indicators } = loaded();
  const lost = missed();
  const seenAt = await newest();
  const sound = indicators > 0 && broken.length === 0 && lost.length === 0;
  return {
    outcome: sound ? 'pass' : on.length === 0 && lost.length === 0 ? 'unknown' : 'fail',
    summary: {
      zh: `启用情报源 ${on.length} 个，失败或过期 ${broken.length} 个；参与比对的指标 ${indicators} 条；比对重放遗漏 ${lost.length} 类`,
      en: `${on.length} feeds on, ${broken.length} failed or stale; ${indicators} indicators compared; ${lost.length} sorts missed in the replay`,
    },
    facts: {
      feeds: on.map(({ name }) => name).join(', '),
      broken: broken.map(({ name }) => name).join(', '),
      indicators,
      missed: lost.join(', '),
      newestSighting: seenAt === undefined ? null : new Date(seenAt).toISOString(),
    },
  };
};

/** Running checks: feeds are fresh, indicators are loaded, and a replayed event of each sort is found. */
export const intelChecks = (needs: Needs): Check[] => [
  {
    id: 'intel.feeds-fresh',
    obligations: ['1.3-f', '1.3-h'],
    title: { zh: '威胁情报持续更新并参与比对', en: 'Threat intelligence is fresh and compared with events' },
    everyMinutes: 30,
    ttlHours: 4,
    run: () => look(needs),
  },
];
