import { readFileSync } from 'node:fs';
import { WarningPolicy } from '@chedun/warnings/contract';
import { describe, expect, it } from 'vitest';
import { policyOf, writtenPolicy } from './policyForm.ts';

const shipped = WarningPolicy.parse(
  JSON.parse(readFileSync(new URL('../../../../../content/warnings/policy.json', import.meta.url), 'utf8')),
);

describe('the form of the policy', () => {
  it('gives back the policy that it was filled with', () => {
    expect(policyOf(shipped, writtenPolicy(shipped))).toEqual(shipped);
  });

  it('takes numbers that browsers hand over as text', () => {
    const written = writtenPolicy(shipped);
    const rules = written.rules.map((rule, at) =>
      at === 0 ? { level: 'red' as const, threshold: '90' as never } : rule,
    );
    const changed = policyOf(shipped, { ...written, rules, ruleCap: '40' as never });
    expect(changed.rules[0]).toMatchObject({ level: 'red', trigger: { kind: 'score', atLeast: 90 } });
    expect(WarningPolicy.safeParse(changed).success).toBe(true);
    expect(changed.risk.ruleCap).toBe(40);
  });
});
