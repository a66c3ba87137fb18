import { describe, expect, it } from 'vitest';
import { nameScenarios } from '../../testing/scenarios/names.ts';
import { judgeScenario } from '../../testing/scenarios/run.ts';

describe('names of paths', () => {
  it.each(nameScenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const { expected, got } = await judgeScenario(scenario);
    expect(got).toBe(expected);
  });
});
