import {
  ApiTokenList,
  AuditPage,
  AuditVerification,
  Done,
  Me,
  NewToken,
  PeopleList,
  Policy,
  RecoveryCodes,
  RoleList,
  SecondFactorOffer,
  SessionList,
  SetupResult,
  SetupState,
  SignInResult,
  User,
  UserList,
  UserWithPassword,
} from '@chedun/identity/contract';
import type {
  AuditQuery,
  ChangePassword,
  CreateToken,
  CreateUser,
  RoleId,
  SetupRequest,
  SignInRequest,
  UpdateUser,
  UserQuery,
} from '@chedun/identity/contract';
import type { z } from 'zod';
import { RouteDescriptions } from '../lib/auditTitles.ts';
import { apiUrl, call } from './client.ts';
import type { Query } from './client.ts';

const user = (id: string): string => `/identity/users/${encodeURIComponent(id)}`;

export const setupState = (signal?: AbortSignal) => call('GET', '/identity/setup', SetupState, { signal });
export const setUp = (body: z.input<typeof SetupRequest>) => call('POST', '/identity/setup', SetupResult, { body });
export const signIn = (body: z.input<typeof SignInRequest>) =>
  call('POST', '/identity/sign-in', SignInResult, { body });
export const signOut = () => call('POST', '/identity/sign-out', Done);

export const me = (signal?: AbortSignal) => call('GET', '/identity/me', Me, { signal });
export const changePassword = (body: z.input<typeof ChangePassword>) =>
  call('POST', '/identity/me/password', Done, { body });
export const offerSecondFactor = () => call('POST', '/identity/me/second-factor', SecondFactorOffer);
export const confirmSecondFactor = (code: string) =>
  call('POST', '/identity/me/second-factor/confirm', RecoveryCodes, { body: { code } });
export const removeSecondFactor = (password: string) =>
  call('POST', '/identity/me/second-factor/remove', Done, { body: { password } });
export const mySessions = (signal?: AbortSignal) => call('GET', '/identity/me/sessions', SessionList, { signal });
export const endSession = (id: string) => call('DELETE', `/identity/me/sessions/${encodeURIComponent(id)}`, Done);

export const listUsers = (query: z.input<typeof UserQuery>, signal?: AbortSignal) =>
  call('GET', '/identity/users', UserList, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });
export const createUser = (body: z.input<typeof CreateUser>) =>
  call('POST', '/identity/users', UserWithPassword, { body });
export const updateUser = (id: string, body: z.input<typeof UpdateUser>) => call('PATCH', user(id), User, { body });
export const grantRoles = (id: string, roles: readonly RoleId[]) =>
  call('PUT', `${user(id)}/roles`, User, { body: { roles } });
export const unlockUser = (id: string) => call('POST', `${user(id)}/unlock`, User);
export const resetPassword = (id: string) => call('POST', `${user(id)}/reset-password`, UserWithPassword);
export const signOutUser = (id: string) => call('POST', `${user(id)}/sign-out`, Done);
export const removeSecondFactorOf = (id: string) => call('POST', `${user(id)}/second-factor/remove`, Done);
/** Active users whom work can be given to. */
export const listPeople = (signal?: AbortSignal) => call('GET', '/identity/people', PeopleList, { signal });
export const listRoles = (signal?: AbortSignal) => call('GET', '/identity/roles', RoleList, { signal });

export const listMyTokens = (signal?: AbortSignal) => call('GET', '/identity/me/tokens', ApiTokenList, { signal });
export const createToken = (body: z.input<typeof CreateToken>) =>
  call('POST', '/identity/me/tokens', NewToken, { body });
export const revokeMyToken = (id: string) => call('DELETE', `/identity/me/tokens/${encodeURIComponent(id)}`, Done);
export const listAllTokens = (signal?: AbortSignal) => call('GET', '/identity/tokens', ApiTokenList, { signal });
export const revokeToken = (id: string) => call('DELETE', `/identity/tokens/${encodeURIComponent(id)}`, Done);

export const getPolicy = (signal?: AbortSignal) => call('GET', '/identity/policy', Policy, { signal });
export const savePolicy = (body: Policy) => call('PUT', '/identity/policy', Policy, { body });

/** The description of all routes. */
export const describeRoutes = (signal?: AbortSignal) => call('GET', '/openapi.json', RouteDescriptions, { signal });

export const listAudit = (query: z.input<typeof AuditQuery>, signal?: AbortSignal) =>
  call('GET', '/identity/audit', AuditPage, { query: { ...query, limit: Number(query.limit ?? 50) }, signal });
export const verifyAudit = () => call('POST', '/identity/audit/verify', AuditVerification);

/** Address of the audit trail as a CSV file. */
export const auditExportUrl = (query: Query): string => apiUrl('/identity/audit/export', query);
