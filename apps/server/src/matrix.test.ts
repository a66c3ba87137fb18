import { readFile, writeFile } from 'node:fs/promises';
import { compose, type Composition } from '@chedun/module';
import { testPlatform, type TestPlatform } from '@chedun/module/testing';
import { printMatrix, routeMatrix, ungranted } from '@chedun/identity/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODULES } from './server.ts';

const GOLDEN = new URL('../../../docs/reference/routes.md', import.meta.url);

describe('all routes and all roles', () => {
  let world: TestPlatform;
  let app: Composition;
  beforeAll(async () => {
    world = await testPlatform();
    app = await compose(MODULES, world.platform);
  }, 60_000);
  afterAll(() => world.close());

  const names = (): string[] => app.registry.permissions().map((permission) => permission.name);
  const table = (): string => {
    const routes = app.routes.map(({ route }) => route);
    return `# Routes and roles\n\nMade by \`apps/server/src/matrix.test.ts\`; a change here is a change of rights. \`UPDATE_GOLDEN=1 npx vitest run apps/server\` writes it anew.\n\n\`\`\`\n${printMatrix(routeMatrix(routes, names())).trim()}\n\`\`\`\n`;
  };

  it('are as the reference says', async () => {
    if (process.env['UPDATE_GOLDEN'] !== undefined) await writeFile(GOLDEN, table());
    expect(table()).toBe(await readFile(GOLDEN, 'utf8'));
  });

  it('leave no permission that nobody has', () => {
    expect(ungranted(names())).toEqual([]);
  });

  it.each([
    ['logs and vehicles in', ['1.1-e', '1.3-a', '1.3-b', '1.3-c', '1.3-d', '1.3-h', '2.1-a']],
    ['vehicles, roads and their attacks', ['1.1-g', '1.1-h', '1.2-b', '1.2-c', '1.3-e', '1.3-f', '1.3-g', '2.1-b']],
    ['trust of vehicles and roads', ['1.2-b', '1.2-c', '1.2-f']],
    ['incidents and their deadlines', ['1.4-a', '1.4-e', '1.4-f', '1.4-g']],
    ['detection in depth and logs that prove themselves', ['1.1-k', '1.3-d', '1.3-i', '3.2-g', '4.1-a']],
  ])('serve the obligations of %s with running checks', (_, ids) => {
    const served = new Set(app.registry.checks().flatMap((check) => check.obligations));
    for (const id of ids) expect(served, id).toContain(id);
  });

  it('leave no obligation without a check and without the name of the part that brings one', async () => {
    const read = async (file: string): Promise<unknown> =>
      JSON.parse(await readFile(new URL(`../../../content/notice/${file}`, import.meta.url), 'utf8'));
    const ids = ((await read('obligations.json')) as { id: string }[]).map(({ id }) => id);
    const { gaps } = (await read('gaps.json')) as { gaps: { obligation: string }[] };
    const served = new Set(app.registry.checks().flatMap((check) => check.obligations));
    const named = new Set(gaps.map(({ obligation }) => obligation));
    expect(ids).toHaveLength(113);
    expect(ids.filter((id) => !served.has(id) && !named.has(id))).toEqual([]);
    expect([...served].filter((id) => !ids.includes(id))).toEqual([]);
  });
});
