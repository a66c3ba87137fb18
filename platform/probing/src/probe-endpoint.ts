import { setTimeout as wait } from 'node:timers/promises';
import {
  alertName,
  groupName,
  judge,
  probePlan,
  schemeName,
  suiteName,
  type EndpointFacts,
  type ProbeOutcome,
  type Weakness,
} from '@chedun/tls-probe';
import { exchange, type Exchange } from './exchange.ts';
import { refuseAll } from './negative.ts';
import type { NegativeKind, NegativeTest, Pace, ProbeReport, ProbeTarget } from './types.ts';

/** A probe of an endpoint: the result for screens, facts with certificates, and the bytes. */
export interface Probed {
  readonly result: ProbeReport;
  readonly facts: EndpointFacts;
  readonly exchanges: readonly Exchange[];
}

interface Needs {
  readonly pace: Pace;
  readonly random: (length: number) => Uint8Array;
  readonly now: () => number;
}

const ACCEPTS: Readonly<Record<NegativeKind, Weakness['code']>> = {
  none: 'accepts-no-certificate',
  expired: 'accepts-expired-certificate',
  foreign: 'accepts-foreign-certificate',
};

/** One connection after another; an endpoint that is not there is asked once. */
const askAll = async (target: ProbeTarget, { pace, random }: Needs): Promise<readonly Exchange[]> => {
  const done: Exchange[] = [];
  for (const probe of probePlan(target)) {
    if (done.length > 0) await wait(pace.gapMs);
    const one = await exchange(target, probe, pace, random);
    done.push(one);
    if (done.length === 1 && one.outcome.kind === 'unreachable') break;
  }
  return done;
};

const answerText = (outcome: ProbeOutcome): string => {
  if (outcome.kind === 'unreachable') return outcome.reason;
  const { alert, hello } = outcome.answer;
  if (hello !== undefined) return suiteName(hello.suite);
  if (alert !== undefined) return alertName(alert.description);
  return outcome.kind === 'answer' ? '' : outcome.reason;
};

/** What the tests add: one weakness a kind of client, with where it was let in. */
const weaknessesWith = (weaknesses: readonly Weakness[], negative: readonly NegativeTest[]): Weakness[] => {
  const kinds = new Set(negative.filter(({ outcome }) => outcome === 'accepted').map(({ kind }) => kind));
  const shown = (wanted: NegativeKind): string =>
    negative
      .filter(({ kind, outcome }) => kind === wanted && outcome === 'accepted')
      .map(({ over, how }) => [over === 'tlcp' ? 'TLCP' : '', how.startsWith('HTTP') ? how : ''].join(' ').trim())
      .filter((text) => text !== '')
      .join(', ');
  return [
    ...weaknesses,
    ...[...kinds].map((kind): Weakness => ({ code: ACCEPTS[kind], severity: 'critical', shown: shown(kind) })),
  ];
};

const named = (code: number | undefined, name: (code: number) => string): string | null =>
  code === undefined ? null : name(code);

/** Probes an endpoint: all hellos, then the negative tests. Takes some seconds; never rejects for what the other side does. */
export const probeEndpoint = async (target: ProbeTarget, needs: Needs): Promise<Probed> => {
  const started = performance.now();
  const exchanges = await askAll(target, needs);
  const outcomes = exchanges.map(({ outcome }) => outcome);
  const { facts, weaknesses } = judge(outcomes, { ...target, now: needs.now() });
  const negative = await refuseAll(target, outcomes, facts, needs);
  const [first] = outcomes;
  const ends = facts.certificates.map(({ notAfter }) => notAfter);
  const result: ProbeReport = {
    reachable: facts.reachable,
    reason: first?.kind === 'unreachable' ? first.reason : '',
    accepted: facts.accepted.map(({ protocol, suite, group, scheme, asksClient }) => ({
      protocol,
      suite: suiteName(suite),
      group: named(group, groupName),
      scheme: named(scheme, schemeName),
      asksClient: asksClient ?? null,
    })),
    sm: facts.sm,
    asksClient: facts.asksClient ?? null,
    weaknesses: weaknessesWith(weaknesses, negative),
    negative,
    certificates: facts.certificates.map(({ fingerprint }) => fingerprint),
    expiresAt: ends.length === 0 ? null : new Date(Math.min(...ends)).toISOString(),
    hellos: outcomes.map((outcome) => ({ probe: outcome.probe, answer: answerText(outcome).slice(0, 200) })),
    tookMs: Math.round(performance.now() - started),
  };
  return { result, facts, exchanges };
};
