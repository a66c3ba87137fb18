import { describe, expect, it } from 'vitest';
import { revocationScenarios } from '../../testing/scenarios/revocations.ts';
import { judgeScenario } from '../../testing/scenarios/run.ts';

describe('revocations of paths', () => {
  it.each(revocationScenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const { expected, got } = await judgeScenario(scenario);
    expect(got).toBe(expected);
  });
});
