import type { Verdict, VerdictReason } from '../contract.ts';

/** What is known of the asset and of the obligation. */
export interface AssetFacts {
  /** The obligation applies to assets of this kind. */
  readonly inScope: boolean;
  /** An open finding names both. */
  readonly hasFinding: boolean;
  /** Whether its checks are met as a whole: `none` when nothing checks it. */
  readonly checks: 'met' | 'not-met' | 'none';
  /** Nothing was heard of it for longer than the limit. */
  readonly isSilent: boolean;
}

/**
 * Verdict on an asset for an obligation. An open finding of the ledger always fails it. Without one it passes only when the
 * checks of the obligation are met with fresh evidence and the asset was heard of: what was not seen proves nothing.
 */
export const judgeAsset = ({
  inScope,
  hasFinding,
  checks,
  isSilent,
}: AssetFacts): { readonly verdict: Verdict; readonly reason: VerdictReason } => {
  if (hasFinding) return { verdict: 'fail', reason: 'open-finding' };
  if (!inScope) return { verdict: 'n-a', reason: 'not-in-scope' };
  if (checks === 'none') return { verdict: 'unknown', reason: 'no-check' };
  if (checks === 'not-met') return { verdict: 'unknown', reason: 'check-not-met' };
  if (isSilent) return { verdict: 'unknown', reason: 'silent' };
  return { verdict: 'pass', reason: 'in-order' };
};

/** A verdict and its reason as a byte of a page; 0 is an asset that was not judged. */
const CELLS: readonly { readonly verdict: Verdict; readonly reason: VerdictReason }[] = [
  { verdict: 'unknown', reason: 'not-judged' },
  { verdict: 'n-a', reason: 'not-in-scope' },
  { verdict: 'pass', reason: 'in-order' },
  { verdict: 'fail', reason: 'open-finding' },
  { verdict: 'unknown', reason: 'no-check' },
  { verdict: 'unknown', reason: 'check-not-met' },
  { verdict: 'unknown', reason: 'silent' },
];
const BYTE_OF = new Map(CELLS.map(({ reason }, byte) => [reason, byte]));

/** The byte of a reason, which says the verdict too. */
export const cellOf = (reason: VerdictReason): number => BYTE_OF.get(reason) ?? 0;

/** What a byte says; one that no version of the product wrote is an asset that was not judged. */
export const readCell = (byte: number): { readonly verdict: Verdict; readonly reason: VerdictReason } =>
  CELLS[byte] ?? { verdict: 'unknown', reason: 'not-judged' };

/** Bytes that mean `verdict`. */
export const cellsWith = (verdict: Verdict): ReadonlySet<number> =>
  new Set(CELLS.flatMap((cell, byte) => (cell.verdict === verdict && cell.reason !== 'not-judged' ? [byte] : [])));

/** Assets in a page. */
export const PAGE_ASSETS = 1_024;
