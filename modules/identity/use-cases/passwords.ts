import type { Policy } from '../contract.ts';
import { passwordProblems } from '../domain/password.ts';
import { identityError } from '../errors.ts';
import { hashPassword, verifyPassword } from '../secrets.ts';
import { type Account, loadPolicy, passwordHistory, read } from '../store.ts';
import type { World } from '../world.ts';

const reasonOf = (policy: Policy, problems: readonly string[]): string => {
  const sentences: Readonly<Record<string, string>> = {
    'too-short': `at least ${policy.minLength} characters`,
    'too-few-classes': `at least ${policy.minClasses} of lower case, upper case, digits and other characters`,
    'contains-name': 'without the user name',
    'too-uniform': 'with more different characters',
    'too-common': 'without a common word',
    reused: `none of the last ${policy.history}`,
  };
  return problems.map((problem) => sentences[problem] ?? problem).join('; ');
};

const refuse = (policy: Policy, problems: readonly string[]): void => {
  if (problems.length === 0) return;
  throw identityError('identity.weak-password', {
    field: 'newPassword',
    reason: reasonOf(policy, problems),
    problems: problems.join(' '),
    minLength: policy.minLength,
    minClasses: policy.minClasses,
    history: policy.history,
  });
};

/** Checks a password for a new account against the policy and hashes it. */
export const admitFirstPassword = async (
  world: World,
  policy: Policy,
  password: string,
  name: string,
): Promise<string> => {
  refuse(policy, passwordProblems(policy, password, name));
  return hashPassword(password, world.randomBytes);
};

/** Checks a new password of an account against the policy and its history and hashes it. */
export const admitNewPassword = async (world: World, account: Account, password: string): Promise<string> => {
  const db = read(world.records);
  const policy = await loadPolicy(db);
  refuse(policy, passwordProblems(policy, password, account.name));
  for (const old of await passwordHistory(db, account.id, policy.history)) {
    if (await verifyPassword(password, old)) refuse(policy, ['reused']);
  }
  return hashPassword(password, world.randomBytes);
};
