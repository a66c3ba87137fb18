import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorld, type World } from './world.ts';

const unlockWhileDriving = (vehicle: number): string =>
  JSON.stringify({
    ts: new Date().toISOString(),
    type: 'remote_control',
    vin: `LSVAA4182E210001${vehicle}`,
    account: 'dealer-01',
    command: 'power_off',
    result: 'success',
    src_ip: '203.0.113.9',
    vehicle_speed_kmh: 62,
    user_agent: 'python-requests/2.31',
    session_id: '',
  });

describe('warnings and alert quality', () => {
  let world: World;
  let sink: Server;
  const taken: string[] = [];
  beforeAll(async () => {
    sink = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        taken.push(request.url ?? '');
        response.end('ok');
      });
    });
    await new Promise<void>((done) => sink.listen(0, '127.0.0.1', done));
    world = await openWorld(['--warnings-private-ranges', '["127.0.0.0/8"]']);
    world.page.setDefaultTimeout(60_000);
    await world.api('POST', '/sources', { id: 'tsp', title: '车云平台', kind: 'http', format: 'tsp' });
  }, 240_000);
  afterAll(async () => {
    await world?.close();
    sink?.close();
  });

  it('adds a channel without ever showing its secret, and tests it', async () => {
    const { page, server } = world;
    const url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/hook?token=very-secret`;
    await page.goto(`${server.url}/warnings?tab=channels`);
    await page.getByRole('button', { name: '新增通道' }).click();
    await page.getByLabel('名称').fill('值班群');
    await page.getByLabel('Webhook 地址').fill(url);
    await page.getByLabel('签名密钥').fill('k');
    await page.getByRole('button', { name: /保\s?存/ }).click();
    await page.getByText('值班群', { exact: true }).waitFor();
    expect(await page.content()).not.toContain('very-secret');
    await page.getByRole('button', { name: /测\s?试/ }).click();
    await page.getByText('测试消息已送达').waitFor();
    expect(taken).toEqual(['/hook?token=very-secret']);
  }, 120_000);

  it('turns an attack into a warning that a person acknowledges, with its receipt', async () => {
    const { page, server } = world;
    await world.send(
      'tsp',
      Array.from({ length: 5 }, (_, vehicle) => unlockWhileDriving(vehicle)),
    );
    await vi.waitFor(
      async () => expect((await world.api('POST', '/warnings/evaluate'))['unacknowledged']).not.toBe(0),
      {
        timeout: 90_000,
        interval: 1000,
      },
    );
    await page.goto(`${server.url}/warnings`);
    await page.getByText('dealer-01').first().waitFor();
    await page.getByText('YJ-', { exact: false }).first().click();
    await page.getByRole('button', { name: /签\s?收/ }).click();
    await page.getByText('HTTP 200').first().waitFor();
    await page.goto(`${server.url}/warnings?tab=risk&asset=account:dealer-01`);
    await page.getByText('风险分构成').waitFor();
  }, 180_000);

  it('proves by a drill that every family of rules raises its alert', async () => {
    const { page, server, errors } = world;
    await page.goto(`${server.url}/quality?tab=drills`);
    await page.getByRole('button', { name: '每类演练一条' }).click();
    await page
      .locator('.chip', { hasText: /^(\d+) 条中 \1 条产生告警$/ })
      .first()
      .waitFor({ timeout: 120_000 });
    expect(errors).toEqual([]);
  }, 180_000);
});
