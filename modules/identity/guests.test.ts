import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Me, NewToken, UserList, UserWithPassword, type User } from './contract.ts';
import { identityModule } from './module.ts';
import { employ, identityWorld, type IdentityWorld, type Staff } from './testing/world.ts';

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

describe('guests', () => {
  it('are made with one role, must change their password, and read nothing where nobody guards', async () => {
    const asks = world.app.asksOf(identityModule);
    const admin = await userNamed('system-admin');
    const actor = { kind: 'user', id: admin.id, name: admin.name } as const;
    const made = await asks.makeGuest({ name: 'zhou.ming', displayName: '周明' }, actor);
    await expect(asks.makeGuest({ name: 'zhou.ming', displayName: '周明' }, actor)).rejects.toThrow(
      'identity.name-taken',
    );
    const browser = world.browser();
    const first = await browser.signIn('zhou.ming', made.oneTimePassword);
    expect(first.kind).toBe('new-password-needed');
    await browser.signIn('zhou.ming', made.oneTimePassword, { newPassword: 'Quiet-visitor-58' });
    const me = (await browser.call('GET /identity/me')).as(Me);
    expect(me).toMatchObject({ roles: ['inspector'], permissions: [] });
    const token = { name: 't', scopes: [], days: 1 };
    for (const request of ['GET /identity/users', 'GET /identity/policy', 'GET /identity/me/tokens'])
      expect((await browser.call(request)).problem?.code, request).toBe('http.guest-refused');
    expect((await browser.call('POST /identity/me/tokens', token)).problem?.code).toBe('http.guest-refused');
    const other = { password: 'Quiet-visitor-58', newPassword: 'Other-visitor-97' };
    expect((await browser.call('POST /identity/me/password', other)).status).toBe(200);
    await asks.endSessions(made.id, actor);
    expect((await browser.call('GET /identity/me')).status).toBe(401);
  });

  it('are nothing else beside, and what they made before is worth nothing', async () => {
    const { user, oneTimePassword } = await hire('former.auditor');
    const rolesOf = (roles: string[]) => staff.security.call(`PUT /identity/users/${user.id}/roles`, { roles });
    expect((await rolesOf(['inspector', 'viewer'])).problem?.code).toBe('identity.roles-conflict');
    await rolesOf(['audit-admin']);
    const browser = world.browser();
    await browser.signIn('former.auditor', oneTimePassword, { newPassword: 'Quiet-visitor-58' });
    const wish = { name: 'old', scopes: ['identity.audit-read'], days: 30 };
    const { secret } = (await browser.call('POST /identity/me/tokens', wish)).as(NewToken);
    const asks = world.app.asksOf(identityModule);
    expect(await asks.authenticateToken(secret, '127.0.0.1')).toBeDefined();
    await rolesOf(['inspector']);
    expect(await asks.authenticateToken(secret, '127.0.0.1')).toBeUndefined();
    expect((await world.server.call('GET /identity/audit', { bearer: secret })).status).toBe(401);
    expect((await browser.call('GET /identity/audit')).problem?.code).toBe('http.guest-refused');
  });
});
