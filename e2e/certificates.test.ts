import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../bench/server/instance.ts';
import { base64, sm2Device } from '../modules/certificates/testing/requests.ts';
import { confirmationOf, messageOf, newTransaction, requestOf, send } from '../modules/enrolment/testing/sm2-device.ts';
import { openWorld, type World } from './world.ts';

const OTHER_PASSWORD = 'Shanghai-7-Depot-Gate!';
const WAIT = { timeout: 60_000 };
const VIN = 'LSVAA49J132047371';
const DEVICE_VIN = 'LSVAA49J132047372';

describe('certificates', () => {
  let world: World;
  let cookie = '';
  let port = 0;
  beforeAll(async () => {
    port = await freePort();
    world = await openWorld(['--enrolment-port', String(port)]);
    world.page.setDefaultTimeout(60_000);
    cookie = await signIn('security-admin');
  }, 180_000);
  afterAll(() => world?.close());

  /** First sign-in of the second person; answers the cookie. */
  const signIn = async (name: string): Promise<string> => {
    const answer = await fetch(`${world.server.url}/api/identity/sign-in`, {
      method: 'POST',
      body: JSON.stringify({ name, password: world.oneTimePassword(name), newPassword: OTHER_PASSWORD }),
      headers: { 'content-type': 'application/json', origin: world.server.url },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  const approve = async (path: string): Promise<void> => {
    const answer = await fetch(`${world.server.url}/api${path}`, {
      method: 'POST',
      body: JSON.stringify({ verdict: 'approve', note: '核对无误' }),
      headers: { cookie, origin: world.server.url, 'content-type': 'application/json' },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  };
  const shot = async (name: string): Promise<void> => {
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) await world.page.screenshot({ path: join(folder, `${name}.png`) });
  };

  it('begin with a root that a wizard proposes and another person approves', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/certificates`);
    await page.getByText('还没有证书机构').waitFor();
    await shot('certificates-empty');
    await page.getByRole('button', { name: '建立根证书机构' }).first().click();
    await page.getByLabel('单位名称').fill('示例汽车有限公司');
    await shot('certificates-wizard');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '提交密钥仪式' }).click();
    await page.getByText('等待另一人').first().waitFor();
    const { items } = (await world.api('GET', '/certificates/ceremonies')) as unknown as { items: { id: string }[] };
    await approve(`/certificates/ceremonies/${items[0]?.id ?? ''}/decide`);
    await page.goto(`${server.url}/certificates`);
    await page.getByText('车辆证书机构').first().waitFor();
    expect(await page.locator('.ca-node').count()).toBe(4);
    await page.getByText('密钥封存').first().waitFor();
    await shot('certificates-authorities');
    await page.goto(`${server.url}/certificates?tab=ceremonies`);
    await page.getByText('已完成').first().waitFor();
    await shot('certificates-ceremonies');
  }, 150_000);

  it('are issued to a vehicle, shown in words, revoked by two persons, and proven by the log', async () => {
    const { page, server } = world;
    const settings = await world.api('GET', '/certificates/settings');
    await world.api('PUT', '/certificates/settings', {
      ...settings,
      unknownVehicles: 'allow',
      publicBase: 'http://pki.example.com',
    });
    const csr = base64(await sm2Device().request(VIN));
    await world.api('POST', '/certificates', { profile: 'vehicle', authority: 'vehicle-ca', csr, vin: VIN });
    await page.goto(`${server.url}/certificates?tab=list`);
    await page.getByText(`CN=${VIN}`).first().click();
    await page.getByText('数字签名').first().waitFor();
    await page.getByText('签发证明').waitFor();
    await shot('certificates-detail');
    await page.locator('.ant-drawer').getByRole('button', { name: '吊销' }).click();
    await page.getByLabel('说明').fill('钥匙遗失');
    await page.locator('.ant-modal').getByRole('button', { name: '吊销' }).click();
    await page.getByText('等待另一人批准').first().waitFor();
    const { items } = (await world.api('GET', '/certificates/requests')) as unknown as { items: { id: string }[] };
    await approve(`/certificates/requests/${items[0]?.id ?? ''}/decide`);
    await page.goto(`${server.url}/certificates?tab=requests`);
    await page.getByText('已批准').first().waitFor();
    await shot('certificates-requests');
    const state = async () =>
      ((await world.api('GET', `/certificates?search=${VIN}`)) as unknown as { items: { state: string }[] }).items[0]
        ?.state;
    await expect.poll(state, WAIT).toBe('revoked');
    await page.goto(`${server.url}/certificates?tab=settings`);
    await page.getByRole('button', { name: '校验签发日志' }).click();
    await page.getByText('完整：').waitFor();
    await shot('certificates-log');
    for (const tab of ['list', 'profiles', 'bindings', 'batches']) {
      await page.goto(`${server.url}/certificates?tab=${tab}`);
      await page.locator('.panel').first().waitFor();
      await page.waitForTimeout(600);
      await shot(`certificates-${tab}`);
    }
    expect(world.errors).toEqual([]);
  }, 150_000);

  it('come to a device by CMP with a one-time secret that the console shows once', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/certificates?tab=devices`);
    await page.getByRole('button', { name: '生成设备密钥' }).first().click();
    const dialog = page.locator('.ant-modal');
    await dialog.locator('textarea').fill(`${DEVICE_VIN}\n`);
    await shot('certificates-secrets-form');
    await dialog.getByRole('button', { name: '生成设备密钥' }).click();
    await dialog.getByText('密钥仅显示这一次').waitFor();
    await shot('certificates-secrets-made');
    const [, reference = '', secret = ''] = ((await dialog.locator('pre').textContent()) ?? '').split(/\s+/);
    await dialog.getByRole('button', { name: '已保存，关闭' }).click();
    const protection = { kind: 'secret', mac: 'pbmac1', reference, secret } as const;
    const transaction = newTransaction();
    const label = 'vehicle-ca.vehicle';
    const asked = await messageOf({ kind: 'ir', requests: [requestOf(DEVICE_VIN)] }, protection, transaction);
    const { message } = await send(port, label, asked);
    if (message?.body.kind !== 'ip') throw new Error(`no certificate: ${JSON.stringify(message?.body)}`);
    const der = message.body.responses[0]?.certificate ?? new Uint8Array();
    const follow = { ...transaction, recipientNonce: message.header.senderNonce };
    const confirmed = await send(port, label, await messageOf(confirmationOf(der), protection, follow));
    expect(confirmed.message?.body.kind).toBe('pkiconf');
    await page.reload();
    await page.getByText('已使用').nth(1).waitFor();
    await page.getByText('首次申请（ir）').waitFor();
    expect(await page.locator('body').textContent()).not.toContain(secret);
    await shot('certificates-devices');
    expect(world.errors).toEqual([]);
  }, 150_000);
});
