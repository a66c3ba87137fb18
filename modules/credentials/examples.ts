import type { z } from 'zod';
import type { CredentialList, CredentialProfileList, CredentialRequestList } from './contract.ts';

/** Examples of answers; tests validate them, OpenAPI shows them. */
export const ID = '019a0000-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';
const END = '2027-11-23T01:00:00.000Z';

export const profiles: z.input<typeof CredentialProfileList> = {
  items: [
    {
      id: 'rsu',
      title: { zh: '路侧单元', en: 'Roadside unit' },
      about: { zh: '路侧消息签名', en: 'Signs messages of the roadside' },
      kind: 'application',
      permissions: [{ aid: 3617, ssp: { kind: 'any' } }],
      mostHours: 8766,
      renewDays: 30,
      approval: 'second-person',
      region: { kind: 'circle', mostRadius: 2000 },
      origin: 'built-in',
      certificates: 12,
    },
  ],
};

const common = { suite: 'cn', profile: 'rsu', subject: 'rsu-17.example.cn', holder: 'RSU-0017', vin: null } as const;

export const requests: z.input<typeof CredentialRequestList> = {
  items: [
    {
      ...common,
      id: ID,
      basis: '市交通委 2026-118 号',
      state: 'proposed',
      renews: null,
      askedBy: '李雷',
      askedAt: AT,
      decidedBy: null,
      decidedAt: null,
    },
  ],
  total: 1,
};

export const credentials: z.input<typeof CredentialList> = {
  items: [
    {
      ...common,
      id: '0102030405060708090a',
      id8: '030405060708090a',
      kind: 'application',
      aids: [3617],
      notBefore: AT,
      notAfter: END,
      state: 'valid',
      revocation: null,
      reason: null,
    },
  ],
  total: 1,
  authorities: ['cn'],
  lists: [{ suite: 'cn', serial: 3, issuedAt: AT, nextAt: '2026-11-25T01:00:00.000Z', entries: 1, fresh: true }],
};
