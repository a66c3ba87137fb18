import { FirewallDetail, FirewallList, FirewallRemoved, type FirewallInput } from '@chedun/firewalls/contract';
import { call } from './client.ts';

const at = (id: string, rest = ''): string => `/firewalls/${encodeURIComponent(id)}${rest}`;

export const listFirewalls = (signal?: AbortSignal) => call('GET', '/firewalls', FirewallList, { signal });

export const getFirewall = (id: string, signal?: AbortSignal) => call('GET', at(id), FirewallDetail, { signal });

export const addFirewall = (input: FirewallInput) => call('POST', '/firewalls', FirewallDetail, { body: input });

export const uploadExport = ({ id, file }: { readonly id: string; readonly file: Blob }) =>
  call('POST', at(id, '/exports'), FirewallDetail, { bytes: file });

export const removeFirewall = (id: string) => call('DELETE', at(id), FirewallRemoved);
