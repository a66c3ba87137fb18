import { describe, expect, it } from 'vitest';
import { policyScenarios } from '../../testing/scenarios/policies.ts';
import { judgeScenario } from '../../testing/scenarios/run.ts';

describe('policies of paths', () => {
  it.each(policyScenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const { expected, got } = await judgeScenario(scenario);
    expect(got).toBe(expected);
  });
});
