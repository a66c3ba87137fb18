import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAutomaton, type Needle } from './automaton.ts';
import { fold } from './fold.ts';

const found = (needles: readonly Needle[], text: string): readonly number[] => {
  const out = new Set<number>();
  buildAutomaton(needles).scan(text, (list, from, to) => list.subarray(from, to).forEach((needle) => out.add(needle)));
  return [...out].toSorted((a, b) => a - b);
};

const inText = (text: string): Needle => ({ text, atStart: false, atEnd: false });

describe('buildAutomaton', () => {
  it('finds needles inside each other', () => {
    const needles = ['he', 'she', 'his', 'hers', 'e'].map(inText);
    expect(found(needles, 'uSHErs')).toEqual([0, 1, 3, 4]);
    expect(found(needles, 'hi')).toEqual([]);
  });

  it('keeps beginnings and endings apart from parts', () => {
    const needles: Needle[] = [
      { text: 'ab', atStart: true, atEnd: false },
      { text: 'ab', atStart: false, atEnd: true },
      { text: 'ab', atStart: true, atEnd: true },
      inText('ab'),
      { text: '', atStart: true, atEnd: true },
    ];
    expect(found(needles, 'abx')).toEqual([0, 3]);
    expect(found(needles, 'xAB')).toEqual([1, 3]);
    expect(found(needles, 'ab')).toEqual([0, 1, 2, 3]);
    expect(found(needles, 'xabx')).toEqual([3]);
    expect(found(needles, '')).toEqual([4]);
  });

  it('folds what it reads', () => {
    expect(found(['k', 's', 'ä', 'σ'].map(inText), '\u212a')).toEqual([0]);
    expect(found(['k', 's', 'ä', 'σ'].map(inText), 'ſÄΣ')).toEqual([1, 2, 3]);
    expect(found(['车盾', '盾'].map(inText), '车盾')).toEqual([0, 1]);
  });

  it('may report too much for emoji and long needles, never too little', () => {
    const long = 'x'.repeat(60);
    expect(found([inText('👨🏿‍🔬'), inText('👾'), inText(long)], `👨🏿‍🔬 ${long}`)).toEqual(expect.arrayContaining([0, 2]));
  });

  it('finds all that indexOf finds', () => {
    const unit = fc.constantFrom('a', 'b', 'A', 'c', 'é', 'É', '盾', '\\');
    const needle = fc.record({
      text: fc.string({ unit, minLength: 1, maxLength: 5 }).map(fold),
      atStart: fc.boolean(),
      atEnd: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(needle, { minLength: 1, maxLength: 8 }),
        fc.string({ unit, maxLength: 20 }),
        (needles, text) => {
          const folded = fold(text);
          const wanted = needles.flatMap(({ text: piece, atStart, atEnd }, index) => {
            const hit =
              atStart && atEnd
                ? folded === piece
                : atStart
                  ? folded.startsWith(piece)
                  : atEnd
                    ? folded.endsWith(piece)
                    : folded.includes(piece);
            return hit ? [index] : [];
          });
          expect(found(needles, text)).toEqual(wanted);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('fold', () => {
  it('keeps the length and folds parts as it folds the whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        expect(fold(left + right)).toBe(fold(left) + fold(right));
        expect(fold(left)).toHaveLength(left.length);
        expect(fold(fold(left))).toBe(fold(left));
      }),
    );
  });

  it('works on long texts', () => {
    expect(fold('Ä'.repeat(100_000))).toBe('ä'.repeat(100_000));
  });
});
