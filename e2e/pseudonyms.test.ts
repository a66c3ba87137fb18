import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { serviceRequest } from '@chedun/v2x-pki';
import {
  downloadRequest,
  enrolmentIn,
  enrolmentRequest,
  newDevice,
  pseudonymRequest,
  pseudonymsIn,
  scalarSigner,
  SUITES,
} from '@chedun/v2x-pki/device';
import { createVerifier, LINKAGE_SM, parseCertificate, parseCrl, RevocationStore } from '@chedun/v2x-security';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from './browser.ts';
import { openWorld, type World } from './world.ts';

const OTHER_PASSWORD = 'Shanghai-7-Depot-Gate!';
const VIN = 'LSVAA49J132047371';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64'));
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
/** Seconds since 2004, with the five leap seconds since. */
const now = (): number => Math.floor((Date.now() - Date.UTC(2004, 0, 1) + 5000) / 1000);

describe('pseudonyms of a vehicle', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    world.page.setDefaultTimeout(60_000);
  }, 180_000);
  afterAll(() => world?.close());

  const shot = async (name: string): Promise<void> => {
    const folder = process.env['E2E_SHOTS'];
    if (folder !== undefined) await world.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  it('come from authorities that two persons build, are signed with, and end when two persons revoke the device', async () => {
    const { page, server, api } = world;
    const dialog = () => page.getByRole('dialog').filter({ visible: true });
    await page.goto(`${server.url}/pseudonyms`);
    await page.getByText('尚未建立证书体系').waitFor();
    await shot('pseudonyms-empty');
    await page.getByRole('button', { name: '建立证书体系' }).first().click();
    await dialog().getByLabel('机构名称后缀').fill('v2x.example.cn');
    await dialog().getByLabel('说明').fill('年度计划');
    await page.locator('.ant-modal').getByRole('button', { name: '建立证书体系' }).click();
    await page.getByText('待批准').waitFor();
    const cookie = await signIn('security-admin');
    const asOther = async (path: string, body: object): Promise<unknown> => {
      const answer = await fetch(`${server.url}/api${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { cookie, origin: server.url, 'content-type': 'application/json' },
      });
      expect(answer.status, await answer.clone().text()).toBe(200);
      return answer.json();
    };
    const agreed = { verdict: 'approve', note: '同意' };
    const hold = async (): Promise<void> => {
      const { items } = (await api('GET', '/pseudonyms/ceremonies')) as unknown as {
        items: { id: string; state: string }[];
      };
      const open = items.find(({ state }) => state === 'proposed');
      await asOther(`/pseudonyms/ceremonies/${open?.id}/decide`, agreed);
    };
    await hold();
    await page.getByText('车架号 ↔ 注册证书').waitFor();
    await shot('pseudonyms-roles');

    await page.getByRole('tab', { name: '车辆注册' }).click();
    await page.getByRole('button', { name: '准许车辆注册' }).first().click();
    await page.locator('.ant-modal textarea').fill(`${VIN}\n不是车架号\n`);
    await page.getByText('以下各行不是车架号：2').waitFor();
    await page
      .locator('.ant-modal')
      .getByRole('button', { name: /准许 1 辆/ })
      .click();
    await page.getByText('待注册').waitFor();

    const known = await api('GET', '/pseudonyms/authorities/cn');
    const certificates = known['certificates'] as { role: string; certificate: string }[];
    const ra = parseCertificate(bytesOf(certificates.find(({ role }) => role === 'ra')?.certificate));
    const device = newDevice(SUITES.cn, 'compactUnified', random);
    const verifier = createVerifier();
    const send = async (path: string, message: Uint8Array): Promise<Uint8Array> =>
      bytesOf((await api('POST', `/pseudonyms/${path}`, { suite: 'cn', message: base64(message) }))['message']);
    const aids = known['aids'] as number[];
    const enrolment = enrolmentIn(await send('enrol', await enrolmentRequest(device, VIN, now(), aids)), verifier);
    await send('requests', await pseudonymRequest(device, enrolment, ra, { now: now(), aids, random }));
    await page.getByText('已注册').first().waitFor();
    await shot('pseudonyms-vehicles');

    await page.getByRole('tab', { name: '批次' }).click();
    await page.getByRole('button', { name: '立即补齐' }).first().click();
    await page.getByText('完成', { exact: true }).waitFor();
    await shot('pseudonyms-batches');
    const i = Math.floor(now() / 604_800);
    const file = await send('downloads', await downloadRequest(device, enrolment, ra, { now: now(), i, random }));
    const pseudonyms = pseudonymsIn(device, file, i, verifier);
    expect(pseudonyms).toHaveLength(20);

    await page.getByRole('tab', { name: '异常与撤销' }).click();
    await page.getByRole('button', { name: '报告异常行为' }).first().click();
    const [one] = pseudonyms;
    await dialog()
      .getByLabel('证书或消息')
      .fill(Buffer.from(one?.certificate.bytes ?? []).toString('hex'));
    await dialog().getByLabel('异常类型').fill('position-jump');
    await dialog().getByLabel('说明').fill('轨迹跳变 400 米');
    await page.locator('.ant-modal').getByRole('button', { name: '报告异常行为' }).click();
    await page.getByRole('button', { name: '申请撤销' }).click();
    const agree = (question: string) =>
      page
        .locator('.ant-popover')
        .filter({ hasText: question })
        .getByRole('button', { name: /确\s*[定认]|OK/ })
        .click();
    await agree('申请撤销这台设备');
    await page.getByText('待审批').first().waitFor();
    await page
      .getByRole('button', { name: /批\s*准/ })
      .first()
      .click();
    await agree('批准后将查找');
    await page.getByText('提出人不能批准自己的申请').waitFor();
    await shot('pseudonyms-revocations');

    const { items } = (await api('GET', '/pseudonyms/reports')) as unknown as {
      items: { revocation: { id: string } }[];
    };
    const decided = await asOther(`/pseudonyms/revocations/${items[0]?.revocation.id}/decide`, agreed);
    expect(decided).toEqual({ state: 'revoked', list: 2 });
    const crl = await fetch(`${server.url}/api/pseudonyms/lists/cn/newest`);
    const store = new RevocationStore(LINKAGE_SM);
    store.apply(parseCrl('cn', new Uint8Array(await crl.arrayBuffer())).contents);
    expect(pseudonyms.every(({ certificate }) => store.isRevoked(certificate))).toBe(true);
    await page.getByText('已撤销', { exact: true }).first().waitFor();
    await shot('pseudonyms-revoked');

    await page.getByRole('tab', { name: '密钥仪式' }).click();
    await page.getByRole('button', { name: '提出密钥仪式' }).click();
    await dialog().getByLabel('名称').fill('services.v2x.example.cn');
    await dialog().getByLabel('说明').fill('路侧建设');
    await page.locator('.ant-modal').getByRole('button', { name: '提出密钥仪式' }).click();
    await page.getByText('待批准').waitFor();
    await hold();
    await page.getByText('services.v2x.example.cn').nth(1).waitFor();
    await shot('pseudonyms-ceremonies');

    await page.getByRole('tab', { name: '应用与身份证书' }).click();
    await page.getByRole('button', { name: '提交请求' }).first().click();
    const key = newDevice(SUITES.cn, 'unified', random).signing;
    const asked = await serviceRequest(
      {
        suite: SUITES.cn,
        name: 'rsu-17.example.cn',
        key: key.key,
        start: now(),
        hours: 4383,
        permissions: [{ aid: 113, ssp: { form: 'opaque', hex: '01' } }],
        region: { kind: 'circle', lat: 31.23, lon: 121.47, radius: 800 },
      },
      scalarSigner(SUITES.cn, key.scalar),
    );
    await dialog().getByLabel('模板').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '路侧单元' }).click();
    await dialog().getByLabel('持有者').fill('RSU-0017');
    await dialog().getByLabel('依据').fill('市交通委 2026-118 号');
    await dialog().getByLabel('证书请求').fill(base64(asked));
    await page
      .locator('.ant-modal')
      .getByRole('button', { name: /提交 1 个请求/ })
      .click();
    await page.getByText('待审批').first().waitFor();
    const { items: waiting } = (await api('GET', '/credentials/requests')) as unknown as { items: { id: string }[] };
    await asOther('/credentials/requests/decide', { ids: waiting.map(({ id }) => id), ...agreed });
    await page.getByText('已签发').first().waitFor();
    const signed = (await api('GET', '/credentials')) as unknown as { items: { subject: string; state: string }[] };
    expect(signed.items).toMatchObject([{ subject: 'rsu-17.example.cn', state: 'valid' }]);
    await shot('pseudonyms-credentials');
  }, 180_000);

  it('are shown in English as well', async () => {
    const { page } = await openPage(world.browser, { theme: 'dark', language: 'en' });
    await page.context().addCookies(await world.page.context().cookies());
    await page.goto(`${world.server.url}/pseudonyms`);
    await page.getByText('No authority alone can join a VIN with a pseudonym').waitFor({ timeout: 60_000 });
    const folder = process.env['E2E_SHOTS'];
    const shotOf = async (name: string): Promise<void> => {
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, `pseudonyms-en-${name}.png`), fullPage: true });
    };
    await shotOf('roles');
    await page.getByRole('tab', { name: 'Application & identity' }).click();
    await page.getByText('rsu-17.example.cn').first().waitFor();
    await shotOf('credentials');
    await page.getByRole('tab', { name: 'Key ceremonies' }).click();
    await page.getByText('services.v2x.example.cn').first().waitFor();
    await shotOf('ceremonies');
    await page.close();
  }, 120_000);

  const signIn = async (name: string): Promise<string> => {
    const answer = await fetch(`${world.server.url}/api/identity/sign-in`, {
      method: 'POST',
      body: JSON.stringify({ name, password: world.oneTimePassword(name), newPassword: OTHER_PASSWORD }),
      headers: { 'content-type': 'application/json', origin: world.server.url },
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
});
