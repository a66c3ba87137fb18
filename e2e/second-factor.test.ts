import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totp } from './totp.ts';
import { openWorld, PASSWORD, type World } from './world.ts';

const STEP_MS = 30_000;

describe('a second factor', () => {
  let world: World;
  let secret = '';
  let recoveryCodes: readonly string[] = [];
  beforeAll(async () => {
    world = await openWorld();
  }, 120_000);
  afterAll(() => world?.close());

  const signOut = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: '李雷' }).click();
    await page.getByText('退出登录').click();
    await page.getByLabel('密码', { exact: true }).waitFor();
  };
  const signIn = async (page: Page, name: string, password: string): Promise<void> => {
    await page.getByLabel('用户名').fill(name);
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '登录' }).click();
  };
  const linesOf = async (page: Page): Promise<readonly string[]> =>
    (await page.locator('.secret').allInnerTexts()).flatMap((text) => text.split(/\s+/)).filter((text) => text !== '');

  it('is enrolled in the settings, and a wrong code is refused with what to do', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/settings?tab=account`);
    await page.getByRole('button', { name: '绑定身份验证器' }).click();
    await page.locator('img[src^="data:image/png"]').waitFor();
    [secret = ''] = await linesOf(page);
    expect(secret).toMatch(/^[A-Z2-7]{16,}$/);
    const code = page.getByPlaceholder('输入应用显示的六位验证码');
    await code.fill('000000');
    await page.getByRole('button', { name: /确\s?定/ }).click();
    await page.locator('.ant-notification-notice').first().waitFor();
    await code.fill(totp(secret, Date.now()));
    await page.getByRole('button', { name: /确\s?定/ }).click();
    await page.getByText('请保存恢复码').waitFor();
    recoveryCodes = await linesOf(page);
    expect(recoveryCodes.length).toBeGreaterThanOrEqual(8);
    await page
      .getByRole('tabpanel')
      .getByRole('button', { name: /关\s?闭/ })
      .click();
    await page.getByText(`剩余 ${recoveryCodes.length} 个恢复码`).waitFor();
  }, 60_000);

  it('is asked for at the next sign-in; a wrong code is refused, the right one opens', async () => {
    const { page } = world;
    await signOut(page);
    await signIn(page, 'lilei', PASSWORD);
    await page.getByLabel('验证码或恢复码').fill('111111');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').waitFor();
    // the code of this half minute was used up when it was enrolled
    await page.getByLabel('验证码或恢复码').fill(totp(secret, Date.now() + STEP_MS));
    await page.getByRole('button', { name: '登录' }).click();
    await page
      .getByRole('heading', { name: '安全态势' })
      .or(page.getByRole('heading', { name: '设置' }))
      .waitFor();
  }, 60_000);

  it('can be replaced by a recovery code, once', async () => {
    const { page, server } = world;
    await signOut(page);
    await signIn(page, 'lilei', PASSWORD);
    await page.getByLabel('验证码或恢复码').fill(recoveryCodes[0] ?? '');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '李雷' }).waitFor();
    await page.goto(`${server.url}/settings?tab=account`);
    await page.getByText(`剩余 ${recoveryCodes.length - 1} 个恢复码`).waitFor();
    await signOut(page);
    await signIn(page, 'lilei', PASSWORD);
    await page.getByLabel('验证码或恢复码').fill(recoveryCodes[0] ?? '');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('验证码或恢复码').fill(recoveryCodes[1] ?? '');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '李雷' }).waitFor();
  }, 60_000);

  it('is removed with the password', async () => {
    const { page, server } = world;
    await page.goto(`${server.url}/settings?tab=account`);
    await page.getByPlaceholder('输入密码以确认').fill(PASSWORD);
    await page.getByRole('button', { name: '解除绑定' }).click();
    await page.getByRole('button', { name: '绑定身份验证器' }).waitFor();
  }, 60_000);

  it('is left to an administrator, but the one-time password is not', async () => {
    const { page, oneTimePassword } = world;
    await signOut(page);
    await signIn(page, 'system-admin', oneTimePassword('system-admin'));
    await page.getByLabel('新密码', { exact: true }).fill('Luoyang-7-Tractor-Line!');
    await page.getByLabel('再输入一次新密码').fill('Luoyang-7-Tractor-Line!');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '系统管理员' }).waitFor();
  }, 60_000);

  it('met no error on the way but the refusals that were meant', () => {
    expect(world.errors.filter((text) => !/status of 40[0-9]|status of 42[0-9]/.test(text))).toEqual([]);
  });
});
