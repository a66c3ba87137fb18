import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const WAIT = { timeout: 60_000 };

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const now = new Date().toISOString();
  const lines = Array.from({ length: 30 }, (_, at) =>
    JSON.stringify({ time: now, host: 'tsp-gw', message: `session ${at} was renewed`, account: `svc-${at}` }),
  );
  await world.send('gateway', lines);
}, 180_000);
afterAll(() => world.close(), 60_000);

const shot = async (name: string): Promise<void> => {
  const folder = process.env['E2E_SHOTS'];
  if (folder !== undefined) await world.page.screenshot({ path: join(folder, `${name}.png`) });
};

interface Run {
  readonly id: string;
  readonly status: string;
  readonly rows: number;
  readonly problems: readonly { readonly kind: string; readonly seq: number; readonly row?: number }[];
}

const lastRun = async (): Promise<Run | undefined> =>
  ((await world.api('GET', '/seal/runs')) as unknown as { items: Run[] }).items[0];

describe('logs that prove themselves', () => {
  it('lead from an event of the search to its proof, drawn up to the signed root', async () => {
    const { page, server } = world;
    const found = async (): Promise<number> => {
      const range = `from=${encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString())}&to=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`;
      return ((await world.api('GET', `/events?query=renewed&${range}`)) as unknown as { items: object[] }).items
        .length;
    };
    await expect.poll(found, WAIT).toBe(30);
    await page.goto(`${server.url}/search`);
    await page.getByText('was renewed').first().waitFor(WAIT);
    await page.locator('.ant-table-row-expand-icon').first().click();
    await page.getByRole('link', { name: '存在性证明' }).first().click();
    await page.getByText('证明成立').waitFor(WAIT);
    expect(await page.locator('.proof-tree .proof-box[data-kind="root"]').count()).toBe(1);
    expect(await page.locator('.chip[data-tone="good"]').filter({ hasText: 'SM2' }).count()).toBeGreaterThan(0);
    await shot('log-proof');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载证明文件' }).click();
    const proof = await readFile(await (await saving).path(), 'utf8');
    expect(JSON.parse(proof)).toMatchObject({ format: 'chedun-log-proof/1', stream: 'network' });
  }, 120_000);

  it('show checkpoints with the keys that verify them, and say honestly what they do not prove', async () => {
    const { page } = world;
    await page.getByRole('tab', { name: '检查点' }).click();
    await page.getByText('chedun/network/').first().waitFor(WAIT);
    expect(await page.getByText('不是经认证的密码产品').count()).toBe(1);
    expect(await page.getByText('尚无外部见证方').count()).toBe(1);
    await shot('log-checkpoints');
    await page.getByRole('tab', { name: '见证方' }).click();
    await page.getByText('还没有见证方').waitFor(WAIT);
    await shot('log-witnesses');
  }, 60_000);

  it('are verified on demand, and one changed byte is named with frame and row', async () => {
    const { page, server } = world;
    await page.getByRole('button', { name: '立即校验' }).first().click();
    await expect.poll(async () => (await lastRun())?.status, WAIT).toBe('intact');
    expect((await lastRun())?.rows).toBeGreaterThanOrEqual(30);
    const folder = join(server.dir, 'journal', 'network');
    const [segment = ''] = (await readdir(folder)).filter((name) => name.endsWith('.seg'));
    const bytes = await readFile(join(folder, segment));
    // The last byte of the first frame that is there.
    const next = bytes.indexOf('CDJ1', 128 + 4);
    const at = next < 0 ? bytes.length - 1 : next - 1;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(join(folder, segment), bytes);
    await page.getByRole('button', { name: '立即校验' }).first().click();
    await expect.poll(async () => (await lastRun())?.status, WAIT).toBe('problems');
    expect((await lastRun())?.problems[0]).toMatchObject({ kind: 'frame-altered', seq: 1 });
    await page.getByText('发现异常').first().waitFor(WAIT);
    await page.locator('.ant-table-row-expand-icon').first().click();
    await page.getByText('内容被改动').waitFor(WAIT);
    await shot('log-verifications');
    expect(world.errors).toEqual([]);
  }, 120_000);
});
