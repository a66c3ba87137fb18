import { describe, expect, it } from 'vitest';
import { EXPECTED, selfTest } from './self-test.ts';
import { INTEROP_CASES, interopTest } from './interop.ts';

describe('two companies with roots of their own', () => {
  it('hear each other through the lists, and only through them', async () => {
    const found = await interopTest();
    expect(found).toEqual(Object.fromEntries(INTEROP_CASES.map((name) => [name, true])));
  });
});

describe('the self-test', () => {
  it('finds every attack, and the one genuine message', async () => {
    expect(await selfTest({ profile: 'cn', undecidedRegion: 'accept' })).toEqual(EXPECTED);
  });
});
