import type { Explanation, TrustList, TrustListDetail, Verdict } from './contract.ts';
import { stepsOf } from './domain/verdicts.ts';

/** A HashedId8. */
export const ID8 = '0011223344556677';

const FROM = '2026-11-23T01:00:00.000Z';
const UNTIL = '2026-12-23T01:00:00.000Z';

/** A valid message. */
export const EXAMPLE_VERDICT: Verdict = {
  verdict: 'valid',
  security: 'ok',
  step: null,
  aid: 111,
  signer: ID8,
  generatedAt: FROM,
  place: { lat: 31.2, lon: 121.4 },
  offset: null,
};

/** The same, explained. */
export const EXAMPLE_EXPLANATION: Explanation = {
  verdict: EXAMPLE_VERDICT,
  steps: [...stepsOf('valid')],
  fields: [{ name: 'aid', value: '111', step: 'permission' }],
  chain: [
    {
      id8: ID8,
      name: 'root.example',
      issuer: null,
      from: FROM,
      until: UNTIL,
      curve: 'sm2',
      region: { kind: 'countries', text: '156' },
      applications: [3627],
    },
  ],
  bytes: 212,
};

/** A list of roots. */
export const EXAMPLE_LIST: TrustList = {
  id: '0193a5c0-0000-7000-8000-000000000001',
  kind: 'root-ctl',
  issuer: ID8,
  issuerName: 'trcla.example',
  series: 12,
  issuedAt: FROM,
  nextAt: UNTIL,
  freshness: 'current',
  certificates: 1,
  status: 'accepted',
  origin: 'file',
  sm3: '5c'.repeat(32),
  proposedBy: '张三',
  proposedAt: FROM,
  decidedBy: '李四',
  decidedAt: FROM,
};

const ROOT = { id8: ID8, name: 'root.example', from: FROM, until: UNTIL, curve: 'sm2', url: null };

/** The same with its root. */
export const EXAMPLE_DETAIL: TrustListDetail = {
  list: EXAMPLE_LIST,
  certificates: [ROOT],
  before: null,
  added: [ROOT],
  removed: [],
  changed: [],
};
