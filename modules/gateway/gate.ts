import type { Gate } from '@chedun/ingest/contract';
import type { GatewayCounts } from './contract.ts';
import { rates } from './domain/rates.ts';
import type { GateNeeds, Working } from './gate-judge.ts';
import { passFor } from './gate-pass.ts';

/** The gate, and what it counted since the start. */
export interface CountingGate {
  readonly gate: Gate;
  readonly counts: () => GatewayCounts;
}

const NOTHING = {
  judged: 0,
  violations: 0,
  refused: 0,
  blocked: 0,
  unbound: 0,
  skipped: 0,
  held: 0,
  closedForRate: 0,
  flooding: 0,
} as const;

/** Builds the gate of the listeners. */
export const buildGate = (needs: GateNeeds): CountingGate => {
  const counts: Working['counts'] = { ...NOTHING };
  const working: Working = { ...needs, rates: rates(needs.limits), counts, waiting: 0 };
  const { sourcePerSecond, vehiclePerMinute } = needs.limits;
  return {
    gate: { open: (connection) => passFor(working, connection) },
    counts: () => ({ ...counts, limits: { sourcePerSecond, vehiclePerMinute } }),
  };
};
