import type { FindingReport, Severity } from '@chedun/governance/contract';
import type { ClockLine } from '../contract.ts';
import { obligationsOf } from './obligations-of.ts';

const SEVERITY: Readonly<Record<number, Severity>> = { 50: 'medium', 80: 'high', 100: 'critical' };

/** Fingerprint of the finding of a clock. */
export const clockFingerprint = (id: string): string => `deadline:${id}`;

/** The finding that a clock makes at 50, 80 and 100 %; the same one each time, heavier. */
export const clockFinding = (clock: ClockLine, percent: number, now: number): FindingReport => {
  const at = new Date(now).toISOString();
  const { rule, subject } = clock;
  const over = percent >= 100;
  return {
    fingerprint: clockFingerprint(clock.id),
    kind: over ? 'violation' : 'weakness',
    module: 'deadlines',
    title: `${over ? 'Overdue' : `${percent}% of the time is over`}: ${rule.id} ${rule.limit} · ${subject.title}`.slice(
      0,
      500,
    ),
    titleZh: `${over ? '时限已到' : `时限已过${percent}%`}：${rule.id} ${rule.source} · ${subject.title}`.slice(0, 500),
    severity: SEVERITY[percent] ?? 'medium',
    assets: [{ kind: 'platform', id: 'deadlines' }],
    obligations: [...obligationsOf(rule.id)],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
    facts: {
      clock: clock.id,
      rule: rule.id,
      subject: `${subject.kind}:${subject.id}`.slice(0, 200),
      due: clock.due,
      basis: rule.basis,
      provisional: clock.dueKind === 'provisional',
    },
  };
};
