import { nodeOf, type Basis, type Title } from './read.ts';

/** Numbers of persons from which on a route applies; `sensitive` those with sensitive data. 以上 includes the number. */
export interface ExportLimits {
  readonly persons: number;
  readonly sensitive: number;
  readonly basis: Basis;
}

/** A number of persons that a duty hangs on: 超过 excludes the number itself, 以上 includes it. */
export interface PersonRule {
  readonly id: string;
  readonly source: string;
  readonly word: '超过' | '以上';
  readonly persons: number;
  readonly basis: Basis;
}

/** Numbers of the rules on data, each with its basis. */
export interface DataRules {
  readonly export: {
    readonly source: string;
    readonly assessment: ExportLimits;
    readonly contract: ExportLimits;
    readonly exemptions: readonly { readonly id: string; readonly title: Title; readonly basis: Basis }[];
  };
  readonly capture: { readonly source: string; readonly seconds: number; readonly basis: Basis };
  readonly persons: readonly PersonRule[];
  readonly catalogueChange: {
    readonly source: string;
    readonly percent: number;
    readonly clock: string;
    readonly basis: Basis;
  };
}

/** Reads `content/regulations/data-rules.json`. Throws `regulations.table-invalid`. */
export const readDataRules = (value: unknown): DataRules => {
  const node = nodeOf(value);
  const limits = (name: string): ExportLimits => {
    const each = node.get('export').get(name);
    return {
      persons: each.get('persons').number(),
      sensitive: each.get('sensitive').number(),
      basis: each.get('basis').basis(),
    };
  };
  const [capture, change] = [node.get('capture'), node.get('catalogueChange')];
  return {
    export: {
      source: node.get('export').get('source').text(),
      assessment: limits('assessment'),
      contract: limits('contract'),
      exemptions: node
        .get('export')
        .get('exemptions')
        .list()
        .map((each) => ({
          id: each.get('id').text(),
          title: each.get('title').title(),
          basis: each.get('basis').basis(),
        })),
    },
    capture: {
      source: capture.get('source').text(),
      seconds: capture.get('seconds').number(),
      basis: capture.get('basis').basis(),
    },
    persons: node
      .get('persons')
      .list()
      .map((each) => ({
        id: each.get('id').text(),
        source: each.get('source').text(),
        word: each.get('word').oneOf(['超过', '以上'] as const),
        persons: each.get('persons').number(),
        basis: each.get('basis').basis(),
      })),
    catalogueChange: {
      source: change.get('source').text(),
      percent: change.get('percent').number(),
      clock: change.get('clock').text(),
      basis: change.get('basis').basis(),
    },
  };
};
