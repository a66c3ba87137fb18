import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { CheckContext, Form } from '../domain/rule.ts';
import { FILINGS } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';
import type { ReadIn } from './read-in.ts';

const MOST = 300;

/** Only what rules look at. */
const looked = sql<Form>`jsonb_build_object(
  'unitName', data->'unitName', 'functions', data->'functions', 'equipment', data->'equipment',
  'unitType', data->'unitType', 'level', data->'level', 'system', data->'system')`.as('data');

/** Filings beside the one that is checked: those of the enterprise, and numbered ones of the same kind of others. */
export const besideOf = async (
  records: Pick<Records, 'read'>,
  enterprise: string,
  { kind, pack }: ReadIn,
): Promise<Pick<CheckContext, 'own' | 'peers'>> => {
  const filings = records.read<SupervisionTables>().selectFrom(FILINGS);
  const [own, peers] = await Promise.all([
    filings
      .select(['id', 'kind', 'state', 'number', looked])
      .where('enterprise', '=', enterprise)
      .where('document', '<>', pack.manifest.document.id)
      .orderBy('received_at', 'desc')
      .limit(MOST)
      .execute(),
    filings
      .select(looked)
      .where('enterprise', '<>', enterprise)
      .where('kind', '=', kind.id)
      .where('state', '=', 'numbered')
      .orderBy('received_at', 'desc')
      .limit(MOST)
      .execute(),
  ]);
  return { own: own.map((each) => ({ ...each, number: each.number ?? '' })), peers: peers.map(({ data }) => data) };
};
