import { parseRules, type SigmaRule } from '@chedun/sigma';
import { describe, expect, it } from 'vitest';
import { workerRepair } from '../worker-repair.ts';
import { loadRules, type LoadedRules } from './loaded-rules.ts';
import type { PackedRule } from './rule-pack.ts';

const documentOf = (account: string): SigmaRule => {
  const text = `title: t\nlogsource:\n  category: x\ndetection:\n  sel:\n    account: ${account}\n  condition: sel\n`;
  const [rule] = parseRules(text, { file: 'r.yml' }).documents;
  if (rule?.kind !== 'rule') throw new Error('no rule');
  return rule;
};
const packed = (id: string, account: string, exceptions: unknown[] = [], groupMinutes = 60): PackedRule => ({
  id,
  document: documentOf(account),
  groupMinutes,
  exceptions,
});
const hits = (loaded: LoadedRules, event: object): string[] => {
  const out: string[] = [];
  const count = loaded.set.matchInto(event, {}, out);
  return out.slice(0, count);
};

describe('the rules of a worker', () => {
  const start = () => loadRules({ version: 4, rules: [packed('a', 'alice'), packed('b', 'bob')] });

  it('follow deltas: exceptions, windows, rules that go and come', () => {
    const loaded = start();
    loaded.change({ version: 5, since: 4, put: [packed('a', 'alice', [{ host: 'lab' }], 5)], gone: ['b'] });
    expect(hits(loaded, { account: 'alice' })).toEqual(['a']);
    expect(hits(loaded, { account: 'alice', host: 'lab' })).toEqual([]);
    expect(hits(loaded, { account: 'bob' })).toEqual([]);
    expect([loaded.windowOf('a'), loaded.windowOf('nobody')]).toEqual([300_000, 3_600_000]);
    loaded.change({ version: 6, since: 5, put: [packed('c', 'carol')], gone: [] });
    expect([loaded.version(), hits(loaded, { account: 'carol' })]).toEqual([6, ['c']]);
    expect(loaded.set.stats().compiles).toBe(1);
  });

  it('refuse a delta with a gap before it, so that the version tells', () => {
    const loaded = start();
    loaded.change({ version: 7, since: 6, put: [packed('c', 'carol')], gone: [] });
    loaded.change({ version: 4, since: 3, put: [], gone: ['a'] });
    expect([loaded.version(), hits(loaded, { account: 'carol' }), hits(loaded, { account: 'alice' })]).toEqual([
      4,
      [],
      ['a'],
    ]);
  });
});

describe('workerRepair', () => {
  it('sends the pack once to a worker that stays behind, and nothing to one that is merely late', () => {
    let now = 100_000;
    const sent: number[] = [];
    const repair = workerRepair({
      book: { pack: () => ({ version: 8, rules: [] }), version: () => 8, loadedAt: () => 100_000 },
      now: () => now,
      broadcast: (message) => sent.push(message.kind === 'pack' ? message.pack.version : -1),
    });
    repair(7);
    repair(8);
    expect(sent).toEqual([]);
    now += 11_000;
    repair(8);
    repair(7);
    repair(7);
    expect(sent).toEqual([8]);
  });
});
