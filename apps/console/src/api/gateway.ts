import { BindingPage, BindingsDecided, BindingsImported, GatewayCounts, PolicyList } from '@chedun/gateway/contract';
import type { BindingDecision, BindingQuery, Policy } from '@chedun/gateway/contract';
import type { z } from 'zod';
import { apiUrl, call } from './client.ts';

export const listBindings = (query: z.input<typeof BindingQuery>, signal?: AbortSignal) =>
  call('GET', '/gateway/bindings', BindingPage, { query: { ...query, limit: Number(query.limit ?? 100) }, signal });

export const importBindings = (file: Blob) =>
  call('POST', '/gateway/bindings/import', BindingsImported, { bytes: file });

export const decideBindings = (body: z.input<typeof BindingDecision>) =>
  call('POST', '/gateway/bindings/decide', BindingsDecided, { body });

export const confirmProposedBindings = () => call('POST', '/gateway/bindings/confirm-proposed', BindingsDecided);

/** Address of all bindings as a file. */
export const bindingExportUrl = apiUrl('/gateway/bindings/export');

export const gatewayPolicies = (signal?: AbortSignal) => call('GET', '/gateway/policies', PolicyList, { signal });

export const setGatewayPolicies = (items: readonly Policy[]) =>
  call('PUT', '/gateway/policies', PolicyList, { body: { items } });

export const gatewayCounts = (signal?: AbortSignal) => call('GET', '/gateway/counts', GatewayCounts, { signal });
