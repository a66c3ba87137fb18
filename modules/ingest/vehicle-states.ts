import type { Records } from '@chedun/records';
import type { VehicleState } from './contract.ts';
import type { IngestTables } from './tables.ts';

/** Newest states from the records store, newest report first. */
export const latestStates = async (records: Pick<Records, 'read'>, limit: number): Promise<VehicleState[]> => {
  const rows = await records
    .read<IngestTables>()
    .selectFrom('ingest.vehicle_states')
    .select('state')
    .orderBy('received_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.state);
};
