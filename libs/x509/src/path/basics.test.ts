import { describe, expect, it } from 'vitest';
import { basicScenarios } from '../../testing/scenarios/basics.ts';
import { judgeScenario } from '../../testing/scenarios/run.ts';

describe('paths', () => {
  it.each(basicScenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const { expected, got } = await judgeScenario(scenario);
    expect(got).toBe(expected);
  });
});
