import type { PolicyMapping } from '../extensions/policies.ts';
import { ANY_POLICY } from '../oids.ts';

/** A policy at one depth. Parents are policies one depth higher; the graph grows linearly where the tree of RFC 5280 doubles. */
interface Node {
  readonly policy: string;
  readonly expected: readonly string[];
  readonly parents: readonly string[];
}

/** Policies of one certificate of the path, by policy. */
type Level = ReadonlyMap<string, Node>;

/** Policy graph of RFC 9618 5, which gives the same answers as the tree of RFC 5280 6.1; empty last level = no policy holds. */
export type PolicyGraph = readonly Level[];

/** Before the first certificate: any policy. */
export const startPolicies: PolicyGraph = [
  new Map([[ANY_POLICY, { policy: ANY_POLICY, expected: [ANY_POLICY], parents: [] }]]),
];

/** Whether no policy holds any more. */
export const isWithoutPolicy = (graph: PolicyGraph): boolean => (graph.at(-1)?.size ?? 0) === 0;

const parentsByExpected = (level: Level): ReadonlyMap<string, readonly string[]> => {
  const parents = new Map<string, string[]>();
  for (const node of level.values())
    for (const policy of node.expected) {
      const list = parents.get(policy);
      if (list === undefined) parents.set(policy, [node.policy]);
      else list.push(node.policy);
    }
  return parents;
};

/**
 * Goes to the next certificate (RFC 5280 6.1.3 d, e). `policies` undefined = the certificate has none, and no policy
 * holds from here on. `isAnyAllowed`: whether any-policy counts in this certificate.
 */
export const withPolicies = (
  graph: PolicyGraph,
  policies: readonly string[] | undefined,
  isAnyAllowed: boolean,
): PolicyGraph => {
  const above = graph.at(-1) ?? new Map<string, Node>();
  const level = new Map<string, Node>();
  const expected = parentsByExpected(above);
  for (const policy of policies ?? []) {
    if (policy === ANY_POLICY) continue;
    const parents = expected.get(policy) ?? (above.has(ANY_POLICY) ? [ANY_POLICY] : []);
    if (parents.length > 0) level.set(policy, { policy, expected: [policy], parents });
  }
  if (isAnyAllowed && policies?.includes(ANY_POLICY) === true)
    for (const [policy, parents] of expected)
      if (!level.has(policy)) level.set(policy, { policy, expected: [policy], parents });
  return [...graph, level];
};

/** Applies mappings of an authority (RFC 5280 6.1.4 b). `isAllowed`: whether policies may be mapped; else they fall away. */
export const withMappings = (
  graph: PolicyGraph,
  mappings: readonly PolicyMapping[],
  isAllowed: boolean,
): PolicyGraph => {
  if (mappings.length === 0) return graph;
  const level = new Map(graph.at(-1) ?? []);
  const any = level.get(ANY_POLICY);
  const targets = new Map<string, string[]>();
  for (const { issuer, subject } of mappings) targets.set(issuer, [...(targets.get(issuer) ?? []), subject]);
  for (const [policy, expected] of targets) {
    const node = level.get(policy);
    if (!isAllowed) level.delete(policy);
    else if (node !== undefined) level.set(policy, { ...node, expected: [...new Set(expected)] });
    else if (any !== undefined) level.set(policy, { policy, expected: [...new Set(expected)], parents: any.parents });
  }
  return [...graph.slice(0, -1), level];
};

/** Policies of the authority's own domain that hold to the end (authority-constrained set, RFC 5280 6.1.5 g). */
const authorityPolicies = (graph: PolicyGraph): ReadonlySet<string> => {
  const found = new Set<string>();
  let alive = new Set(graph.at(-1)?.keys() ?? []);
  if (alive.has(ANY_POLICY)) found.add(ANY_POLICY);
  for (let depth = graph.length - 1; depth > 0; depth -= 1) {
    const above = new Set<string>();
    for (const policy of alive) {
      const node = graph[depth]?.get(policy);
      if (node === undefined) continue;
      if (policy !== ANY_POLICY && node.parents.includes(ANY_POLICY)) found.add(policy);
      for (const parent of node.parents) above.add(parent);
    }
    alive = above;
  }
  return found;
};

/** Policies that hold and that the asker accepts; `wanted` with any-policy accepts all. */
export const acceptedPolicies = (graph: PolicyGraph, wanted: readonly string[]): readonly string[] => {
  const held = authorityPolicies(graph);
  if (wanted.includes(ANY_POLICY)) return [...held];
  return wanted.filter((policy) => held.has(policy) || held.has(ANY_POLICY));
};
