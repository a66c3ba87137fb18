import type { FindingReport } from '@chedun/governance/contract';
import { createHash } from 'node:crypto';
import type { Dependent, Problem, UnknownName } from '../contract.ts';
import { keyOf } from './names.ts';

const OBLIGATIONS = ['2.1-j'];
const MOST_ASSETS = 20;

/** A finding without its times, and the supplier that it is about. */
export interface Reportable {
  readonly supplier: string | null;
  readonly report: Omit<FindingReport, 'firstSeen' | 'lastSeen' | 'receivedAt'>;
}

/** The finding of a problem of a supplier. */
export const findingOf = (
  { id, name, dependents }: { readonly id: string; readonly name: string; readonly dependents: readonly Dependent[] },
  { kind, severity, text, fingerprint }: Problem,
): Reportable => ({
  supplier: id,
  report: {
    fingerprint,
    kind: 'weakness',
    module: 'suppliers',
    title: `Supplier ${name}: ${text.en}`.slice(0, 500),
    titleZh: `供应商“${name}”：${text.zh}`.slice(0, 500),
    severity,
    assets: dependents.slice(0, MOST_ASSETS).map((each) => ({ kind: each.kind, id: each.name })),
    obligations: OBLIGATIONS,
    count: 1,
    samples: [],
    facts: { supplier: name, problem: kind, dependents: dependents.length },
  },
});

/** The finding of a name without a dossier. */
export const findingOfName = ({ name, vehicles, ecus, parts }: UnknownName): Reportable => ({
  supplier: null,
  report: {
    fingerprint: `suppliers:unknown:${createHash('sm3').update(keyOf(name)).digest('hex').slice(0, 24)}`,
    kind: 'weakness',
    module: 'suppliers',
    title: `Supplier ${name} of the register of assets has no dossier`.slice(0, 500),
    titleZh: `资产台账中的供应商“${name}”没有档案`.slice(0, 500),
    severity: 'medium',
    assets: [],
    obligations: OBLIGATIONS,
    count: 1,
    samples: [],
    facts: { supplier: name, vehicles, ecus, parts: parts.join(', ') },
  },
});
