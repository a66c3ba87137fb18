import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Me, RecoveryCodes, SecondFactorOffer, SessionList, SetupResult, SetupState } from './contract.ts';
import { identityModule } from './module.ts';
import { type Browser, type IdentityWorld, identityWorld } from './testing/world.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const OPERATOR = { name: 'wang.fang', displayName: '王芳', password: 'Spring-river-31' };
let world: IdentityWorld;
let operator: Browser;
let accounts: SetupResult['accounts'];

beforeAll(async () => {
  world = await identityWorld();
});
afterAll(() => world.close());

const actions = async (count: number) => {
  const { lines } = await readAudit(world.platform.platform.records, { limit: count });
  return lines.map(({ action, outcome, actor }) => `${action} ${outcome} ${actor.name}`);
};

describe('first use', () => {
  it('is open, and a new start makes the code before worthless', async () => {
    const { ensureBootstrap } = world.app.asksOf(identityModule);
    const old = await ensureBootstrap();
    const code = await ensureBootstrap();
    expect((await world.browser().call('GET /identity/setup')).as(SetupState)).toEqual({ needed: true });
    const refused = await world.browser().call('POST /identity/setup', { code: old?.setupCode, operator: OPERATOR });
    expect(refused.problem?.code).toBe('identity.wrong-setup-code');
    const weak = { ...OPERATOR, password: 'short' };
    const tooWeak = await world.browser().call('POST /identity/setup', { code: code?.setupCode, operator: weak });
    expect(tooWeak.problem?.code).toBe('identity.weak-password');
    operator = world.browser();
    const administrators = { 'security-admin': 'Guard-the-gate-88' };
    const answer = await operator.call('POST /identity/setup', {
      code: code?.setupCode,
      operator: OPERATOR,
      administrators,
    });
    ({ accounts } = answer.as(SetupResult));
  });

  it('makes the operator and the three administrators; typed passwords are not repeated', () => {
    expect(accounts.map(({ name }) => name)).toEqual(['wang.fang', 'system-admin', 'security-admin', 'audit-admin']);
    expect(accounts.map(({ oneTimePassword }) => oneTimePassword !== null)).toEqual([false, true, false, true]);
  });

  it('signs the operator in at once', async () => {
    const me = (await operator.call('GET /identity/me')).as(Me);
    expect(me).toMatchObject({ name: 'wang.fang', displayName: '王芳', secondFactor: false });
    expect(me.roles).not.toContain('system-admin');
  });

  it('closes for good', async () => {
    expect((await operator.call('GET /identity/setup')).as(SetupState)).toEqual({ needed: false });
    expect(await world.app.asksOf(identityModule).ensureBootstrap()).toBeUndefined();
    const again = await operator.call('POST /identity/setup', { code: 'x', operator: OPERATOR });
    expect(again.problem?.code).toBe('identity.setup-closed');
  });
});

describe('sign-in', () => {
  it('of a generated password demands a new one, in the same request', async () => {
    const browser = world.browser();
    const password = accounts[1]?.oneTimePassword ?? '';
    expect(await browser.signIn('system-admin', password)).toEqual({
      kind: 'new-password-needed',
      reason: 'first-sign-in',
    });
    expect((await browser.call('GET /identity/me')).status).toBe(401);
    const same = await browser.call('POST /identity/sign-in', {
      name: 'system-admin',
      password,
      newPassword: password,
    });
    expect(same.problem?.facts).toMatchObject({ problems: 'reused' });
    const more = { newPassword: 'Fresh-meadow-12' };
    expect(await browser.signIn('system-admin', password, more)).toEqual({ kind: 'signed-in', recoveryCodes: null });
    expect((await browser.call('GET /identity/me')).as(Me).name).toBe('system-admin');
    expect(await browser.signIn('system-admin', 'Fresh-meadow-12')).toMatchObject({ kind: 'signed-in' });
  });

  it('does not tell an unknown name from a wrong password', async () => {
    const unknown = await world.browser().call('POST /identity/sign-in', { name: 'nobody', password: 'x' });
    const wrong = await world.browser().call('POST /identity/sign-in', { name: 'wang.fang', password: 'x' });
    const { instance: _a, ...first } = unknown.problem ?? {};
    const { instance: _b, ...second } = wrong.problem ?? {};
    expect(first).toEqual(second);
    expect(unknown.status).toBe(401);
    expect(await actions(2)).toEqual(['identity.signed-in refused wang.fang', 'identity.signed-in refused nobody']);
  });

  it('locks after five failures, for a quarter of an hour, and says until when', async () => {
    const browser = world.browser();
    await browser.signIn('wang.fang', OPERATOR.password);
    for (let i = 0; i < 5; i += 1)
      await browser.call('POST /identity/sign-in', { name: 'wang.fang', password: `wrong${i}` });
    const locked = await browser.call('POST /identity/sign-in', { name: 'wang.fang', password: OPERATOR.password });
    expect(locked.status).toBe(423);
    expect(locked.problem?.facts).toEqual({ until: new Date(world.platform.clock.now() + 15 * MINUTE).toISOString() });
    expect(await actions(2)).toEqual(['identity.user-locked done wang.fang', 'identity.signed-in refused wang.fang']);
    world.platform.clock.advance(15 * MINUTE);
    expect(await browser.signIn('wang.fang', OPERATOR.password)).toMatchObject({ kind: 'signed-in' });
  });

  it('demands a new password when the old one is ninety days old', async () => {
    world.platform.clock.advance(90 * DAY);
    const browser = world.browser();
    expect(await browser.signIn('wang.fang', OPERATOR.password)).toEqual({
      kind: 'new-password-needed',
      reason: 'expired',
    });
    const more = { newPassword: 'Autumn-lake-57' };
    expect(await browser.signIn('wang.fang', OPERATOR.password, more)).toMatchObject({ kind: 'signed-in' });
    operator = browser;
  });
});

describe('sessions', () => {
  it('end when nobody used them for half an hour, and after twelve hours', async () => {
    const browser = world.browser();
    await browser.signIn('wang.fang', 'Autumn-lake-57');
    for (let i = 0; i < 24; i += 1) {
      world.platform.clock.advance(29 * MINUTE);
      expect((await browser.call('GET /identity/me')).status).toBe(200);
    }
    world.platform.clock.advance(29 * MINUTE);
    expect((await browser.call('GET /identity/me')).status).toBe(401);
    await browser.signIn('wang.fang', 'Autumn-lake-57');
    world.platform.clock.advance(31 * MINUTE);
    expect((await browser.call('GET /identity/me')).status).toBe(401);
  });

  it('can be seen and ended one by one', async () => {
    const [here, there] = [world.browser(), world.browser()];
    await here.signIn('wang.fang', 'Autumn-lake-57');
    await there.signIn('wang.fang', 'Autumn-lake-57');
    const { items } = (await here.call('GET /identity/me/sessions')).as(SessionList);
    expect(items.filter(({ current }) => current)).toHaveLength(1);
    const other = items.find(({ current }) => !current);
    await here.call(`DELETE /identity/me/sessions/${other?.id ?? ''}`);
    expect((await there.call('GET /identity/me')).status).toBe(401);
    expect((await here.call('GET /identity/me')).status).toBe(200);
  });

  it('end at sign-out', async () => {
    const browser = world.browser();
    await browser.signIn('wang.fang', 'Autumn-lake-57');
    expect((await browser.call('POST /identity/sign-out')).status).toBe(200);
    expect((await browser.call('GET /identity/me')).status).toBe(401);
  });

  it('of other browsers end when the password changes; old passwords stay refused', async () => {
    const [here, there] = [world.browser(), world.browser()];
    await here.signIn('wang.fang', 'Autumn-lake-57');
    await there.signIn('wang.fang', 'Autumn-lake-57');
    const change = { password: 'Autumn-lake-57', newPassword: 'Winter-hill-93' };
    expect((await here.call('POST /identity/me/password', { ...change, password: 'no' })).status).toBe(401);
    expect((await here.call('POST /identity/me/password', change)).status).toBe(200);
    expect((await here.call('GET /identity/me')).status).toBe(200);
    expect((await there.call('GET /identity/me')).status).toBe(401);
    const back = { password: 'Winter-hill-93', newPassword: 'Autumn-lake-57' };
    expect((await here.call('POST /identity/me/password', back)).problem?.facts).toMatchObject({ problems: 'reused' });
  });
});

describe('the second factor', () => {
  let secret: string;
  let codes: readonly string[];
  const password = 'Winter-hill-93';

  it('is enrolled with a picture and a code', async () => {
    operator = world.browser();
    await operator.signIn('wang.fang', password);
    const offer = (await operator.call('POST /identity/me/second-factor')).as(SecondFactorOffer);
    ({ secret } = offer);
    expect(offer.uri).toMatch(/^otpauth:\/\/totp\/CheDun:wang\.fang\?secret=[A-Z2-7]{32}&/);
    expect(offer.qr).toMatch(/^data:image\/png;base64,/);
    const wrong = await operator.call('POST /identity/me/second-factor/confirm', { code: '000000' });
    expect(wrong.problem?.code).toBe('identity.wrong-code');
    const answer = await operator.call('POST /identity/me/second-factor/confirm', { code: await world.digits(secret) });
    codes = answer.as(RecoveryCodes).recoveryCodes;
    expect(new Set(codes).size).toBe(10);
    expect((await operator.call('POST /identity/me/second-factor')).problem?.code).toBe(
      'identity.second-factor-exists',
    );
  });

  it('is stored sealed', async () => {
    const db = world.platform.platform.records.read<{
      'identity.users': { totp_sealed: Buffer | null; name: string };
    }>();
    const row = await db
      .selectFrom('identity.users')
      .select('totp_sealed')
      .where('name', '=', 'wang.fang')
      .executeTakeFirst();
    expect(row?.totp_sealed?.length).toBeGreaterThan(20);
    expect(row?.totp_sealed?.toString('latin1')).not.toContain(secret);
  });

  it('is asked for after the password, and a code works once', async () => {
    const browser = world.browser();
    expect(await browser.signIn('wang.fang', password)).toEqual({ kind: 'code-needed' });
    expect((await browser.call('GET /identity/me')).status).toBe(401);
    world.platform.clock.advance(MINUTE);
    const code = await world.digits(secret);
    expect(await browser.signIn('wang.fang', password, { code })).toMatchObject({ kind: 'signed-in' });
    const again = await world.browser().call('POST /identity/sign-in', { name: 'wang.fang', password, code });
    expect(again.problem?.code).toBe('identity.wrong-code');
  });

  it('can be replaced by a recovery code, once', async () => {
    const [code = ''] = codes;
    const browser = world.browser();
    expect(await browser.signIn('wang.fang', password, { code })).toMatchObject({ kind: 'signed-in' });
    expect((await browser.call('GET /identity/me')).as(Me).recoveryCodesLeft).toBe(9);
    const again = await browser.call('POST /identity/sign-in', { name: 'wang.fang', password, code });
    expect(again.problem?.code).toBe('identity.wrong-code');
  });

  it('counts wrong codes as failures', async () => {
    const browser = world.browser();
    for (let i = 0; i < 5; i += 1)
      await browser.call('POST /identity/sign-in', { name: 'wang.fang', password, code: '123456' });
    expect((await browser.call('POST /identity/sign-in', { name: 'wang.fang', password })).status).toBe(423);
    world.platform.clock.advance(16 * MINUTE);
  });

  it('is removed with the password', async () => {
    const browser = world.browser();
    await browser.signIn('wang.fang', password, { code: codes[1] });
    expect((await browser.call('POST /identity/me/second-factor/remove', { password: 'no' })).status).toBe(401);
    expect((await browser.call('POST /identity/me/second-factor/remove', { password })).status).toBe(200);
    expect(await world.browser().signIn('wang.fang', password)).toMatchObject({ kind: 'signed-in' });
  });
});

describe('a policy that demands a second factor', () => {
  it('makes enrolment a step of sign-in', async () => {
    const security = world.browser();
    const first = { newPassword: 'Guard-the-wall-99' };
    await security.signIn('security-admin', 'Guard-the-gate-88', first);
    const policy = (await security.call('GET /identity/policy')).json as object;
    expect((await security.call('PUT /identity/policy', { ...policy, secondFactor: 'everyone' })).status).toBe(200);
    const browser = world.browser();
    const asked = await browser.signIn('wang.fang', 'Winter-hill-93');
    if (asked.kind !== 'second-factor-needed') throw new Error(asked.kind);
    const code = await world.digits(asked.offer.secret);
    const signedIn = await browser.signIn('wang.fang', 'Winter-hill-93', { code });
    expect(signedIn.kind === 'signed-in' && signedIn.recoveryCodes?.length).toBe(10);
    expect(await world.browser().signIn('wang.fang', 'Winter-hill-93')).toEqual({ kind: 'code-needed' });
  });
});
