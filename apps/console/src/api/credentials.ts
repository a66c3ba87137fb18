import {
  CredentialList,
  CredentialProfileList,
  CredentialRequestList,
  RequestOutcomes,
  RevocationDecided,
  RevocationProposed,
} from '@chedun/credentials/contract';
import type {
  NewCredentialRequests,
  NewCredentialRevocation,
  RequestDecision,
  RevocationDecision,
} from '@chedun/credentials/contract';
import { CeremonyList, CeremonyProposed, IssuedAuthorityList } from '@chedun/pseudonyms/contract';
import type { CeremonyDecision, CeremonyProposal } from '@chedun/pseudonyms/contract';
import type { z } from 'zod';
import { call } from './client.ts';

const found = (search: string) => ({ limit: 500, ...(search === '' ? {} : { search }) });

export const listCredentials = (search: string, signal?: AbortSignal) =>
  call('GET', '/credentials', CredentialList, { query: found(search), signal });

export const listCredentialRequests = (search: string, signal?: AbortSignal) =>
  call('GET', '/credentials/requests', CredentialRequestList, { query: found(search), signal });

export const listCredentialProfiles = (signal?: AbortSignal) =>
  call('GET', '/credentials/profiles', CredentialProfileList, { signal });

export const handInRequests = (body: z.input<typeof NewCredentialRequests>) =>
  call('POST', '/credentials/requests', RequestOutcomes, { body });

export const decideRequests = (body: z.input<typeof RequestDecision>) =>
  call('POST', '/credentials/requests/decide', CredentialRequestList, { body });

export const proposeRevocation = (body: z.input<typeof NewCredentialRevocation>) =>
  call('POST', '/credentials/revocations', RevocationProposed, { body });

export const decideRevocation = ({ id, ...body }: z.input<typeof RevocationDecision> & { readonly id: string }) =>
  call('POST', `/credentials/revocations/${id}/decide`, RevocationDecided, { body });

export const listV2xCeremonies = (signal?: AbortSignal) =>
  call('GET', '/pseudonyms/ceremonies', CeremonyList, { signal });

export const listIssuedAuthorities = (signal?: AbortSignal) =>
  call('GET', '/pseudonyms/issued-authorities', IssuedAuthorityList, { signal });

export const proposeV2xCeremony = (body: z.input<typeof CeremonyProposal>) =>
  call('POST', '/pseudonyms/ceremonies', CeremonyProposed, { body });

export const decideV2xCeremony = ({ id, ...body }: z.input<typeof CeremonyDecision> & { readonly id: string }) =>
  call('POST', `/pseudonyms/ceremonies/${id}/decide`, CeremonyList, { body });
