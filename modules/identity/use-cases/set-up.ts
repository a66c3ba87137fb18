import { SYSTEM_ACTOR } from '@chedun/kernel';
import { timingSafeEqual } from 'node:crypto';
import { ADMINISTRATOR_ROLES, type RoleId } from '../contract.ts';
import { DEFAULT_POLICY } from '../domain/password.ts';
import { identityError } from '../errors.ts';
import { hashPassword, hashSecret, newReadableCode } from '../secrets.ts';
import { type Account, type Setup, loadSetup, lockSetup, read, saveSettings } from '../store.ts';
import type { Origin, World } from '../world.ts';
import { admitFirstPassword } from './passwords.ts';
import { openSession } from './sign-in.ts';
import { newAccount, registerAccount } from './users.ts';

/** Everything operational; the administrators are separate accounts. */
const OPERATOR_ROLES: readonly RoleId[] = [
  'analyst',
  'compliance',
  'engineer-data',
  'engineer-ota',
  'engineer-pki',
  'engineer-product',
];
const ADMINISTRATOR_TITLES = {
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
};

/** What the wizard was told. */
export interface SetupCommand {
  readonly code: string;
  readonly operator: { readonly name: string; readonly displayName: string; readonly password: string };
  readonly administrators: Readonly<Partial<Record<(typeof ADMINISTRATOR_ROLES)[number], string | undefined>>>;
}

/** True until the wizard was completed. */
export const setupNeeded = async (world: World): Promise<boolean> => !(await loadSetup(read(world.records))).done;

const admitCode = (setup: Setup, code: string): void => {
  if (setup.done) throw identityError('identity.setup-closed');
  if (setup.codeHash === undefined || !timingSafeEqual(setup.codeHash, hashSecret(code))) {
    throw identityError('identity.wrong-setup-code', { field: 'code' });
  }
};

/** Makes a new set-up code as long as the wizard is open; the one before stops working. */
export const ensureBootstrap = (world: World) => async (): Promise<{ readonly setupCode: string } | undefined> => {
  const setupCode = newReadableCode(world.randomBytes);
  return world.records.transaction(async (tx) => {
    if ((await lockSetup(tx)).done) return undefined;
    await saveSettings(tx, { setup_code_hash: hashSecret(setupCode) });
    return { setupCode };
  });
};

interface Planned {
  readonly account: Account;
  readonly oneTimePassword: string | null;
}

const planAdministrator = async (
  world: World,
  role: (typeof ADMINISTRATOR_ROLES)[number],
  password: string | undefined,
): Promise<Planned> => {
  const oneTimePassword = password === undefined ? newReadableCode(world.randomBytes) : null;
  const hash =
    password === undefined
      ? await hashPassword(oneTimePassword ?? '', world.randomBytes)
      : await admitFirstPassword(world, DEFAULT_POLICY, password, role);
  const account = newAccount(world, {
    name: role,
    display_name: ADMINISTRATOR_TITLES[role],
    roles: [role],
    password_hash: hash,
    must_change: password === undefined,
  });
  return { account, oneTimePassword };
};

const planOperator = async (world: World, operator: SetupCommand['operator']): Promise<Planned> => ({
  account: newAccount(world, {
    name: operator.name,
    display_name: operator.displayName,
    roles: [...OPERATOR_ROLES],
    password_hash: await admitFirstPassword(world, DEFAULT_POLICY, operator.password, operator.name),
    must_change: false,
  }),
  oneTimePassword: null,
});

/**
 * First use: the code from the server's console buys the operator's account and the three separated administrators, once.
 * The operator is signed in at once and can work; the administrators wait until they are needed.
 */
export const completeSetup = (world: World) => async (command: SetupCommand, origin: Origin) => {
  admitCode(await loadSetup(read(world.records)), command.code);
  const planned = [await planOperator(world, command.operator)];
  for (const role of ADMINISTRATOR_ROLES)
    planned.push(await planAdministrator(world, role, command.administrators[role]));
  const session = await world.records.transaction(async (tx) => {
    admitCode(await lockSetup(tx), command.code);
    for (const { account } of planned) await registerAccount(tx, account, { ...SYSTEM_ACTOR, ip: origin.ip });
    await saveSettings(tx, { setup_code_hash: null, setup_done_at: new Date(world.clock.now()) });
    const target = { kind: 'settings', id: 'setup' };
    await tx.audit({
      actor: { ...SYSTEM_ACTOR, ip: origin.ip },
      action: 'identity.setup-completed',
      target,
      outcome: 'done',
    });
    const [operator] = planned;
    return openSession(tx, world, operator?.account.id ?? '', DEFAULT_POLICY, origin);
  });
  const accounts = planned.map(({ account, oneTimePassword }) => ({
    name: account.name,
    roles: account.roles as RoleId[],
    oneTimePassword,
  }));
  return { accounts, session };
};
