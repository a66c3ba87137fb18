import { describe, expect, it } from 'vitest';
import { extensionScenarios } from '../../testing/scenarios/extensions.ts';
import { judgeScenario } from '../../testing/scenarios/run.ts';

describe('extensions of paths', () => {
  it.each(extensionScenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const { expected, got } = await judgeScenario(scenario);
    expect(got).toBe(expected);
  });
});
