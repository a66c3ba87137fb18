import type { ActorRef } from '@chedun/kernel';
import type { RestoreTest } from '../contract.ts';
import type { changeClass } from '../policies.ts';
import type { ledgerReadModel } from '../read-ledger.ts';
import type { retentionReadModel } from '../read-model.ts';
import type { holdUseCases } from '../use-cases/holds.ts';
import type { searchCold } from '../use-cases/search-cold.ts';
import type { decide, propose, refuseDelete } from '../use-cases/propose.ts';

/** What the routes stand on. */
export interface RetentionUses {
  readonly screens: ReturnType<typeof retentionReadModel>;
  readonly ledger: ReturnType<typeof ledgerReadModel>;
  readonly holds: ReturnType<typeof holdUseCases>;
  readonly changeClass: ReturnType<typeof changeClass>;
  readonly propose: ReturnType<typeof propose>;
  readonly decide: ReturnType<typeof decide>;
  readonly refuseDelete: ReturnType<typeof refuseDelete>;
  readonly searchCold: ReturnType<typeof searchCold>;
  readonly restoreTest: (actor: ActorRef) => Promise<RestoreTest>;
}
