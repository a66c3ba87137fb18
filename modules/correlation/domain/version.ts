import type { CorrelationPlan, HitPack } from '@chedun/sigma';
import { createHash } from 'node:crypto';

const digest = (parts: unknown): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/**
 * Versions of the correlations of a plan, by their keys: digests of everything that decides what fires. A new title leaves
 * the version as it is; another rule, exception or filter below a correlation changes it.
 */
export const versionsOf = (plan: CorrelationPlan, pack: Pick<HitPack, 'rules'>): ReadonlyMap<string, string> => {
  const below = new Map(
    pack.rules.map(({ id, document: { logsource, detection }, exceptions }) => [
      id,
      digest([logsource, detection, exceptions]),
    ]),
  );
  const versions = new Map<string, string>();
  // What a correlation refers to stands before it.
  for (const rule of plan.rules) {
    const key = plan.keyOf(rule);
    const { type, rules, groupBy, aliases, timespanMs, window, condition } = rule;
    const inputs = plan.inputs(key).map((input) => versions.get(input) ?? below.get(input) ?? '');
    versions.set(key, digest([type, rules, inputs, groupBy, aliases, timespanMs, window, condition]));
  }
  return versions;
};
