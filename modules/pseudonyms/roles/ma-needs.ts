import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Random } from '@chedun/v2x-pki';

/** What the misbehaviour authority rests on. */
export interface MaNeeds {
  readonly records: Records;
  readonly clock: Clock;
  readonly randomBytes: Random;
}
