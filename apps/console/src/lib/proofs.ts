import type { Proof } from '@chedun/quality/contract';

/** Rules of one family, the worst first. */
export interface ProofFamily {
  readonly family: string;
  readonly proofs: readonly Proof[];
  readonly testable: number;
  readonly proven: number;
}

const WORST = ['missed', 'stale', 'waiting', 'proven', 'untestable'] as const;
/** Seconds up to which an alert came soon, and up to which it took its time. */
const SOON = 5;
const LATER = 20;

const rank = ({ state }: Proof): number => WORST.indexOf(state);

/** Families with their rules: those with something wrong first, then the largest. */
export const proofFamilies = (items: readonly Proof[]): readonly ProofFamily[] => {
  const byFamily = Map.groupBy(items, ({ kind, family }) => (kind === 'correlation' ? 'correlation' : family));
  return [...byFamily]
    .map(([family, proofs]) => ({
      family,
      proofs: proofs.toSorted((a, b) => rank(a) - rank(b) || (a.seconds ?? 0) - (b.seconds ?? 0)),
      testable: proofs.filter(({ state }) => state !== 'untestable').length,
      proven: proofs.filter(({ state }) => state === 'proven').length,
    }))
    .toSorted(
      (a, b) =>
        Math.min(...a.proofs.map(rank), 2) - Math.min(...b.proofs.map(rank), 2) ||
        b.proofs.length - a.proofs.length ||
        (a.family < b.family ? -1 : 1),
    );
};

/** How soon an alert came. */
export const paceOf = (seconds: number | null): 'soon' | 'middle' | 'slow' => {
  if (seconds === null || seconds <= SOON) return 'soon';
  return seconds <= LATER ? 'middle' : 'slow';
};
