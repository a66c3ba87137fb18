import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records } from '@chedun/records';
import type { SignatureVerifier } from '@chedun/v2x-security';
import type { TrustBook } from '../trust-book.ts';

/** What changes of trust stand on. */
export interface TrustNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly keys: Pick<Keys, 'ensure' | 'sign'>;
  readonly book: TrustBook;
  readonly verifier: SignatureVerifier;
  readonly leapSeconds: number;
}
