import { parseRules, type CorrelationRule } from '@chedun/sigma';
import { describe, expect, it } from 'vitest';
import { outlineOf } from './outline.ts';
import { readDocuments } from './read-documents.ts';

const read = (lines: string): CorrelationRule => {
  const { documents, errors } = parseRules(`title: t\nid: c\ncorrelation:\n${lines}`, { file: 'c.yml' });
  const [document] = documents;
  if (document?.kind !== 'correlation') throw new Error(errors[0]?.reason);
  return document;
};
const outline = (lines: string) =>
  outlineOf(read(lines), (reference) =>
    reference === 'a' ? { id: '1', title: 'A', titleZh: '甲', kind: 'rule' } : undefined,
  );

describe('the outline of a correlation', () => {
  it('names rules, window, groups and the number that it takes', () => {
    expect(
      outline(
        '  type: value_count\n  rules: [a, b]\n  group-by: [vin]\n  timespan: 5m\n  condition: {gt: 4, field: account}',
      ),
    ).toEqual({
      type: 'value_count',
      rules: [
        { reference: 'a', id: '1', title: 'A', titleZh: '甲', kind: 'rule' },
        { reference: 'b', id: null, title: null, titleZh: null, kind: 'missing' },
      ],
      groupBy: ['vin'],
      timespanMs: 300_000,
      window: 'sliding',
      gapMs: null,
      condition: '> 4',
      threshold: 5,
      fields: ['account'],
      generate: false,
    });
  });

  it('says the gap of a session, a range, and an expression', () => {
    expect(
      outline(
        '  type: event_count\n  rules: [a]\n  timespan: 1h\n  window: session\n  gap: 5m\n  condition: {gte: 2, lt: 9}',
      ),
    ).toMatchObject({ window: 'session', gapMs: 300_000, condition: '≥ 2 & < 9', threshold: 2 });
    expect(outline('  type: temporal\n  rules: [a, b]\n  timespan: 1h\n  condition: a and not b')).toMatchObject({
      type: 'temporal_extended',
      condition: 'a and not b',
      threshold: null,
    });
    expect(outline('  type: event_count\n  rules: [a]\n  timespan: 1h\n  condition: {lt: 9}').threshold).toBeNull();
  });
});

describe('documents of a file', () => {
  it('are correlations and filters under an id that stays the same', () => {
    const text = 'title: t\ncorrelation:\n  type: event_count\n  rules: [a]\n  timespan: 1h\n  condition: {gte: 2}\n';
    const [first] = readDocuments('x/y.yml', text).documents;
    expect(first?.id).toMatch(/^x-[0-9a-f]{32}$/);
    expect(first?.document.id).toBe(first?.id);
    expect(readDocuments('x/y.yml', text).documents[0]?.id).toBe(first?.id);
    expect(readDocuments('x/z.yml', text).documents[0]?.id).not.toBe(first?.id);
    expect(readDocuments('x/y.yml', 'title: t').errors).toHaveLength(1);
  });
});
