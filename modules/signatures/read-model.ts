import type { Records } from '@chedun/records';
import type { z } from 'zod';
import type { KeyList, KeyQuery } from './contract.ts';
import type { SignatureTables } from './tables.ts';

/** Keys for the screen, changed last first. */
export const listKeys = async (
  records: Pick<Records, 'read'>,
  { search, status, limit }: z.output<typeof KeyQuery>,
): Promise<z.input<typeof KeyList>> => {
  let query = records.read<SignatureTables>().selectFrom('signatures.vehicle_keys');
  if (status !== undefined) query = query.where('status', '=', status);
  if (search !== undefined && search !== '')
    query = query.where('vin', 'like', `%${search.toUpperCase().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`);
  const [rows, counted] = await Promise.all([
    query
      .select(['vin', 'algorithm', 'fingerprint', 'chip_id', 'origin', 'status', 'changed_at'])
      .orderBy('changed_at', 'desc')
      .limit(limit)
      .execute(),
    query.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirst(),
  ]);
  return {
    items: rows.map(({ vin, algorithm, fingerprint, chip_id, origin, status: state, changed_at }) => ({
      vin,
      algorithm,
      fingerprint,
      chipId: chip_id,
      origin,
      status: state,
      changedAt: changed_at.toISOString(),
    })),
    total: Number(counted?.total ?? 0),
  };
};

/** How many keys are trusted, and how many wait for a person. */
export const countKeys = async (
  records: Pick<Records, 'read'>,
): Promise<{ readonly trusted: number; readonly offered: number }> => {
  const rows = await records
    .read<SignatureTables>()
    .selectFrom('signatures.vehicle_keys')
    .select(({ fn }) => ['status', fn.countAll<string>().as('keys')])
    .groupBy('status')
    .execute();
  const of = (status: string): number => Number(rows.find((row) => row.status === status)?.keys ?? 0);
  return { trusted: of('trusted'), offered: of('offered') };
};
