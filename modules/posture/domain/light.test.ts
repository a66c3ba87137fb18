import { describe, expect, it } from 'vitest';
import { checkLight, isDue, obligationLight, worstLight } from './light.ts';

const evidence = (outcome: 'pass' | 'fail' | 'unknown') => ({ outcome, expiresAt: '2026-11-23T02:00:00.000Z' });
const before = Date.parse('2026-11-23T01:00:00.000Z');
const after = Date.parse('2026-11-23T03:00:00.000Z');

describe('lights', () => {
  it('is green only for fresh evidence of a pass', () => {
    expect(checkLight(evidence('pass'), before)).toBe('green');
    expect(checkLight(evidence('pass'), after)).toBe('amber');
    expect(checkLight(evidence('unknown'), before)).toBe('amber');
    expect(checkLight(undefined, before)).toBe('amber');
  });

  it('stays red after a failure until a check passes', () => {
    expect(checkLight(evidence('fail'), before)).toBe('red');
    expect(checkLight(evidence('fail'), after)).toBe('red');
  });

  it('an obligation is as bad as its worst check and none without checks', () => {
    expect(worstLight(['green', 'red', 'amber'])).toBe('red');
    expect(worstLight(['green', 'amber'])).toBe('amber');
    expect(worstLight(['green'])).toBe('green');
    expect(worstLight([])).toBe('none');
  });

  it('is not green by what people state while a machine has yet to look', () => {
    expect(obligationLight(['green', 'green'], 'open')).toBe('amber');
    expect(obligationLight(['green', 'green'], 'closed')).toBe('green');
    expect(obligationLight(['green', 'red'], 'open')).toBe('red');
    expect(obligationLight([], 'open')).toBe('none');
  });

  it('runs a check when its period is over', () => {
    expect(isDue(15, undefined, before)).toBe(true);
    expect(isDue(15, before, before + 14 * 60_000)).toBe(false);
    expect(isDue(15, before, before + 15 * 60_000)).toBe(true);
  });
});

describe('an exception', () => {
  it('makes a failure amber while it holds, and nothing green', () => {
    expect(checkLight(evidence('fail'), before, before + 1)).toBe('amber');
    expect(checkLight(evidence('fail'), before, before)).toBe('red');
    expect(checkLight(evidence('unknown'), before, before + 1)).toBe('amber');
    expect(checkLight(evidence('pass'), after, after + 1)).toBe('amber');
  });
});
