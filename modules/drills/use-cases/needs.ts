import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Scenario } from '../contract.ts';
import type { Evaluated } from '../evaluate.ts';
import type { RunJournals } from './journals.ts';

/** What runs stand on. */
export interface RunNeeds {
  readonly records: Records;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly journals: RunJournals;
  readonly evaluate: (
    scenario: Scenario,
    journal: Awaited<ReturnType<RunJournals['of']>>,
    through: number,
  ) => Promise<Evaluated>;
}
