import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { reportFrame, type Told } from '@chedun/telemetry/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../bench/server/instance.ts';
import { openWorld, type World } from './world.ts';

const VIN = 'LSVAA49J132047371';
const CELLS = 192;
const REPORTS = 60;

/** Ten minutes of driving east, one report each ten seconds; cell 101 is weak, cell 58 has no valid value. */
const drive = (now: number): Told[] =>
  Array.from({ length: REPORTS }, (_, at) => ({
    vin: VIN,
    time: now - (REPORTS - at) * 10_000,
    vehicle: { speed_kmh: at + 0.5, soc_pct: 88, insulation_kohm: at === REPORTS - 1 ? 0xffff : 5000 },
    position: { lon: 114.3 + at * 0.002, lat: 30.5 },
    alarm: at === REPORTS - 1 ? { level: 2, bits: 1 << 11 } : { level: 0, bits: 0 },
    cells: Array.from({ length: CELLS }, (__, cell) => (cell === 57 ? 0xffff : cell === 100 ? 3600 : 3700)),
    probes: [62, 65],
  }));

const others = (now: number): Told[] =>
  Array.from({ length: 40 }, (_, at) => ({
    vin: `LSVAB49J4320${String(10_000 + at)}`,
    time: now - 5000,
    vehicle: { state: at % 2 === 0 ? 1 : 2, soc_pct: at, speed_kmh: 0 },
    position: { lon: 113 + at * 0.05, lat: 30 + at * 0.01 },
  }));

/** Sends frames to the listener as a forwarding platform does; the connection stays open, as theirs do. */
const sendFrames = async (port: number, told: readonly Told[]): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.resume();
  socket.write(Buffer.concat(told.map(reportFrame)));
  return socket;
};

describe('the twin of a vehicle', () => {
  let world: World;
  let platform: Socket;
  beforeAll(async () => {
    const port = await freePort();
    world = await openWorld(['--ingest-gbt32960-port', String(port)]);
    const now = Math.floor(Date.now() / 1000) * 1000;
    platform = await sendFrames(port, [...drive(now), ...others(now)]);
    await vi.waitFor(
      async () => expect(await world.api('GET', '/telemetry/fleet?minutes=15')).toMatchObject({ vehicles: 41 }),
      { timeout: 60_000, interval: 1000 },
    );
  }, 180_000);
  afterAll(async () => {
    platform?.destroy();
    await world?.close();
  });

  const open = (path: string) => world.page.goto(`${world.server.url}${path}`);

  it('shows what came over the wire: values, and the reason where there is none', async () => {
    const { page } = world;
    await open(`/vehicles/${VIN}`);
    await page.getByRole('img', { name: '车速 59.5 km/h' }).waitFor({ timeout: 50_000 });
    await page.getByRole('img', { name: '电量 88 %' }).waitFor();
    await page.getByText('绝缘故障').first().waitFor();
    await page.getByText('无效', { exact: true }).first().waitFor();
    await page.getByText('D · 有驱动力').waitFor();
  }, 90_000);

  it('shows every cell, names the weak one, and the one without a value', async () => {
    const { page } = world;
    await page.getByText('单体电压（192 个）').waitFor();
    await page.getByText(/最低 3\.600 V（101 号） · 最高 3\.700 V（1 号） · 相差 100 mV · 1 个无有效值/).waitFor();
    await page.getByText('探针温度（2 个）').waitFor();
    await page.getByRole('img', { name: '单体压差' }).waitFor();
  }, 90_000);

  it('draws curves and the track with scale and north', async () => {
    const { page } = world;
    for (const name of ['车速', '总电压', '行驶轨迹']) await page.getByRole('img', { name, exact: true }).waitFor();
    const track = page.getByRole('img', { name: '行驶轨迹', exact: true });
    await track.getByText('起点').waitFor();
    await track.getByText(/^\d+ k?m$/).waitFor();
    await track.getByText('北', { exact: true }).waitFor();
    await page.getByText(`${REPORTS} 条有效定位`, { exact: false }).waitFor();
  }, 90_000);

  it('puts lines of the operator behind the track, and refuses what holds none', async () => {
    const { page } = world;
    const [file] = await page.getByLabel('加载底图线').all();
    const json = (content: object) => ({
      name: 'roads.geojson',
      mimeType: 'application/geo+json',
      buffer: Buffer.from(JSON.stringify(content)),
    });
    const input = page.locator('input[type=file][aria-label="加载底图线"]');
    expect(file).toBeDefined();
    await input.setInputFiles(json({ type: 'Point', coordinates: [114, 30] }));
    await page.getByText('文件中没有可用的线', { exact: false }).waitFor();
    await input.setInputFiles(
      json({
        type: 'LineString',
        coordinates: [
          [114.3, 30.49],
          [114.4, 30.51],
        ],
      }),
    );
    await page.getByRole('button', { name: '移除底图线' }).waitFor();
  }, 90_000);

  it('stands still when following is switched off', async () => {
    const { page } = world;
    const follow = page.getByRole('switch');
    expect(await follow.getAttribute('aria-checked')).toBe('true');
    await follow.click();
    expect(await follow.getAttribute('aria-checked')).toBe('false');
  }, 90_000);

  it('exports the reports of the range', async () => {
    const { page } = world;
    await page.getByRole('button', { name: '导出数据' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: '导出为 CSV 表格' }).click(),
    ]);
    expect(download.suggestedFilename()).toContain(VIN);
    await page.getByText(`已导出 ${REPORTS} 条上报`, { exact: false }).waitFor();
  }, 90_000);

  it('counts the fleet, and leads from its list to a vehicle', async () => {
    const { page } = world;
    await open('/fleet');
    await page.getByText('41 辆有有效定位', { exact: false }).waitFor({ timeout: 100_000 });
    await page.getByRole('img', { name: '电量分布' }).waitFor();
    await page.getByPlaceholder('VIN 开头').fill('LSVAA49J');
    await page.getByPlaceholder('VIN 开头').press('Enter');
    await page.getByText('已显示 1 条，共 1 条').waitFor();
    await page.getByRole('cell', { name: VIN }).click();
    await page.getByRole('heading', { name: VIN }).waitFor();
  }, 150_000);

  it('says what to do for a vehicle that never reported', async () => {
    const { page } = world;
    await open('/vehicles/LSVAA49J132040000');
    await page.getByText('还没有收到这辆车的实时报文').waitFor({ timeout: 50_000 });
    await page.getByText('所选时段没有实时上报').waitFor();
  }, 90_000);

  it('met no error on the way', () => {
    // The register does not know these vehicles, which the page tells in its own words.
    expect(world.errors.filter((text) => !text.includes('404'))).toEqual([]);
  });
});
