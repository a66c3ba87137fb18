import type { SupervisionAsks } from './contract.ts';
import type { ReadNeeds } from './read/filings.ts';
import { enterpriseOf, listEnterprises } from './read/inbox.ts';
import { FILINGS } from './store.ts';
import type { SupervisionTables } from './tables.ts';

const MOST = 1_000;

/** What other modules may ask of the authority's side. */
export const supervisionAsks = (needs: ReadNeeds): SupervisionAsks => {
  const enterprises = listEnterprises(needs);
  return {
    enterprises,
    ofAccount: async (account) => {
      const id = await enterpriseOf(needs.records, account);
      return id === undefined ? undefined : (await enterprises()).find((each) => each.id === id);
    },
    filings: async ({ enterprise, kind }) => {
      const rows = await needs.records
        .read<SupervisionTables>()
        .selectFrom(FILINGS)
        .selectAll()
        .$if(enterprise !== undefined, (q) => q.where('enterprise', '=', enterprise ?? ''))
        .$if(kind !== undefined, (q) => q.where('kind', '=', kind ?? 'grading'))
        .orderBy('received_at', 'desc')
        .limit(MOST)
        .execute();
      return rows.map((row) => ({
        filing: row.id,
        enterprise: row.enterprise,
        kind: row.kind,
        template: row.template,
        version: row.version,
        subject: { kind: row.subject_kind, id: row.subject_id },
        title: { zh: row.title_zh, en: row.title_en },
        number: row.number ?? '',
        receivedAt: row.received_at.toISOString(),
        data: row.data,
      }));
    },
  };
};
