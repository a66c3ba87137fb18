import type { Endpoint } from '@chedun/cryptography/contract';
import type { AssessmentItem } from '../contract.ts';

/** Units of 网络和通信 that a probe of a channel can show: who is there, integrity, confidentiality. */
const UNITS = ['net-1', 'net-2', 'net-3'] as const;
const SOUND = new Set(['tlcp', 'tls13', 'tls12']);
const BROKEN = new Set([
  'ssl3',
  'tls10',
  'null-suite',
  'anonymous-suite',
  'export-suite',
  'rc4-suite',
  'des-suite',
  '3des-suite',
]);

/**
 * Judgements that probes of endpoints suggest for the layer of networks: D when every protocol that is accepted protects
 * (TLS 1.2 or later, TLCP) and nothing broken is, A when SM2, SM3 and SM4 are offered, K is left to a person: whether the
 * keys lie in a certified product, no probe can see. A broken protocol or suite is marked as high risk. Objects that people
 * have judged already are not touched.
 */
export const suggestItems = (
  endpoints: readonly Endpoint[],
  items: readonly AssessmentItem[],
): readonly AssessmentItem[] => {
  const known = new Set(items.map(({ unit, object }) => `${unit} ${object}`));
  return endpoints.flatMap(({ name, host, port, probe }) => {
    if (probe === null || !probe.result.reachable || probe.result.accepted.length === 0) return [];
    const { accepted, weaknesses, sm } = probe.result;
    const object = `${name}（${host}:${port}）`.slice(0, 200);
    const broken = weaknesses.filter(({ code }) => BROKEN.has(code)).map(({ code }) => code);
    const d = broken.length === 0 && accepted.some(({ protocol }) => SOUND.has(protocol));
    return UNITS.filter((unit) => !known.has(`${unit} ${object}`)).map((unit) => ({
      unit,
      object,
      applicable: true,
      d,
      a: sm,
      k: null,
      ra: 1 as const,
      rk: 1 as const,
      conformity: null,
      highRisk: broken.length > 0,
      evidence: [`probe ${probe.id}`],
      note: broken.join(', '),
      rectifyBy: null,
    }));
  });
};
