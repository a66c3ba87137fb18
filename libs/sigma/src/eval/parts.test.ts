import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inNetwork, parseAddress, parseCidr } from '../ir/cidr.ts';
import type { Expression, GlobToken } from '../ir/expression.ts';
import { createFieldTable, pathsOf } from './fields.ts';
import { compileGlob } from './glob.ts';
import { layersOf } from './layers.ts';
import { compilePredicate } from './predicate.ts';
import { literalRate } from './rarity.ts';
import { parseTime, timePart } from './time.ts';
import { EventView } from './view.ts';
import { windowsSource } from './windows.ts';
import { chooseWitnesses } from './witness.ts';

describe('compileGlob', () => {
  const token = fc.oneof(
    fc
      .string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 })
      .map((literal): GlobToken => ({ literal })),
    fc.constantFrom<GlobToken>({ any: 'many' }, { any: 'one' }, { any: 'dash' }),
  );
  const asRegex = (tokens: readonly GlobToken[]): RegExp =>
    new RegExp(
      `^${tokens.map((one) => ('literal' in one ? one.literal : { many: '[^]*', one: '[^]', dash: '[-/\u2013\u2014\u2015]' }[one.any])).join('')}$`,
    );

  it('agrees with the regular expression of the same meaning', () => {
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '-', '/', '\n'), maxLength: 10 }),
        (tokens, text) => {
          expect(compileGlob(tokens, (same) => same)(text)).toBe(asRegex(tokens).test(text));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('ends on patterns that make backtracking matchers hang', () => {
    const tokens = Array.from({ length: 60 }, (): GlobToken[] => [{ any: 'many' }, { literal: 'a' }]).flat();
    expect(compileGlob([...tokens, { any: 'many' }, { literal: 'b' }], (same) => same)('a'.repeat(50_000))).toBe(false);
  });
});

describe('addresses', () => {
  it.each([
    ['1.2.3.4', true],
    ['1.2.3', false],
    ['1.2.3.256', false],
    ['1.2.3.4.5', false],
    [' 1.2.3.4', false],
    ['::', true],
    ['1::', true],
    ['1:2:3:4:5:6:7:8', true],
    ['1:2:3:4:5:6:7', false],
    ['1:2:3:4:5:6:7:8:9', false],
    ['1::2::3', false],
    ['::ffff:1.2.3.4', true],
    ['1.2.3.4::', false],
    ['[fe80::1]', true],
    ['fe80::1%eth0', true],
    ['12345::', false],
    ['g::', false],
    [`${'0:'.repeat(40)}1`, false],
  ])('%s is one: %s', (text, valid) => {
    expect(parseAddress(text) !== undefined).toBe(valid);
    expect(parseAddress(text)?.length ?? 16).toBe(16);
  });

  it('compares exactly the bits of the prefix', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const address = fc.tuple(byte, byte, byte, byte);
    const number = (parts: readonly number[]): bigint => parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: 32 }), (network, host, bits) => {
        const cidr = parseCidr(`${network.join('.')}/${bits}`);
        const shift = BigInt(32 - bits);
        expect(inNetwork(parseAddress(host.join('.')) ?? [], cidr.address, cidr.prefix)).toBe(
          number(network) >> shift === number(host) >> shift,
        );
        expect(inNetwork(cidr.address, cidr.address, cidr.prefix)).toBe(true);
      }),
    );
  });

  it.each(['10.0.0.0/', '10.0.0.0/8/9', '10.0.0.0/-1', '::/129', 'x/8', '/8', ''])('refuses the network %j', (text) => {
    expect(() => parseCidr(text)).toThrow('not a network');
  });
});

describe('time', () => {
  it.each([
    ['2026-03-01T10:07:30Z', '2026-03-01T10:07:30.000Z'],
    ['2026-03-01 10:07:30,123', '2026-03-01T10:07:30.123Z'],
    ['2026-03-01T10:07:30.123456789+02:00', '2026-03-01T08:07:30.123Z'],
    [1772359650, '2026-03-01T10:07:30.000Z'],
    ['1772359650123', '2026-03-01T10:07:30.123Z'],
    [1772359650123456, '2026-03-01T10:07:30.123Z'],
    ['1772359650123456789', '2026-03-01T10:07:30.123Z'],
    ['Sun, 01 Mar 2026 10:07:30 GMT', '2026-03-01T10:07:30.000Z'],
  ])('reads %j as %s', (value, wanted) => {
    expect(new Date(Math.floor(parseTime(value) ?? 0)).toISOString()).toBe(wanted);
  });

  it.each(['soon', '', 'x'.repeat(100), -5, Number.NaN, null, {}, true, '2026-13-45T00:00:00Z'])(
    'refuses %j',
    (value) => {
      expect(parseTime(value)).toBeUndefined();
    },
  );

  it.each([
    ['2020-12-31', 53],
    ['2021-01-01', 53],
    ['2021-01-04', 1],
    ['2018-12-31', 1],
    ['2026-07-15', 29],
    ['2024-02-29', 9],
  ])('puts %s in ISO week %i', (date, week) => {
    expect(timePart(Date.parse(`${date}T12:00:00Z`), 'week')).toBe(week);
  });
});

describe('compilePredicate', () => {
  it('keeps what depends on the event symbolic', () => {
    expect(compilePredicate({ kind: 'exists' })).toEqual({ kind: 'exists' });
    expect(compilePredicate({ kind: 'fieldref', op: 'contains', other: 'B', cased: true })).toEqual({
      kind: 'fieldref',
      op: 'contains',
      other: 'B',
      cased: true,
    });
  });

  it('looks at folded text unless case counts', () => {
    expect(compilePredicate({ kind: 'text', op: 'equals', text: 'Ab', cased: false }).kind).toBe('folded');
    expect(compilePredicate({ kind: 'text', op: 'equals', text: 'Ab', cased: true }).kind).toBe('raw');
    expect(compilePredicate({ kind: 'regex', pattern: 'a', flags: '' }).kind).toBe('raw');
  });
});

describe('fields', () => {
  it('reads a dotted name in every way its dots can nest', () => {
    expect(pathsOf('a.b.c')).toEqual([['a.b.c'], ['a', 'b.c'], ['a', 'b', 'c'], ['a.b', 'c']]);
    expect(pathsOf('.a')).toEqual([['.a']]);
    expect(pathsOf('a.')).toEqual([['a.']]);
    expect(pathsOf('a.b.c.d.e.f.g')).toHaveLength(2);
  });

  it('gives each name one number', () => {
    const fields = createFieldTable();
    expect([fields.intern('a'), fields.intern('b.c'), fields.intern('a')]).toEqual([0, 1, 0]);
    expect(fields.names).toEqual(['a', 'b.c']);
    fields.alias('New', 'a');
    expect(fields.root.get('New')?.alias).toBe(0);
  });

  it('finds through the tree what following the paths finds', () => {
    const key = fc.constantFrom('a', 'b', 'a.b', 'b.a', 'c');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.integer({ min: 0, max: 9 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
        fc.array(tie('tree'), { maxLength: 2 }),
      ),
    }));
    const follow = (value: unknown, path: readonly string[]): readonly unknown[] => {
      const [head, ...rest] = path;
      if (head === undefined) return [value];
      if (Array.isArray(value)) return value.flatMap((one) => follow(one, path));
      if (typeof value !== 'object' || value === null) return [];
      return head in value ? follow(Reflect.get(value, head), rest) : [];
    };
    fc.assert(
      fc.property(
        fc.dictionary(key, tree, { maxKeys: 3 }),
        fc.constantFrom('a', 'a.b', 'a.b.c', 'b.a.b'),
        (event, name) => {
          const fields = createFieldTable();
          const view = new EventView(fields);
          const id = fields.intern(name);
          view.bind(event, false, false);
          const slots = pathsOf(name).flatMap((path) => follow(event, path)).length;
          expect(view.value(id) !== undefined).toBe(slots > 0);
        },
      ),
    );
  });
});

describe('EventView', () => {
  it('collects the scalars of an event only when asked', () => {
    const view = new EventView(createFieldTable());
    view.bind({ a: 'x', b: [1, { c: true }], d: null }, true, false);
    expect(view.texts.slice(0, view.textCount)).toEqual(['x', '1', 'true']);
    view.bind({ a: 'x' }, false, false);
    expect(view.textCount).toBe(0);
  });

  it('forgets the event before', () => {
    const fields = createFieldTable();
    const id = fields.intern('a');
    const view = new EventView(fields);
    view.bind({ a: 'ONE' }, false, false);
    expect(view.folded(id, 'ONE')).toBe('one');
    view.bind({ b: 1 }, false, false);
    expect(view.value(id)).toBeUndefined();
    view.bind({ a: 'TWO' }, false, false);
    expect(view.folded(id, 'TWO')).toBe('two');
  });
});

describe('layersOf', () => {
  it('leaves ordinary events alone, even with a key named Event', () => {
    const plain = { Event: 'text', a: 1 };
    expect(layersOf(plain)).toEqual([plain]);
    expect(layersOf({ Event: { other: 1 } })).toEqual([{ Event: { other: 1 } }]);
  });

  it('opens the Windows envelope', () => {
    const [system, data] = layersOf({
      Event: { System: { Execution: { '#attributes': { ProcessID: 4 } }, Channel: 'X' }, EventData: { 'A B': 1 } },
    });
    expect({ ...system }).toEqual({ Execution_ProcessID: 4, Channel: 'X' });
    expect({ ...data }).toEqual({ 'A B': 1, AB: 1 });
  });
});

describe('windowsSource', () => {
  it('gives each kind of event its own token', () => {
    const tokens = [
      { Channel: 'Security', EventID: 4688 },
      { Channel: 'Security', EventID: 1 },
      { Channel: 'System', EventID: 1 },
      { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 },
      { Channel: 'nobody knows', EventID: 1 },
    ].map((event) => windowsSource(event)?.token);
    expect(new Set(tokens).size).toBe(5);
    expect(windowsSource({ Channel: 'SECURITY', EventID: '4688' })).toBe(
      windowsSource({ Channel: 'Security', EventID: 4688 }),
    );
    expect(windowsSource({ EventID: 1 })).toBeUndefined();
  });
});

describe('chooseWitnesses', () => {
  const text = (field: string | null, value: string): Expression => ({
    kind: 'test',
    field,
    predicate: { kind: 'text', op: 'contains', text: value, cased: false },
  });
  const texts = (expression: Expression): readonly string[] | undefined =>
    chooseWitnesses(expression)?.witnesses.map((one) => (one.kind === 'literal' ? one.text : `?${one.field}`));

  it('takes the rarest part of an AND and every part of an OR', () => {
    expect(
      texts({
        kind: 'and',
        children: [text('F', '.exe'), text('F', 'mimikatz'), text('F', 'c:\\windows\\system32\\')],
      }),
    ).toEqual(['mimikatz']);
    expect(texts({ kind: 'or', children: [text('F', 'One'), text('G', 'two')] })).toEqual(['one', 'two']);
  });

  it('has none where a negation can match by itself', () => {
    expect(texts({ kind: 'not', child: text('F', 'x') })).toBeUndefined();
    expect(texts({ kind: 'or', children: [text('F', 'x'), { kind: 'not', child: text('G', 'y') }] })).toBeUndefined();
    expect(texts({ kind: 'and', children: [text('F', 'xyz'), { kind: 'not', child: text('G', 'y') }] })).toEqual([
      'xyz',
    ]);
    expect(texts({ kind: 'not', child: { kind: 'not', child: text('F', 'abc') } })).toEqual(['abc']);
    expect(texts(text(null, ''))).toBeUndefined();
  });

  it('falls back to the presence of the field', () => {
    expect(texts({ kind: 'test', field: 'F', predicate: { kind: 'number', op: 'gt', value: 1 } })).toEqual(['?F']);
    expect(texts({ kind: 'test', field: 'F', predicate: { kind: 'regex', pattern: '\\d+', flags: '' } })).toEqual([
      '?F',
    ]);
    expect(
      texts({ kind: 'test', field: 'F', predicate: { kind: 'regex', pattern: 'net\\s+user', flags: '' } }),
    ).toEqual(['user']);
    expect(texts({ kind: 'constant', value: false })).toEqual([]);
    expect(texts({ kind: 'constant', value: true })).toBeUndefined();
  });

  it('knows what is frequent', () => {
    expect(literalRate('F', '.exe', false, true)).toBeGreaterThan(literalRate('F', 'mimikatz', false, false));
    expect(literalRate('EventID', '4688', true, true)).toBeGreaterThan(literalRate('Image', '4688', true, true));
    expect(literalRate('F', 'ab', false, false)).toBeGreaterThan(literalRate('F', 'abcdef', false, false));
  });
});
