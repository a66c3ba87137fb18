import type { Records } from '@chedun/records';
import type { CheckContext } from '../domain/rule.ts';
import { FILINGS } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';
import type { ReadIn } from './receive.ts';

const MOST = 1_000;

/** Filings beside the one that is checked: those of the enterprise, and numbered ones of the same kind of others. */
export const besideOf = async (
  records: Pick<Records, 'read'>,
  enterprise: string,
  { kind, pack }: ReadIn,
): Promise<Pick<CheckContext, 'own' | 'peers'>> => {
  const filings = records.read<SupervisionTables>().selectFrom(FILINGS);
  const [own, peers] = await Promise.all([
    filings
      .select(['id', 'kind', 'state', 'number', 'data'])
      .where('enterprise', '=', enterprise)
      .where('document', '<>', pack.manifest.document.id)
      .orderBy('received_at', 'desc')
      .limit(MOST)
      .execute(),
    filings
      .select('data')
      .where('enterprise', '<>', enterprise)
      .where('kind', '=', kind.id)
      .where('state', '=', 'numbered')
      .orderBy('received_at', 'desc')
      .limit(MOST)
      .execute(),
  ]);
  return { own: own.map((each) => ({ ...each, number: each.number ?? '' })), peers: peers.map(({ data }) => data) };
};
