import { personIdOf } from '@chedun/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ApiTokenList,
  AuditPage,
  AuditVerification,
  Me,
  NewToken,
  PeopleList,
  RoleList,
  SecondFactorOffer,
  User,
  UserList,
  UserWithPassword,
} from './contract.ts';
import { identityModule } from './module.ts';
import { printMatrix, routeMatrix, ungranted } from './testing/index.ts';
import { type IdentityWorld, STAFF_PASSWORD, type Staff, employ, identityWorld } from './testing/world.ts';

let world: IdentityWorld;
let staff: Staff;

beforeAll(async () => {
  world = await identityWorld();
  staff = await employ(world);
});
afterAll(() => world.close());

const userNamed = async (name: string): Promise<User> => {
  const { items } = (await staff.system.call(`GET /identity/users?q=${name}`)).as(UserList);
  const found = items.find((user) => user.name === name);
  if (found === undefined) throw new Error(`no user ${name}`);
  return found;
};
const hire = async (name: string): Promise<UserWithPassword> =>
  (await staff.system.call('POST /identity/users', { name, displayName: name })).as(UserWithPassword);

describe('accounts', () => {
  it('are created by one administrator and given rights by another', async () => {
    const { user, oneTimePassword } = await hire('li.na');
    expect(user).toMatchObject({ roles: [], mustChangePassword: true, status: 'active' });
    expect((await staff.security.call('POST /identity/users', { name: 'x.y', displayName: 'x' })).status).toBe(403);
    expect((await staff.system.call(`PUT /identity/users/${user.id}/roles`, { roles: ['viewer'] })).status).toBe(403);
    const granted = await staff.security.call(`PUT /identity/users/${user.id}/roles`, { roles: ['viewer', 'viewer'] });
    expect(granted.as(User).roles).toEqual(['viewer']);
    const browser = world.browser();
    await browser.signIn('li.na', oneTimePassword, { newPassword: 'Garden-bridge-64' });
    expect((await browser.call('GET /identity/me')).as(Me).roles).toEqual(['viewer']);
    expect((await browser.call('GET /identity/users')).status).toBe(403);
  });

  it('keep their names', async () => {
    const again = await staff.system.call('POST /identity/users', { name: 'li.na', displayName: '李娜' });
    expect(again.problem).toMatchObject({ code: 'identity.name-taken', place: { field: 'name' } });
  });

  it.each(['Li.Na', 'l', '-x', 'a b', '李娜', 'x'.repeat(33)])('refuse the name %j', async (name) => {
    expect((await staff.system.call('POST /identity/users', { name, displayName: 'x' })).status).toBe(400);
  });

  it('never join an administrator role with another', async () => {
    const { id } = await userNamed('li.na');
    const joined = await staff.security.call(`PUT /identity/users/${id}/roles`, { roles: ['audit-admin', 'viewer'] });
    expect(joined.problem?.code).toBe('identity.roles-conflict');
  });

  it('are not changed by their owner, nor the last administrator removed', async () => {
    const security = await userNamed('security-admin');
    const audit = await userNamed('audit-admin');
    const own = await staff.security.call(`PUT /identity/users/${security.id}/roles`, { roles: ['viewer'] });
    expect(own.problem?.code).toBe('identity.own-account');
    const last = await staff.security.call(`PUT /identity/users/${audit.id}/roles`, { roles: [] });
    expect(last.problem).toMatchObject({ code: 'identity.last-administrator', facts: { role: 'audit-admin' } });
    const disabled = await staff.system.call(`PATCH /identity/users/${audit.id}`, { disabled: true });
    expect(disabled.problem?.code).toBe('identity.last-administrator');
    const self = await userNamed('system-admin');
    expect((await staff.system.call(`PATCH /identity/users/${self.id}`, { disabled: true })).problem?.code).toBe(
      'identity.own-account',
    );
  });

  it('stop at once when disabled, with sessions and tokens, and work again when enabled', async () => {
    const { id } = await userNamed('li.na');
    const browser = world.browser();
    await browser.signIn('li.na', 'Garden-bridge-64');
    expect((await staff.system.call(`PATCH /identity/users/${id}`, { disabled: true })).as(User).status).toBe(
      'disabled',
    );
    expect((await browser.call('GET /identity/me')).status).toBe(401);
    const refused = await browser.call('POST /identity/sign-in', { name: 'li.na', password: 'Garden-bridge-64' });
    expect(refused.problem?.code).toBe('identity.wrong-credentials');
    await staff.system.call(`PATCH /identity/users/${id}`, { disabled: false, displayName: '李娜' });
    expect(await browser.signIn('li.na', 'Garden-bridge-64')).toMatchObject({ kind: 'signed-in' });
    expect((await browser.call('GET /identity/me')).as(Me).displayName).toBe('李娜');
  });

  it('can be unlocked, signed out and given a one-time password', async () => {
    const { id } = await userNamed('li.na');
    const browser = world.browser();
    for (let i = 0; i < 5; i += 1) await browser.call('POST /identity/sign-in', { name: 'li.na', password: 'x' });
    expect(await userNamed('li.na')).toMatchObject({ status: 'locked' });
    expect((await staff.system.call(`POST /identity/users/${id}/unlock`)).as(User).status).toBe('active');
    await browser.signIn('li.na', 'Garden-bridge-64');
    expect((await staff.security.call(`POST /identity/users/${id}/sign-out`)).status).toBe(200);
    expect((await browser.call('GET /identity/me')).status).toBe(401);
    const reset = (await staff.system.call(`POST /identity/users/${id}/reset-password`)).as(UserWithPassword);
    const asked = await browser.signIn('li.na', reset.oneTimePassword);
    expect(asked).toEqual({ kind: 'new-password-needed', reason: 'first-sign-in' });
  });

  it('of administrators are reset on the machine only', async () => {
    const { id } = await userNamed('audit-admin');
    const refused = await staff.system.call(`POST /identity/users/${id}/reset-password`);
    expect(refused.problem?.code).toBe('identity.administrator-protected');
    const { resetPasswordLocally, userName } = world.app.asksOf(identityModule);
    const { oneTimePassword } = await resetPasswordLocally('audit-admin');
    staff = { ...staff, audit: world.browser() };
    const signedIn = await staff.audit.signIn('audit-admin', oneTimePassword, { newPassword: 'Second-winter-77' });
    expect(signedIn.kind).toBe('signed-in');
    await expect(resetPasswordLocally('nobody')).rejects.toMatchObject({ code: 'identity.no-such-user' });
    expect(await userName(id)).toBe('审计管理员');
  });

  it('are listed by name, in pages, by role and status', async () => {
    for (const name of ['zz.one', 'zz.two', 'zz.three']) await hire(name);
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: User[]; next: string | null } = (
        await staff.system.call(`GET /identity/users?limit=2&cursor=${cursor}`)
      ).as(UserList);
      names.push(...page.items.map((user) => user.name));
      cursor = page.next;
    }
    expect(names).toEqual([...names].toSorted());
    expect(new Set(names).size).toBe(8);
    const admins = (await staff.system.call('GET /identity/users?role=audit-admin&status=active')).as(UserList);
    expect(admins.items.map((user) => user.name)).toEqual(['audit-admin']);
    expect((await staff.system.call('GET /identity/users?q=%25')).as(UserList).items).toEqual([]);
  });

  it('that can be given work are known to everybody who is signed in', async () => {
    const people = async (query: string) => {
      const { items } = (await staff.audit.call(`GET /identity/people${query}`)).as(PeopleList);
      return items.map(({ displayName }) => displayName);
    };
    expect(await people('')).toEqual(['李娜', '王芳']);
    expect(await people('?q=wang')).toEqual(['王芳']);
    expect((await world.browser().call('GET /identity/people')).status).toBe(401);
  });

  it('that lost their authenticator are freed of it by the security administrator', async () => {
    const { id } = await userNamed('li.na');
    const none = await staff.security.call(`POST /identity/users/${id}/second-factor/remove`);
    expect(none.problem?.code).toBe('identity.no-second-factor');
    const self = await userNamed('security-admin');
    const own = await staff.security.call(`POST /identity/users/${self.id}/second-factor/remove`);
    expect(own.problem?.code).toBe('identity.own-account');
    const person = await userNamed('wang.fang');
    const offer = (await staff.operator.call('POST /identity/me/second-factor')).as(SecondFactorOffer);
    const code = await world.digits(offer.secret);
    expect((await staff.operator.call('POST /identity/me/second-factor/confirm', { code })).status).toBe(200);
    expect((await userNamed('wang.fang')).secondFactor).toBe(true);
    expect((await staff.security.call(`POST /identity/users/${person.id}/second-factor/remove`)).status).toBe(200);
    expect(await world.browser().signIn('wang.fang', STAFF_PASSWORD)).toMatchObject({ kind: 'signed-in' });
  });

  it('that do not exist are told so', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const request of [`GET /identity/users/${nobody}`, `POST /identity/users/${nobody}/unlock`]) {
      expect((await staff.system.call(request)).problem?.code).toBe('identity.no-such-user');
    }
    expect((await staff.system.call('GET /identity/users/nonsense')).status).toBe(400);
  });

  it('show roles with what they grant', async () => {
    const { items } = (await staff.system.call('GET /identity/roles')).as(RoleList);
    const auditor = items.find(({ id }) => id === 'audit-admin');
    expect(auditor).toMatchObject({ administrator: true, users: 1 });
    expect(auditor?.permissions.map(({ name }) => name)).toEqual(['identity.users-read', 'identity.audit-read']);
  });
});

describe('tokens', () => {
  it('carry what their owner holds, no more, and are shown once', async () => {
    const wish = { name: 'SIEM', scopes: ['identity.audit-read'], days: 30 };
    const refused = await staff.operator.call('POST /identity/me/tokens', wish);
    expect(refused.problem).toMatchObject({ code: 'identity.scope-not-held', detail: 'identity.audit-read' });
    const roles = { ...wish, scopes: ['identity.users-read'] };
    expect((await staff.audit.call('POST /identity/me/tokens', roles)).problem?.code).toBe('identity.scope-not-held');
    const { token, secret } = (await staff.audit.call('POST /identity/me/tokens', wish)).as(NewToken);
    expect(token).toMatchObject({ owner: 'audit-admin', status: 'active', hint: secret.slice(0, 11) });
    expect((await world.server.call('GET /identity/audit?limit=1', { bearer: secret })).status).toBe(200);
    expect((await world.server.call('GET /identity/users', { bearer: secret })).status).toBe(403);
    const list = await staff.audit.call('GET /identity/me/tokens');
    expect(list.text).not.toContain(secret);
    expect(list.as(ApiTokenList).items[0]?.lastUsedAt).not.toBeNull();
  });

  it('cannot act for a person', async () => {
    const { secret } = (
      await staff.audit.call('POST /identity/me/tokens', { name: 'a', scopes: ['identity.audit-read'], days: 1 })
    ).as(NewToken);
    const me = (await world.server.call('GET /identity/me', { bearer: secret })).as(Me);
    expect(me).toMatchObject({ kind: 'token', permissions: ['identity.audit-read'] });
    const person = (await staff.audit.call('GET /identity/me')).as(Me);
    const actor = await world.app.authenticator?.authenticate({
      sessionCookie: undefined,
      bearer: secret,
      ip: '127.0.0.1',
      method: 'GET',
    });
    expect(actor && personIdOf(actor)).toBe(person.id);
    const spawn = { body: { name: 'b', scopes: ['identity.audit-read'], days: 1 }, bearer: secret };
    expect((await world.server.call('POST /identity/me/tokens', spawn)).problem?.code).toBe('identity.users-only');
  });

  it('end by time and by revoking, by the owner or the security administrator', async () => {
    const make = async (days: number) =>
      (await staff.audit.call('POST /identity/me/tokens', { name: 't', scopes: ['identity.audit-read'], days })).as(
        NewToken,
      );
    const works = async (secret: string) =>
      (await world.server.call('GET /identity/me', { bearer: secret })).status === 200;
    const [mine, seen] = [await make(300), await make(300)];
    expect([await works(mine.secret), await works(seen.secret)]).toEqual([true, true]);
    await staff.audit.call(`DELETE /identity/me/tokens/${mine.token.id}`);
    expect((await staff.operator.call(`DELETE /identity/me/tokens/${seen.token.id}`)).status).toBe(404);
    await staff.security.call(`DELETE /identity/tokens/${seen.token.id}`);
    expect([await works(mine.secret), await works(seen.secret)]).toEqual([false, false]);
    expect((await staff.security.call(`DELETE /identity/tokens/${seen.token.id}`)).status).toBe(404);
  });

  it('of the server itself belong to nobody and end too', async () => {
    const { issueLocalToken } = world.app.asksOf(identityModule);
    await expect(issueLocalToken('x', ['identity.users-write'], 1)).rejects.toMatchObject({
      code: 'identity.scope-not-held',
    });
    await expect(issueLocalToken('x', ['made.up'], 1)).rejects.toMatchObject({ code: 'identity.scope-not-held' });
    const secret = await issueLocalToken('demo', ['identity.audit-read'], 1);
    expect((await world.server.call('GET /identity/me', { bearer: secret })).as(Me).name).toBe('demo');
    const { items } = (await staff.security.call('GET /identity/tokens')).as(ApiTokenList);
    expect(items.find(({ name }) => name === 'demo')).toMatchObject({ owner: null, status: 'active' });
    world.platform.clock.advance(86_400_000);
    expect((await world.server.call('GET /identity/me', { bearer: secret })).status).toBe(401);
    await staff.security.signIn('security-admin', STAFF_PASSWORD);
    await staff.audit.signIn('audit-admin', 'Second-winter-77');
  });
});

describe('the audit trail', () => {
  it('says who granted what to whom, before and after', async () => {
    const page = (await staff.audit.call('GET /identity/audit?action=identity.roles-granted')).as(AuditPage);
    expect(page.items[0]).toMatchObject({
      actor: { name: 'security-admin', ip: '127.0.0.1' },
      target: { kind: 'user' },
      before: { roles: [] },
      after: { roles: ['viewer'] },
    });
  });

  it('pages by cursor without gaps', async () => {
    const first = (await staff.audit.call('GET /identity/audit?limit=3')).as(AuditPage);
    const second = (await staff.audit.call(`GET /identity/audit?limit=3&cursor=${first.next ?? ''}`)).as(AuditPage);
    const seqs = [...first.items, ...second.items].map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) - i));
  });

  it('is exported as CSV, and that is a line of it', async () => {
    const csv = await staff.audit.call('GET /identity/audit/export?targetKind=user');
    expect(csv.headers.get('content-disposition')).toContain('%E5%AE%A1%E8%AE%A1');
    expect(csv.text).toContain('identity.user-created');
    const { items } = (await staff.audit.call('GET /identity/audit?limit=1')).as(AuditPage);
    expect(items[0]).toMatchObject({ action: 'identity.audit-exported', after: { targetKind: 'user' } });
  });

  it('verifies, and the store itself refuses to change a line', async () => {
    const rewrite = world.platform.platform.records.transaction((tx) =>
      tx
        .as<{ 'platform.audit': { seq: number; action: string } }>()
        .updateTable('platform.audit')
        .set({ action: 'x' })
        .where('seq', '=', 2)
        .execute(),
    );
    await expect(rewrite).rejects.toThrow();
    const verdict = (await staff.audit.call('POST /identity/audit/verify')).as(AuditVerification);
    expect(verdict.kind).toBe('intact');
  });

  it('is closed to everybody else', async () => {
    for (const browser of [staff.operator, staff.security, world.browser()]) {
      const answer = await browser.call('GET /identity/audit');
      expect([401, 403]).toContain(answer.status);
    }
  });
});

describe('the matrix of routes × roles', () => {
  it('is as it was agreed', () => {
    const routes = world.app.routes.map(({ route }) => route);
    const permissions = world.app.registry.permissions().map(({ name }) => name);
    expect(ungranted(permissions)).toEqual([]);
    const guarded = routeMatrix(routes, permissions).filter(({ roles }) => typeof roles !== 'string');
    expect(printMatrix(guarded)).toMatchInlineSnapshot(`
      "DELETE /identity/tokens/:id | identity.tokens-revoke | identity.token-revoked | security-admin
      GET /identity/audit | identity.audit-read | none | audit-admin
      GET /identity/audit/export | identity.audit-read | identity.audit-exported | audit-admin
      GET /identity/tokens | identity.tokens-revoke | none | security-admin
      GET /identity/users | identity.users-read | none | system-admin security-admin audit-admin
      GET /identity/users/:id | identity.users-read | none | system-admin security-admin audit-admin
      PATCH /identity/users/:id | identity.users-write | identity.user-changed | system-admin
      POST /identity/audit/verify | identity.audit-read | none | audit-admin
      POST /identity/users | identity.users-write | identity.user-created | system-admin
      POST /identity/users/:id/reset-password | identity.users-write | identity.password-reset | system-admin
      POST /identity/users/:id/second-factor/remove | identity.policy-write | identity.second-factor-removed | security-admin
      POST /identity/users/:id/sign-out | identity.sessions-revoke | identity.sessions-ended | security-admin
      POST /identity/users/:id/unlock | identity.users-write | identity.user-unlocked | system-admin
      PUT /identity/policy | identity.policy-write | identity.policy-changed | security-admin
      PUT /identity/users/:id/roles | identity.roles-grant | identity.roles-granted | security-admin
      "
    `);
  });
});
