import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY_POLICY } from '../oids.ts';
import { acceptedPolicies, isWithoutPolicy, startPolicies, withMappings, withPolicies } from './policy.ts';
import type { PolicyGraph } from './policy.ts';

/** One certificate: its policies, and what it maps. */
interface Step {
  readonly policies: readonly string[] | undefined;
  readonly mappings: readonly { readonly issuer: string; readonly subject: string }[];
  readonly isAnyAllowed: boolean;
  readonly isMappingAllowed: boolean;
}

const walk = (steps: readonly Step[]): PolicyGraph =>
  steps.reduce((graph, step, at) => {
    const next = withPolicies(graph, step.policies, step.isAnyAllowed);
    return at === steps.length - 1 ? next : withMappings(next, step.mappings, step.isMappingAllowed);
  }, startPolicies);

interface TreeNode {
  readonly policy: string;
  expected: readonly string[];
  readonly parent: TreeNode | undefined;
  readonly depth: number;
}

/** The tree as RFC 5280 6.1.3 (d) and 6.1.4 (b) build it, node by node: slow, and the judge of the graph. */
class Tree {
  nodes: TreeNode[] = [{ policy: ANY_POLICY, expected: [ANY_POLICY], parent: undefined, depth: 0 }];

  at(depth: number): TreeNode[] {
    return this.nodes.filter((node) => node.depth === depth);
  }

  prune(depth: number): void {
    for (let level = depth - 1; level >= 0; level -= 1)
      this.nodes = this.nodes.filter(
        (node) => node.depth !== level || this.nodes.some((child) => child.parent === node),
      );
  }

  policies(depth: number, { policies, isAnyAllowed }: Step): void {
    if (policies === undefined) {
      this.nodes = [];
      return;
    }
    for (const policy of policies) {
      if (policy === ANY_POLICY) continue;
      const matching = this.at(depth - 1).filter((node) => node.expected.includes(policy));
      const parents = matching.length > 0 ? matching : this.at(depth - 1).filter((node) => node.policy === ANY_POLICY);
      for (const parent of parents) this.nodes.push({ policy, expected: [policy], parent, depth });
    }
    if (policies.includes(ANY_POLICY) && isAnyAllowed)
      for (const parent of this.at(depth - 1))
        for (const policy of parent.expected)
          if (!this.at(depth).some((node) => node.parent === parent && node.policy === policy))
            this.nodes.push({ policy, expected: [policy], parent, depth });
    this.prune(depth);
  }

  mappings(depth: number, { mappings, isMappingAllowed }: Step): void {
    for (const issuer of new Set(mappings.map((each) => each.issuer))) {
      const expected = mappings.filter((each) => each.issuer === issuer).map((each) => each.subject);
      const own = this.at(depth).filter((node) => node.policy === issuer);
      if (!isMappingAllowed) {
        this.nodes = this.nodes.filter((node) => node.depth !== depth || node.policy !== issuer);
        this.prune(depth);
      } else if (own.length > 0) for (const node of own) node.expected = expected;
      else {
        const any = this.at(depth).find((node) => node.policy === ANY_POLICY);
        if (any !== undefined) this.nodes.push({ policy: issuer, expected, parent: any.parent, depth });
      }
    }
  }

  /** RFC 5280 6.1.5 (g) (iii): policies below any-policy, of those that reach the end. */
  held(depth: number): string[] {
    this.prune(depth);
    const found = new Set(
      this.nodes
        .filter((node) => node.policy !== ANY_POLICY && node.parent?.policy === ANY_POLICY)
        .map((node) => node.policy),
    );
    if (this.at(depth).some((node) => node.policy === ANY_POLICY)) found.add(ANY_POLICY);
    return [...found].toSorted();
  }
}

const treeOf = (steps: readonly Step[]): { held: string[]; isEmpty: boolean } => {
  const tree = new Tree();
  steps.forEach((step, at) => {
    tree.policies(at + 1, step);
    if (at < steps.length - 1) tree.mappings(at + 1, step);
  });
  return { held: tree.held(steps.length), isEmpty: tree.at(steps.length).length === 0 };
};

const idArb = fc.constantFrom('1.1', '1.2', '1.3');
const stepArb: fc.Arbitrary<Step> = fc.record({
  policies: fc.option(fc.uniqueArray(fc.oneof(idArb, fc.constant(ANY_POLICY)), { minLength: 1, maxLength: 4 }), {
    nil: undefined,
    freq: 12,
  }),
  mappings: fc.uniqueArray(fc.record({ issuer: idArb, subject: idArb }), {
    maxLength: 3,
    selector: ({ issuer, subject }) => `${issuer}>${subject}`,
  }),
  isAnyAllowed: fc.boolean(),
  isMappingAllowed: fc.boolean(),
});

describe('the policy graph', () => {
  it('gives the answers of the tree of RFC 5280', () => {
    fc.assert(
      fc.property(fc.array(stepArb, { minLength: 1, maxLength: 5 }), (steps) => {
        const graph = walk(steps);
        const tree = treeOf(steps);
        expect(isWithoutPolicy(graph)).toBe(tree.isEmpty);
        const held = isWithoutPolicy(graph) ? [] : [...acceptedPolicies(graph, [ANY_POLICY])].toSorted();
        expect(held).toEqual(tree.isEmpty ? [] : tree.held);
      }),
      { numRuns: 3000 },
    );
  });

  it('cuts what is held down to what is wanted', () => {
    const plain = { mappings: [], isAnyAllowed: true, isMappingAllowed: true };
    const graph = walk([
      { ...plain, policies: ['1.1', '1.2'] },
      { ...plain, policies: ['1.1', '1.3'] },
    ]);
    expect(acceptedPolicies(graph, [ANY_POLICY])).toEqual(['1.1']);
    expect(acceptedPolicies(graph, ['1.2'])).toEqual([]);
    const any = walk([{ ...plain, policies: [ANY_POLICY] }]);
    expect(acceptedPolicies(any, ['1.7'])).toEqual(['1.7']);
    expect(isWithoutPolicy(walk([{ ...plain, policies: undefined }]))).toBe(true);
    expect(isWithoutPolicy(startPolicies)).toBe(false);
  });

  it('grows with the number of policies, not with the number of ways', () => {
    const policies = Array.from({ length: 50 }, (_, at) => `1.${at}`);
    const mappings = policies.flatMap((issuer) => policies.map((subject) => ({ issuer, subject })));
    const steps = Array.from({ length: 9 }, () => ({ policies, mappings, isAnyAllowed: true, isMappingAllowed: true }));
    const graph = walk(steps);
    expect(graph.reduce((sum, level) => sum + level.size, 0)).toBe(1 + 9 * 50);
    expect(acceptedPolicies(graph, [ANY_POLICY])).toHaveLength(50);
  });
});
