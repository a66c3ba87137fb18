import { describe, expect, it } from 'vitest';
import { expectedText, Expectations, hitsOn, isExpected, junitOf } from './backtest.ts';

const RULE = `title: Unlock
id: 0f6b7f3a-0000-4000-8000-00000000b001
name: unlock
logsource:
  category: remote_control
detection:
  s:
    command: unlock
  condition: s
`;
const MANY = `title: Many unlocks
id: 0f6b7f3a-0000-4000-8000-00000000b002
correlation:
  type: event_count
  rules: [unlock]
  group-by: [account]
  timespan: 1m
  condition:
    gte: 3
`;
const event = (second: number, command: string, account = 'a') =>
  JSON.stringify({
    ts: new Date(Date.UTC(2026, 10, 23) + second * 1000).toISOString(),
    type: 'remote_control',
    vin: 'LCDCDA1E0RW000017',
    account,
    command,
  });

describe('hits on a file of events', () => {
  it('are counted for a rule, in lines and in a list', () => {
    const events = [event(0, 'unlock'), event(1, 'horn'), event(2, 'unlock', 'b')];
    expect(hitsOn(RULE, events.join('\n'))).toBe(2);
    expect(hitsOn(RULE, `[${events.join(',')}]`)).toBe(2);
    expect(hitsOn(RULE, '')).toBe(0);
  });

  it('are firings for correlations, whatever the order of the file', () => {
    const events = [event(20, 'unlock'), event(0, 'unlock'), event(10, 'unlock'), event(15, 'unlock', 'b')];
    expect(hitsOn(`${RULE}---\n${MANY}`, events.join('\n'))).toBe(1);
    expect(hitsOn(`${RULE}---\n${MANY}`, events.slice(1).join('\n'))).toBe(0);
  });

  it('are refused with the reason for what cannot be read', () => {
    expect(() => hitsOn('title: x', '')).toThrow();
    expect(() => hitsOn(RULE, 'no json')).toThrow('line 1');
    expect(() => hitsOn(MANY, '')).toThrow();
  });
});

describe('expectations', () => {
  it('are a number or bounds', () => {
    expect([isExpected(3, 3), isExpected(4, 3)]).toEqual([true, false]);
    expect([isExpected(0, { min: 1 }), isExpected(9, { min: 1 }), isExpected(9, { min: 1, max: 8 })]).toEqual([
      false,
      true,
      false,
    ]);
    expect([expectedText(3), expectedText({ min: 1 }), expectedText({ min: 1, max: 8 })]).toEqual(['3', '≥ 1', '1–8']);
  });

  it('name events or a range, not both', () => {
    const read = (each: object) => Expectations.safeParse({ cases: [{ rule: 'r.yml', hits: 1, ...each }] }).success;
    expect([read({ events: 'e.ndjson' }), read({ from: '7d' })]).toEqual([true, true]);
    expect([read({}), read({ events: 'e', from: '7d' }), read({ from: '7d', hits: -1 })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('become JUnit XML that holds any text', () => {
    const base = { rule: 'r<&>', hits: 1, expected: '2', seconds: 0.5 };
    const xml = junitOf([
      { ...base, name: 'right', outcome: 'passed' },
      { ...base, name: 'wrong "1"\u0001', outcome: 'failed' },
      { ...base, name: 'broken', outcome: 'error', hits: null, reason: 'no <rule>' },
    ]);
    expect(xml).toContain('tests="3" failures="1" errors="1" time="1.500"');
    expect(xml).toContain('<testcase classname="r&lt;&amp;&gt;" name="right" time="0.500"/>');
    expect(xml).toContain('name="wrong &quot;1&quot; "');
    expect(xml).toContain('<failure message="expected 2 hits, got 1"/>');
    expect(xml).toContain('<error message="no &lt;rule&gt;"/>');
  });
});
