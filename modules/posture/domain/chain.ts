import { sm3 } from '@chedun/gm';
import type { Json } from '@chedun/kernel';
import { canonicalJson } from '@chedun/records';

/** What the chain says of an evidence: every field that has to stay. Times in milliseconds since 1970. */
export interface ChainedEvidence {
  readonly id: string;
  readonly checkId: string;
  readonly outcome: string;
  readonly summary: { readonly zh: string; readonly en: string };
  readonly facts: Json;
  readonly at: number;
  readonly expiresAt: number;
  readonly effectiveAt: number | null;
  readonly signer: { readonly id: string; readonly name: string } | null;
  readonly attachment: Json;
}

/** What stands before the first row. */
export const CHAIN_START = '0'.repeat(64);

/** SM3 (hex) of the row `seq` behind the row whose SM3 is `previous`: over the canonical JSON of all three. */
export const chainDigest = (previous: string, seq: number, evidence: ChainedEvidence): string =>
  Buffer.from(
    sm3(Buffer.from(canonicalJson({ previous, seq, evidence: evidence as unknown as Json }), 'utf8')),
  ).toString('hex');
