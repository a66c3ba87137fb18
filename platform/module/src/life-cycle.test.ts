import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from './index.ts';
import type { AnyModule, ModuleParts } from './index.ts';
import { testPlatform } from './testing/index.ts';
import type { TestPlatform } from './testing/index.ts';

const worlds: TestPlatform[] = [];
const open = async (): Promise<TestPlatform> => {
  const world = await testPlatform();
  worlds.push(world);
  return world;
};
let shared: TestPlatform;
beforeAll(async () => {
  shared = await open();
});
afterAll(async () => {
  for (const world of worlds) await world.close();
});

const steps: string[] = [];
const module = (name: string, needs: readonly string[], parts: Partial<ModuleParts<unknown>> = {}): AnyModule => ({
  name,
  needs,
  permissions: [],
  errors: {},
  tells: [],
  build: () => ({
    asks: {},
    start: async () => void steps.push(`${name} starts`),
    stop: async () => void steps.push(`${name} stops`),
    ...parts,
  }),
});

test('modules start in the order of needs and stop in reverse; one that hangs or throws holds nobody up', async () => {
  steps.length = 0;
  const world = await open();
  const hangs = module('hangs', ['a'], { stop: () => new Promise(() => {}) });
  const throws = module('throws', ['hangs'], { stop: () => Promise.reject(new Error('no')) });
  const app = await compose([throws, hangs, module('a', [])], world.platform, { startMs: 5_000, stopMs: 50 });
  await app.start();
  await app.stop();
  await app.stop();
  expect(steps).toEqual(['a starts', 'hangs starts', 'throws starts', 'a stops']);
});

test('when one does not start, those before it are stopped and the error comes out', async () => {
  steps.length = 0;
  const world = await open();
  const broken = module('broken', ['a'], { start: () => Promise.reject(new Error('port taken')) });
  const app = await compose([module('after', ['broken']), broken, module('a', [])], world.platform);
  await expect(app.start()).rejects.toThrow('port taken');
  expect(steps).toEqual(['a starts', 'broken stops', 'a stops']);
});

test('a module that takes too long to start is named', async () => {
  const world = await open();
  const slow = module('slow', [], { start: () => new Promise(() => {}) });
  const app = await compose([slow], world.platform, { startMs: 30, stopMs: 1_000 });
  await expect(app.start()).rejects.toMatchObject({
    code: 'module.slow',
    detail: { reason: 'starting slow took over 30 ms' },
  });
});

test('a wrong plan is refused before anything is touched', async () => {
  const untouched = new Proxy(shared.platform, {
    get: (_, name) => {
      throw new Error(`touched ${String(name)}`);
    },
  });
  await expect(compose([module('a', ['b'])], untouched)).rejects.toMatchObject({ code: 'module.missing-need' });
});

test('the registry cannot be read before all modules are built', async () => {
  const early: AnyModule = {
    ...module('early', []),
    build: ({ registry }) => ({ asks: { routes: registry.routes() } }),
  };
  await expect(compose([early], shared.platform)).rejects.toMatchObject({ code: 'module.registry-early' });
});

test('a part that the test platform does not have says so when it is touched', () => {
  expect(() => shared.platform.events.health()).toThrow('this test platform has no events');
});
