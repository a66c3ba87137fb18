import { describe, expect, it } from 'vitest';
import { createIdsAlerts } from './alerts.ts';
import type { IdsAlerts } from './alerts.ts';
import type { IdsVerdict } from './detector.ts';

const verdict = (parts: Partial<IdsVerdict> = {}): IdsVerdict => ({
  rule: 'can.ids.interval',
  weight: 'likely',
  frame: 1,
  time: 0,
  channel: '1',
  id: 0x100,
  extended: false,
  expected: 'this',
  seen: 'that',
  ...parts,
});

const pushAll = (alerts: IdsAlerts, verdicts: readonly IdsVerdict[]): number =>
  verdicts.filter((each) => alerts.push(each) !== undefined).length;
const atTimes = (times: readonly number[], parts: Partial<IdsVerdict> = {}): IdsVerdict[] =>
  times.map((time) => verdict({ ...parts, time }));
const seconds = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('alerts', () => {
  it('open with the first certain verdict', () => {
    const alerts = createIdsAlerts();
    const example = verdict({ weight: 'certain', time: 3 });
    expect(alerts.push(example)).toEqual({
      rule: 'can.ids.interval',
      channel: '1',
      id: 0x100,
      extended: false,
      weight: 'certain',
      from: 3,
      to: 3,
      count: 1,
      example,
    });
  });

  it('open with the second likely verdict and the tenth hint', () => {
    expect(createIdsAlerts().push(verdict())).toBeUndefined();
    expect(pushAll(createIdsAlerts(), atTimes([0, 1]))).toBe(1);
    expect(pushAll(createIdsAlerts(), atTimes(seconds(9), { weight: 'hint' }))).toBe(0);
    expect(pushAll(createIdsAlerts(), atTimes(seconds(10), { weight: 'hint' }))).toBe(1);
  });

  it('stay one alert as long as the burst goes on', () => {
    const alerts = createIdsAlerts();
    expect(pushAll(alerts, atTimes(seconds(1000)))).toBe(1);
    expect(alerts.open()).toMatchObject([{ count: 1000, from: 0, to: 999 }]);
  });

  it('begin anew after silence', () => {
    expect(pushAll(createIdsAlerts(), atTimes([0, 1, 62, 63]))).toBe(2);
    expect(pushAll(createIdsAlerts(), atTimes([0, 70, 140, 210]))).toBe(0);
  });

  it('are apart by rule, channel and identifier', () => {
    const alerts = createIdsAlerts();
    const parts: Partial<IdsVerdict>[] = [
      {},
      { rule: 'can.ids.counter' },
      { channel: '2' },
      { id: 0x101 },
      { extended: true },
    ];
    expect(
      pushAll(
        alerts,
        parts.flatMap((each) => atTimes([0, 1], each)),
      ),
    ).toBe(5);
  });

  it('are one for attacks that go through identifiers', () => {
    for (const rule of ['can.ids.unknown_id', 'can.ids.order', 'can.ids.bus_load', 'can.ids.security_access']) {
      const verdicts = seconds(50).map((id) => verdict({ rule, id, weight: 'certain' }));
      expect(pushAll(createIdsAlerts(), verdicts), rule).toBe(1);
    }
  });

  it('do not go back when a verdict is on an earlier frame', () => {
    const alerts = createIdsAlerts();
    pushAll(alerts, atTimes([5, 4]));
    expect(alerts.open()).toMatchObject([{ from: 5, to: 5, count: 2 }]);
  });

  it('are bounded in number', () => {
    const alerts = createIdsAlerts();
    for (let id = 0; id < 5000; id += 1) alerts.push(verdict({ id, weight: 'certain' }));
    expect(alerts.open()).toHaveLength(4096);
  });
});
