import type { AssetsAsks } from '@chedun/assets/contract';
import { dayOf } from '@chedun/kernel';
import type { Selectable } from 'kysely';
import type { Agreement, Review, SupplierDossier } from './contract.ts';
import { problemsOf } from './domain/judge.ts';
import { presentLine, type ReadNeeds } from './read-model.ts';
import { readRow, readStates, tablesOf } from './store.ts';
import type { StoredDocument, SuppliersTables } from './tables.ts';

/** What a dossier stands on. */
export type DossierNeeds = ReadNeeds & { readonly assets: Pick<AssetsAsks, 'notOnRecord'> };

const MOST = 500;

const viewOf = (document: StoredDocument | null) =>
  document === null ? null : { name: document.name, bytes: document.bytes, sm3: document.sm3 };

const agreementOf = (row: Selectable<SuppliersTables['suppliers.agreements']>, today: string): Agreement => ({
  id: row.id,
  title: row.title,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  securityTerms: row.security_terms,
  confidentiality: row.confidentiality,
  incidentHours: row.incident_hours,
  vulnerabilityHours: row.vulnerability_hours,
  document: viewOf(row.document),
  state: row.valid_from > today ? 'later' : row.valid_to !== null && row.valid_to < today ? 'over' : 'in-force',
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
});

const reviewsOf = async ({ records }: ReadNeeds, id: string, today: string): Promise<Review[]> => {
  const tables = tablesOf(records);
  const rows = await tables
    .selectFrom('suppliers.reviews')
    .selectAll()
    .where('supplier', '=', id)
    .orderBy('day', 'desc')
    .orderBy('created_at', 'desc')
    .limit(MOST)
    .execute();
  const conditions = await tables
    .selectFrom('suppliers.conditions')
    .selectAll()
    .where('review', 'in', (query) => query.selectFrom('suppliers.reviews').select('id').where('supplier', '=', id))
    .orderBy('due_on')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    day: row.day,
    reviewer: row.reviewer,
    version: row.version,
    score: row.score,
    result: row.result,
    comment: row.comment,
    answers: row.answers,
    conditions: conditions
      .filter(({ review }) => review === row.id)
      .map(({ id: condition, text, due_on: dueOn, met_on: metOn }) => {
        return { id: condition, text, dueOn, metOn, isOverdue: metOn === null && dueOn < today };
      }),
    document: viewOf(row.document),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  }));
};

const namesOf = ({ records }: ReadNeeds, id: string) =>
  tablesOf(records)
    .selectFrom('suppliers.names as name')
    .innerJoin('suppliers.keys as key', 'key.key', 'name.key')
    .select(['name.name', 'name.vehicles', 'name.ecus', 'name.parts'])
    .where('key.supplier', '=', id)
    .orderBy('name.vehicles', 'desc')
    .orderBy('name.name')
    .execute();

/** A dossier with everything in it. Throws `suppliers.unknown`. */
export const readDossier =
  (needs: DossierNeeds) =>
  async (id: string): Promise<SupplierDossier> => {
    const today = dayOf(needs.now());
    const tables = tablesOf(needs.records);
    const row = await readRow(needs.records, id);
    const [known] = await readStates(needs.records, [row], today);
    const [agreements, reviews, names, changes, services, hosts] = await Promise.all([
      tables
        .selectFrom('suppliers.agreements')
        .selectAll()
        .where('supplier', '=', id)
        .orderBy('valid_from', 'desc')
        .orderBy('id')
        .limit(MOST)
        .execute(),
      reviewsOf(needs, id, today),
      namesOf(needs, id),
      tables
        .selectFrom('suppliers.changes')
        .selectAll()
        .where('supplier', '=', id)
        .orderBy('id', 'desc')
        .limit(MOST)
        .execute(),
      ...(['service', 'host'] as const).map((kind) =>
        needs.assets.notOnRecord(
          kind,
          row.dependents.filter((each) => each.kind === kind).map(({ name }) => name),
        ),
      ),
    ]);
    const state = known ?? { row, state: undefined };
    if (state.state === undefined) throw new Error('a dossier without its state');
    const missing = { service: new Set(services), host: new Set(hosts) };
    const {
      dependents,
      problems: _,
      ...supplier
    } = presentLine(
      { row, state: state.state },
      names.reduce((sum, { ecus }) => sum + ecus, 0),
    );
    return {
      supplier: { ...supplier, endReason: row.end_reason },
      dependents: dependents.map((each) => ({ ...each, isOnRecord: !missing[each.kind].has(each.name) })),
      names,
      agreements: agreements.map((each) => agreementOf(each, today)),
      reviews,
      problems: [...problemsOf(state.state)],
      history: changes.map(({ at, by, kind, fields }) => ({ at: at.toISOString(), by, kind, fields })),
    };
  };
