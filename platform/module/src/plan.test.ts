import { defineErrors } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collectParts } from './collect.ts';
import type { ModuleDefinition, ModuleParts, Permission, Reaction } from './define.ts';
import { planModules } from './plan.ts';
import type { AnyModule } from './plan.ts';

const title = { zh: '标题', en: 'title' };
const text = { status: 400, zh: '错', en: 'wrong', doZh: '改', doEn: 'change' };
const permission = (name: string): Permission => ({ name, title });

const module = (name: string, needs: readonly string[] = [], extra: Partial<AnyModule> = {}): AnyModule => ({
  name,
  needs,
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({ asks: {} }),
  ...extra,
});

describe('order', () => {
  test('needed modules come first, equals keep the given order', () => {
    const order = planModules([module('c', ['b', 'a']), module('z'), module('b', ['a']), module('a')]);
    expect(order.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'z']);
  });

  test('a circle is refused with its path', () => {
    const circle = [module('a', ['b']), module('b', ['c']), module('c', ['a'])];
    expect(() => planModules(circle)).toThrow('module.cycle: a → b → c → a');
    expect(() => planModules([module('a', ['a'])])).toThrow('a → a');
  });

  test('a missing need is refused with its path', () => {
    expect(() => planModules([module('a', ['b']), module('b', ['x'])])).toThrow(
      'module.missing-need: a → b → x (missing)',
    );
  });

  test('in every acyclic graph each module comes once and after all it needs', () => {
    const edges = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 });
    const shuffled = fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 });
    fc.assert(
      fc.property(edges, shuffled, (pairs, given) => {
        const needsOf = (at: number) => pairs.filter(([from, to]) => from === at && to < at).map(([, to]) => `m${to}`);
        const order = planModules(given.map((at) => module(`m${at}`, needsOf(at)))).map(({ name }) => name);
        expect(order.toSorted()).toEqual(given.map((at) => `m${at}`).toSorted());
        for (const at of given) {
          for (const need of needsOf(at)) expect(order.indexOf(need)).toBeLessThan(order.indexOf(`m${at}`));
        }
      }),
    );
  });
});

describe('declarations', () => {
  test.each<readonly [string, readonly AnyModule[], string]>([
    ['two modules of one name', [module('a'), module('a')], 'module.duplicate'],
    ['a name with capitals', [module('Assets')], 'module.bad-name'],
    ['a foreign permission', [module('a', [], { permissions: [permission('b.read')] })], 'module.bad-name'],
    [
      'a permission twice',
      [module('a', [], { permissions: [permission('a.x'), permission('a.x')] })],
      'module.duplicate',
    ],
    ['a foreign event', [module('a', [], { tells: ['b.done@1'] })], 'module.bad-name'],
    ['an event twice', [module('a', [], { tells: ['a.done@1', 'a.done@1'] })], 'module.duplicate'],
    [
      'an error code twice',
      [
        module('a', [], { errors: defineErrors({ 'x.y': text }) }),
        module('b', [], { errors: defineErrors({ 'x.y': text }) }),
      ],
      'module.duplicate',
    ],
  ])('%s', (_, modules, code) => {
    expect(() => planModules(modules)).toThrow(code);
  });
});

describe('parts', () => {
  const built = (
    name: string,
    parts: Partial<ModuleParts<unknown>>,
    extra: Partial<ModuleDefinition<unknown, never>> = {},
  ) => ({
    definition: module(name, [], extra),
    parts: { asks: {}, ...parts },
  });
  const route = (operationId: string, rule: string) =>
    ({
      kind: 'json',
      method: 'GET',
      path: '/x',
      operationId,
      summary: title,
      permission: rule,
      audit: 'none',
    }) as const;
  const reaction = (name: string, on: string): Reaction => ({ name, on, react: async () => {} });
  const check = (id: string) => ({
    id,
    obligations: ['1.3-h'],
    title,
    everyMinutes: 5,
    ttlHours: 1,
    run: async () => ({ outcome: 'pass' as const, summary: title, facts: {} }),
  });
  const authenticator = { authenticate: async () => undefined };

  test('everything is put together with its keys', () => {
    const job = { name: 'nightly', run: async () => {} };
    const collected = collectParts([
      built(
        'a',
        { routes: [route('listA', 'a.read')], checks: [check('a.one')] },
        { tells: ['a.done@1'], permissions: [permission('a.read')] },
      ),
      built('b', {
        routes: [route('listB', 'a.read'), route('open', 'public')],
        reactions: [reaction('copy', 'a.done@1')],
        jobs: [job],
        authenticator,
      }),
    ]);
    expect(collected.registry.routes().map(({ route: { operationId } }) => operationId)).toEqual([
      'listA',
      'listB',
      'open',
    ]);
    expect(collected.registry.checks().map(({ id }) => id)).toEqual(['a.one']);
    expect(collected.reactions.get('a.done@1')?.map(({ key }) => key)).toEqual(['b/copy']);
    expect(collected.jobs.map(({ key }) => key)).toEqual(['b/nightly']);
    expect(collected.authenticator).toBe(authenticator);
  });

  test.each<readonly [string, ReturnType<typeof built>[], string]>([
    [
      'an operation twice',
      [built('a', { routes: [route('x', 'public')] }), built('b', { routes: [route('x', 'public')] })],
      'module.duplicate',
    ],
    ['a permission nobody declares', [built('a', { routes: [route('x', 'a.read')] })], 'module.unknown-permission'],
    ['an event nobody tells', [built('a', { reactions: [reaction('r', 'b.done@1')] })], 'module.unknown-event'],
    [
      'a reaction twice',
      [built('a', { reactions: [reaction('r', 'a.d@1'), reaction('r', 'a.d@1')] }, { tells: ['a.d@1'] })],
      'module.duplicate',
    ],
    ['a job with a path as name', [built('a', { jobs: [{ name: 'a/b', run: async () => {} }] })], 'module.bad-name'],
    ['a foreign check', [built('a', { checks: [check('b.one')] })], 'module.bad-name'],
    ['a check twice', [built('a', { checks: [check('a.one'), check('a.one')] })], 'module.duplicate'],
    ['two authenticators', [built('a', { authenticator }), built('b', { authenticator })], 'module.duplicate'],
  ])('%s', (_, modules, code) => {
    expect(() => collectParts(modules)).toThrow(code);
  });
});
