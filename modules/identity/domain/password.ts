import type { Policy } from '../contract.ts';

/** Why a password is refused. */
export type PasswordProblem = 'too-short' | 'too-few-classes' | 'contains-name' | 'too-uniform' | 'too-common';

/** The habits of GB/T 22239-2019 8.1.4.1 (level three): length, classes, change, lockout, end of idle sessions. */
export const DEFAULT_POLICY: Policy = {
  minLength: 10,
  minClasses: 3,
  history: 5,
  maxAgeDays: 90,
  lockAfterFailures: 5,
  lockMinutes: 15,
  sessionIdleMinutes: 30,
  sessionHours: 12,
  secondFactor: 'optional',
};

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];
const COMMON = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'qwerty',
  'admin',
  'chedun',
  '123456',
  'abc123',
  '1qaz2wsx',
  '111111',
  'iloveyou',
  'welcome',
];

/** How many of the four classes (lower, upper, digit, other) occur. */
export const classesOf = (password: string): number => CLASSES.filter((shape) => shape.test(password)).length;

/** What speaks against a new password; empty = nothing. A common word counts when little else is left. */
export const passwordProblems = (policy: Policy, password: string, name: string): readonly PasswordProblem[] => {
  const lower = password.toLowerCase();
  const characters = [...password];
  const common = COMMON.find((word) => lower.includes(word));
  const problems: (PasswordProblem | false)[] = [
    characters.length < policy.minLength && 'too-short',
    classesOf(password) < policy.minClasses && 'too-few-classes',
    name.length >= 3 && lower.includes(name.toLowerCase()) && 'contains-name',
    new Set(characters).size < Math.min(5, policy.minLength) && 'too-uniform',
    common !== undefined && characters.length - common.length < 6 && 'too-common',
  ];
  return problems.filter((problem) => problem !== false);
};

/** When the password must be changed; undefined = never. */
export const passwordExpiresAt = (policy: Policy, passwordAt: number): number | undefined =>
  policy.maxAgeDays === 0 ? undefined : passwordAt + policy.maxAgeDays * 86_400_000;
