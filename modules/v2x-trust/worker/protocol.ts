import type { JudgeSetup } from '../domain/judge.ts';

/** What a thread is told: what to trust, with the revocation lists, or messages to judge. */
export type ToThread =
  | { readonly kind: 'trust'; readonly setup: JudgeSetup; readonly crls: readonly Uint8Array[] }
  | { readonly kind: 'batch'; readonly batch: ArrayBuffer; readonly count: number };

/** What a thread answers: in the order of the batches. */
export interface FromThread {
  readonly answers: ArrayBuffer;
  readonly signers: number;
}
