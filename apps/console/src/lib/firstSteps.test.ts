import { describe, expect, it } from 'vitest';
import { stepsDone } from './firstSteps.ts';

describe('the first steps', () => {
  it('are open on an empty store, but for the rules that come with the product', () => {
    expect(stepsDone({ events: 0, rulesEnabled: 31, registered: 0 })).toEqual({
      source: false,
      rules: true,
      assets: false,
    });
  });

  it('are done by events, enabled rules and registered assets', () => {
    expect(stepsDone({ events: 1, rulesEnabled: 1, registered: 1 })).toEqual({
      source: true,
      rules: true,
      assets: true,
    });
    expect(stepsDone({ events: 5, rulesEnabled: 0, registered: 0 })).toMatchObject({ rules: false, assets: false });
  });
});
