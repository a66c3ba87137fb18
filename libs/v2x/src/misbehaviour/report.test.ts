import { describe, expect, it } from 'vitest';
import { createMonitor } from './monitor.ts';
import { createReporter, explain } from './report.ts';
import { beacon, STANDING, straight } from './testing/scenes.ts';
import type { Beacon } from './message.ts';
import type { MisbehaviourReport, ReporterOptions } from './report.ts';

const reportsOn = (heard: readonly Beacon[], options: Partial<ReporterOptions> = {}): readonly MisbehaviourReport[] => {
  const monitor = createMonitor();
  const reporter = createReporter({ applicationId: 36, ...options });
  monitor.own(STANDING);
  return heard.flatMap((one) => reporter.note(one, monitor.receive(one), STANDING) ?? []);
};

const frozen = (count: number, pseudonym = 'liar'): readonly Beacon[] =>
  straight(count, () => ({ pseudonym, position: { x: 40, y: 7 } }));

describe('reports', () => {
  it('says nothing about honest senders', () => {
    expect(reportsOn(straight(30))).toEqual([]);
  });

  it('reports when the suspicion is enough, with place, observations and evidence', () => {
    const [report] = reportsOn(frozen(2));
    expect(report).toMatchObject({
      version: 1,
      generatedAt: 101,
      observedFrom: { x: 0, y: 0 },
      applicationId: 36,
      accused: 'liar',
    });
    expect(report?.suspicion).toBeGreaterThanOrEqual(1);
    expect(report?.evidence.map((one) => one.beacon.sentAt)).toEqual([101]);
    expect(report?.observations).toContainEqual({
      target: 'position',
      rule: 'v2x-constant-position',
      times: 1,
      worst: { observed: 10, limit: 0.2, unit: 'm' },
    });
  });

  it('does not repeat itself within a minute', () => {
    const reports = reportsOn(frozen(130));
    expect(reports.map(({ generatedAt }) => generatedAt)).toEqual([101, 161, 221]);
  });

  it('keeps the newest evidence and counts it', () => {
    const [, second] = reportsOn(frozen(70), { evidence: 5 });
    expect(second?.evidence.map((one) => one.beacon.sentAt)).toEqual([157, 158, 159, 160, 161]);
    const offset = second?.observations.find(({ rule }) => rule === 'v2x-speed-offset');
    expect(offset).toMatchObject({ target: 'speed', times: 5 });
  });

  it('names the pseudonyms that take part', () => {
    const victim = beacon({ pseudonym: 'victim', position: { x: 60, y: 60 } });
    const [report] = reportsOn([victim, { ...victim, pseudonym: 'thief', receivedAt: 101, sentAt: 101 }]);
    expect(report).toMatchObject({ accused: 'thief', related: ['victim'] });
    expect(report?.observations).toMatchObject([{ target: 'security', rule: 'v2x-replay' }]);
  });

  it('forgets the accused not heard for the longest time, and then reports anew', () => {
    const turns = straight(12, (at) => ({
      pseudonym: at % 4 < 2 ? 'a' : 'b',
      position: { x: at % 4 < 2 ? 0 : 90, y: 0 },
    }));
    const accused = (limit: number): readonly string[] =>
      reportsOn(turns, { accused: limit }).map((report) => report.accused);
    expect(accused(2)).toEqual(['a', 'b']);
    expect(accused(1).length).toBeGreaterThan(2);
  });

  it('does without the own place', () => {
    const monitor = createMonitor();
    const reporter = createReporter({ applicationId: 36 });
    const reports = frozen(2).map((one) => reporter.note(one, monitor.receive(one)));
    expect(reports[1]?.observedFrom).toBeUndefined();
    expect(reports[1]?.accused).toBe('liar');
  });
});

describe('explanations', () => {
  it('tell rule, measure and limit in one line', () => {
    expect(explain({ rule: 'v2x-range', weight: 1, observed: 612.3456, limit: 504, unit: 'm' })).toBe(
      'v2x-range: 612.35 m, limit 504 m',
    );
  });

  it('name the other sender', () => {
    const line = explain({ rule: 'v2x-replay', weight: 1, observed: 3, limit: 0, unit: 's', other: 'victim' });
    expect(line).toBe('v2x-replay: 3 s, limit 0 s, with victim');
  });
});
