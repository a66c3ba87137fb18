import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRules } from './rules.ts';

const RULE = `title: Speed Too High
id: 6f0c4a52-5f0e-4d0e-9a55-0c4f3c0a7d11
status: test
description: A speed above 260 km/h.
author: CheDun
date: 2026-11-27
logsource:
  product: vehicle
  category: gbt32960
detection:
  selection:
    speed_kmh|gt: 260
  condition: selection
level: high
`;
const logsource = { product: 'vehicle', category: 'gbt32960' };
const event = (speed: number, category = 'gbt32960') => ({
  fields: { speed_kmh: speed },
  logsource: { ...logsource, category },
});
const GOOD = { positive: [event(300)], negative: [event(100), event(300, 'can')] };

describe('the suite of our rules', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rules-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const check = (rule: string, tests: object | undefined) => {
    writeFileSync(join(folder, 'one.yml'), rule);
    if (tests !== undefined) writeFileSync(join(folder, 'one.tests.json'), JSON.stringify(tests));
    const { passed, failed, failures } = checkRules(folder);
    return [passed, failed, ...failures.map((failure) => failure.case)];
  };

  it('passes a rule whose events do as they should', () => {
    expect(check(RULE, GOOD)).toEqual([2, 0]);
  });

  it.each([
    ['a positive event does not match', RULE, { ...GOOD, positive: [event(300), event(10)] }, 'one.yml positive'],
    ['a negative event matches', RULE, { ...GOOD, negative: [event(10), event(300)] }, 'one.yml negative'],
    ['there is no positive event', RULE, { ...GOOD, positive: [] }, 'one.yml positive'],
    ['there is no negative event', RULE, { ...GOOD, negative: [] }, 'one.yml negative'],
    ['the linter has a remark', RULE.replace('level: high', 'level: loud'), GOOD, 'one.yml positive'],
  ])('fails one case when %s', (_why, rule, tests, failed) => {
    expect(check(rule, tests)).toEqual([1, 1, failed]);
  });

  it.each([
    ['has no test events', RULE, undefined],
    ['is no rule', 'title: [', GOOD],
    ['names a selection that is not there', RULE.replace('condition: selection', 'condition: other'), GOOD],
    ['is two rules', `${RULE}---\n${RULE}`, GOOD],
  ])('fails both cases of a file that %s', (_why, rule, tests) => {
    expect(check(rule, tests)).toEqual([0, 2, 'one.yml positive', 'one.yml negative']);
  });
});
