/**
 * Contract of the identity module: who may use CheDun, with which rights, and what they did.
 * Isomorphic: the console and other modules import it.
 */
import type { ActorRef } from '@chedun/kernel';
import type { Tx } from '@chedun/records';
import { z } from 'zod';

/** Permissions of this module; roles grant them, routes demand them. */
export const identityPermissions = {
  usersRead: 'identity.users-read',
  usersWrite: 'identity.users-write',
  rolesGrant: 'identity.roles-grant',
  policyWrite: 'identity.policy-write',
  sessionsRevoke: 'identity.sessions-revoke',
  tokensRevoke: 'identity.tokens-revoke',
  auditRead: 'identity.audit-read',
} as const;

/** Domain events that this module tells. */
export const identityEvents = {
  userCreated: 'identity.user-created@1',
  userDisabled: 'identity.user-disabled@1',
  userLocked: 'identity.user-locked@1',
} as const;

/** Ids of the built-in roles. The first three are the separated administrators (三权分立). */
export const RoleId = z.enum([
  'system-admin',
  'security-admin',
  'audit-admin',
  'analyst',
  'engineer-pki',
  'engineer-ota',
  'engineer-data',
  'engineer-product',
  'compliance',
  'reviewer',
  'reviewer-telecom',
  'reviewer-industry',
  'supervised-enterprise',
  'inspector',
  'viewer',
]);
export type RoleId = z.infer<typeof RoleId>;

/** The role of guests: it stands alone, and what its holder may read is decided for each request. */
export const GUEST_ROLE: RoleId = 'inspector';

/** The three roles of which one user holds at most one, and then no other role. */
export const ADMINISTRATOR_ROLES = ['system-admin', 'security-admin', 'audit-admin'] as const;

export const UserId = z.uuid();
/** Sign-in name: lower case, 2 to 32 characters. */
export const UserName = z.string().regex(/^[a-z][a-z0-9._-]{1,31}$/);
const DisplayName = z.string().trim().min(1).max(64);
const Password = z.string().min(1).max(256);
/** Six digits of the authenticator app, or a recovery code. */
const SecondFactorCode = z.string().trim().min(6).max(20);
const Instant = z.iso.datetime();
const PermissionName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/)
  .max(64);

/** A page of a list; `next` is the cursor of the following page, null on the last one. */
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item).max(200), next: z.string().nullable() });
const PageQuery = {
  cursor: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** Answer of routes that have nothing else to say. */
export const Done = z.object({ done: z.literal(true) });

// First use

/** `needed` until the first-use wizard has been completed. */
export const SetupState = z.object({ needed: z.boolean() });

/** First-use wizard: the code printed by the server buys one operator account and the three administrators. */
export const SetupRequest = z.object({
  code: z.string().trim().min(1).max(64),
  operator: z.object({ name: UserName, displayName: DisplayName, password: Password }),
  /** Passwords typed by the three administrators; an absent one is generated and must be changed at first sign-in. */
  administrators: z
    .object({
      'system-admin': Password.optional(),
      'security-admin': Password.optional(),
      'audit-admin': Password.optional(),
    })
    .default({}),
});

/** Accounts made by the wizard. `oneTimePassword` is shown here only; the session cookie is that of the operator. */
export const SetupResult = z.object({
  accounts: z.array(z.object({ name: UserName, roles: z.array(RoleId), oneTimePassword: z.string().nullable() })),
});

export type SetupResult = z.infer<typeof SetupResult>;

// Sign-in

/**
 * One request signs in. When more is needed the answer says what, and the same request is sent again
 * with `code` or `newPassword` added; there are no half-open sessions.
 */
export const SignInRequest = z.object({
  name: z.string().trim().min(1).max(64),
  password: Password,
  code: SecondFactorCode.optional(),
  newPassword: Password.optional(),
});

/** What somebody who enrols a second factor needs to see. */
export const SecondFactorOffer = z.object({
  /** Base32, for typing by hand. */
  secret: z.string(),
  uri: z.string(),
  /** PNG as a data URL. */
  qr: z.string(),
});

export const SignInResult = z.discriminatedUnion('kind', [
  /** The session cookie is set. Recovery codes are present when this sign-in enrolled the second factor. */
  z.object({ kind: z.literal('signed-in'), recoveryCodes: z.array(z.string()).nullable() }),
  z.object({ kind: z.literal('code-needed') }),
  z.object({ kind: z.literal('new-password-needed'), reason: z.enum(['first-sign-in', 'expired']) }),
  /** The policy demands a second factor and there is none yet: scan, then send the request again with `code`. */
  z.object({ kind: z.literal('second-factor-needed'), offer: SecondFactorOffer }),
]);
export type SignInResult = z.infer<typeof SignInResult>;

/** The signed-in user. */
export const Me = z.object({
  id: z.string(),
  kind: z.enum(['user', 'token', 'system']),
  name: z.string(),
  displayName: z.string(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  secondFactor: z.boolean(),
  recoveryCodesLeft: z.number().int(),
  passwordExpiresAt: Instant.nullable(),
});
export type Me = z.infer<typeof Me>;

export const ChangePassword = z.object({ password: Password, newPassword: Password });
export const ConfirmSecondFactor = z.object({ code: SecondFactorCode });
export const RemoveSecondFactor = z.object({ password: Password });
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const Session = z.object({
  id: z.uuid(),
  current: z.boolean(),
  ip: z.string(),
  userAgent: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
});
export type Session = z.infer<typeof Session>;
export const SessionList = z.object({ items: z.array(Session) });
export const SessionRef = z.object({ id: z.uuid() });

// Users

export const User = z.object({
  id: UserId,
  name: UserName,
  displayName: DisplayName,
  status: z.enum(['active', 'locked', 'disabled']),
  roles: z.array(RoleId),
  secondFactor: z.boolean(),
  mustChangePassword: z.boolean(),
  lockedUntil: Instant.nullable(),
  lastSignInAt: Instant.nullable(),
  createdAt: Instant,
});
export type User = z.infer<typeof User>;
export const UserList = page(User);
export const UserQuery = z.object({
  ...PageQuery,
  q: z.string().trim().max(64).optional(),
  role: RoleId.optional(),
  status: z.enum(['active', 'locked', 'disabled']).optional(),
});
export const UserRef = z.object({ id: UserId });
export const CreateUser = z.object({ name: UserName, displayName: DisplayName });
/** The one-time password is shown here only. */
export const UserWithPassword = z.object({ user: User, oneTimePassword: z.string() });
export type UserWithPassword = z.infer<typeof UserWithPassword>;
export const UpdateUser = z.object({ displayName: DisplayName.optional(), disabled: z.boolean().optional() });
export const GrantRoles = z.object({ roles: z.array(RoleId).max(11) });

export const Role = z.object({
  id: RoleId,
  title: z.object({ zh: z.string(), en: z.string() }),
  about: z.object({ zh: z.string(), en: z.string() }),
  administrator: z.boolean(),
  permissions: z.array(z.object({ name: z.string(), title: z.object({ zh: z.string(), en: z.string() }) })),
  users: z.number().int(),
});
export type Role = z.infer<typeof Role>;
export const RoleList = z.object({ items: z.array(Role) });

/** Who work can be given to: active accounts that are not administrators. Every signed-in user may ask. */
export const PeopleQuery = z.object({ q: z.string().trim().max(64).optional() });
export const PeopleList = z.object({
  items: z.array(z.object({ id: UserId, name: UserName, displayName: DisplayName })).max(200),
});

// Tokens

export const ApiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  /** First characters of the token, to recognise it. */
  hint: z.string(),
  scopes: z.array(z.string()),
  /** Name of the user it acts for; null for a token that the server issued to itself. */
  owner: z.string().nullable(),
  status: z.enum(['active', 'expired', 'revoked']),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;
export const ApiTokenList = z.object({ items: z.array(ApiToken) });
export const TokenRef = z.object({ id: z.uuid() });
export const CreateToken = z.object({
  name: z.string().trim().min(1).max(64),
  scopes: z.array(PermissionName).min(1).max(200),
  days: z.number().int().min(1).max(366),
});
/** `secret` is shown here only; the store keeps its hash. */
export const NewToken = z.object({ token: ApiToken, secret: z.string() });

// Policy

/** Rules of sign-in; the defaults follow the habits of GB/T 22239-2019 level three (8.1.4.1). */
export const Policy = z.object({
  minLength: z.number().int().min(8).max(64),
  /** How many of the four classes (lower, upper, digit, other) a password needs. */
  minClasses: z.number().int().min(1).max(4),
  /** The last this many passwords cannot be used again. */
  history: z.number().int().min(0).max(24),
  /** 0 = passwords do not expire. */
  maxAgeDays: z.number().int().min(0).max(366),
  lockAfterFailures: z.number().int().min(3).max(20),
  lockMinutes: z.number().int().min(1).max(1440),
  sessionIdleMinutes: z.number().int().min(5).max(1440),
  sessionHours: z.number().int().min(1).max(72),
  secondFactor: z.enum(['optional', 'administrators', 'everyone']),
});
export type Policy = z.infer<typeof Policy>;

// Audit

export const AuditLine = z.object({
  seq: z.number().int(),
  at: Instant,
  actor: z.object({
    kind: z.enum(['user', 'token', 'system']),
    id: z.string(),
    name: z.string(),
    ip: z.string().nullable(),
  }),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  outcome: z.enum(['done', 'refused']),
  /** Values before and after the change; null when the action has none. */
  before: z.json(),
  after: z.json(),
  /** SM3 of the line before and of this one, hex. */
  hash: z.string(),
});
export type AuditLine = z.infer<typeof AuditLine>;
/** All filters are exact; times are inclusive `from`, exclusive `to`. */
const AuditFilter = {
  actorId: z.string().trim().max(64).optional(),
  action: z.string().trim().max(64).optional(),
  targetKind: z.string().trim().max(64).optional(),
  targetId: z.string().trim().max(256).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
};
export const AuditQuery = z.object({ ...PageQuery, ...AuditFilter });
export const AuditExportQuery = z.object(AuditFilter);
export const AuditPage = page(AuditLine);
/** Result of walking the hash chain of the trail from its first line. */
export const AuditVerification = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('intact'), lines: z.number().int(), head: z.string() }),
  z.object({
    kind: z.literal('broken'),
    /** First line that does not follow from the one before. */
    seq: z.number().int(),
    reason: z.enum(['missing', 'changed', 'cut-off']),
  }),
]);

// What the composer and other modules may ask (`asks` of this module)

/** Runs in the transaction of an order: what it writes stands or falls with the effect. */
export type Alongside = (tx: Tx) => Promise<void>;

/** How an account stands. */
export interface AccountState {
  readonly id: string;
  readonly isDisabled: boolean;
  readonly sessions: number;
}

/** Questions and orders that only code inside the server brings. */
export interface IdentityAsks {
  /** Disables or enables the account of this name, as its administrators do. Throws `identity.no-such-user` and what they hear. */
  readonly switchAccount: (
    order: { readonly name: string; readonly to: 'disabled' | 'enabled' },
    actor: ActorRef,
    alongside?: Alongside,
  ) => Promise<void>;
  /** Undefined when nobody has this name. */
  readonly accountState: (name: string) => Promise<AccountState | undefined>;
  /** Revokes an API token for good. Throws `identity.no-such-token`. */
  readonly revokeToken: (id: string, actor: ActorRef, alongside?: Alongside) => Promise<void>;
  readonly tokenState: (id: string) => Promise<'valid' | 'revoked' | 'expired' | undefined>;
  /** While the first-use wizard is open: a fresh set-up code to print; undefined afterwards. */
  readonly ensureBootstrap: () => Promise<{ readonly setupCode: string } | undefined>;
  /** A token that the server hands to itself (demonstration, local command line). */
  readonly issueLocalToken: (name: string, scopes: readonly string[], days: number) => Promise<string>;
  /** Way out for locked-out people with access to the machine: unlocks and gives a one-time password. */
  readonly resetPasswordLocally: (name: string) => Promise<{ readonly oneTimePassword: string }>;
  /** Display name of a user, for owners of findings and cases. */
  readonly userName: (id: string) => Promise<string | undefined>;
  /** Sign-in name of a user. */
  readonly userLogin: (id: string) => Promise<string | undefined>;
  /** Accounts in use that hold one of these roles, by display name; at most 20,000. */
  readonly peopleWith: (roles: readonly string[]) => Promise<readonly PersonWithRoles[]>;
  /** Every account as a review of access needs it; never a secret. At most 20,000, by name. */
  readonly accounts: () => Promise<readonly OwnAccount[]>;
  /**
   * Makes the account of a guest 检查人员: role `inspector` and no other, a password that is shown once and has to be changed.
   * `alongside` runs in the same transaction. Throws `identity.name-taken`.
   */
  readonly makeGuest: (
    guest: { readonly name: string; readonly displayName: string },
    actor: ActorRef,
    alongside?: (tx: Tx, id: string) => Promise<void>,
  ) => Promise<{ readonly id: string; readonly oneTimePassword: string }>;
  /** Ends all sessions of an account. Throws `identity.no-such-user`. */
  readonly endSessions: (id: string, actor: ActorRef) => Promise<void>;
  /** Id of the user who owns a token, so that one person does not count as two. */
  readonly tokenOwner: (id: string) => Promise<string | undefined>;
  /** Who an API token speaks for; undefined for what is none, and for one that has ended. For listeners beside the API. */
  readonly authenticateToken: (secret: string, ip: string) => Promise<TokenActor | undefined>;
}

/** An account of CheDun itself. */
export interface OwnAccount {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** ISO 8601; null: never. */
  readonly lastSignInAt: string | null;
  readonly isDisabled: boolean;
  readonly hasSecondFactor: boolean;
}

/** Somebody with an account in use. */
export interface PersonWithRoles {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** An actor that came with an API token. */
export interface TokenActor {
  readonly kind: 'user' | 'token' | 'system';
  readonly id: string;
  readonly name: string;
  readonly ip?: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
}
