import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const AREA = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: '示范区' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [121, 31],
            [122, 31],
            [122, 32],
            [121, 32],
            [121, 31],
          ],
        ],
      },
    },
  ],
};

/** A file that the browser can be given. */
const fileOf = (name: string, text: string) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(text),
});

describe('registers and tables of the operator', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
  }, 240_000);
  afterAll(() => world?.close());

  it('registers a roadside unit by hand and others from a table, and draws them', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/gateway`);
    await page.getByRole('tab', { name: '路侧单元' }).click();
    await page.getByRole('button', { name: '登记路侧单元' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('编号').fill('RSU-001');
    await dialog.getByLabel('名称').fill('东路口');
    await dialog.getByLabel('发送方').fill('10.30.0.1');
    await dialog.getByLabel('纬度').fill('31.2304');
    await dialog.getByLabel('经度').fill('121.4737');
    await dialog.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByRole('cell', { name: 'RSU-001' }).waitFor();
    await page.getByRole('button', { name: '导入表格' }).first().click();
    const csv =
      'id,title,sender,lat,lon\nRSU-002,西路口,10.30.0.2,31.2321,121.4611\nRSU-003,桥北,roads/3/up,31.2402,121.4702\nRSU-004,缺位置,10.30.0.4,,\n';
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(fileOf('units.csv', csv));
    await page.getByText('已导入 2 个单元').waitFor();
    await page.getByText('经纬度无效').waitFor();
    await page.locator('.ant-modal-close').click();
    await page.getByRole('cell', { name: 'roads/3/up' }).waitFor();
    await page.getByRole('img', { name: '位置' }).locator('text', { hasText: '桥北' }).waitFor();
    const units = await world.api('GET', '/gateway/road-units');
    expect((units['items'] as readonly { id: string }[]).map(({ id }) => id)).toEqual([
      'RSU-001',
      'RSU-002',
      'RSU-003',
    ]);
  }, 120_000);

  it('takes the table of countries and the areas on which detectors stand', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/detectors?family=fleet`);
    await page.getByText('尚未导入，按约 39×20 公里的网格划分。').waitFor();
    const inputs = page.locator('input[type=file]');
    await inputs.nth(0).setInputFiles(fileOf('countries.csv', '203.0.113.0/24,CN\n198.51.100.0/24,US\n'));
    await page.getByText('2 个地址段，2 个国家或地区；允许 CN').waitFor();
    await inputs.nth(1).setInputFiles(fileOf('areas.geojson', JSON.stringify(AREA)));
    await page.getByText('1 个区域，5 个顶点').waitFor();
    await inputs.nth(1).setInputFiles(fileOf('bad.geojson', '{"type":"Feature"}'));
    await page.getByText('区域文件无法读取').first().waitFor();
    expect(await world.api('GET', '/watch/regions')).toMatchObject({ regions: 1, points: 5 });
  }, 120_000);

  it('replaces the field tables of packets by those of a file, and refuses a file that is none', async () => {
    const { page, server } = world;
    const inForce = (await world.api('GET', '/warnings/packet-schema')) as { schema: object; version: number };
    await page.goto(`${server.url}/warnings?tab=packets`);
    await page.getByRole('button', { name: '导入字段表' }).waitFor();
    const input = page.locator('input[type=file]');
    await input.setInputFiles(fileOf('fields.json', '{}'));
    await page.getByText('文件不是字段表').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /取\s?消/ })
      .click();
    const schema = { ...inForce.schema, standard: 'YD/T 4974-2024 核对版' };
    await input.setInputFiles(fileOf('fields.json', JSON.stringify(schema)));
    await page.getByText('替换当前字段表').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '导入字段表' }).click();
    await page.getByText('已保存').first().waitFor();
    await page.getByText('字段表 · YD/T 4974-2024 核对版').waitFor();
    expect(await world.api('GET', '/warnings/packet-schema')).toMatchObject({ version: inForce.version + 1 });
  }, 120_000);
});
