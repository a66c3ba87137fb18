import { DomainError, SYSTEM_ACTOR } from '@chedun/kernel';
import type { z } from 'zod';
import type { Polled } from '../contract.ts';
import type { CaseRow } from '../store.ts';
import type { FilingTables } from '../tables.ts';
import type { Endpoint } from '../transport.ts';
import { endpointOf, type HandInNeeds } from './hand-in.ts';
import { takeReceipt } from './take-receipt.ts';

const UNDER_REVIEW = ['submitted', 'received', 'checking', 'experts'];
const MOST_CASES = 500;

const reasonOf = (error: unknown): string =>
  error instanceof DomainError ? `${error.code} ${error.detail.reason ?? ''}`.trim() : 'unexpected';

const askFor = async (needs: HandInNeeds, endpoint: Endpoint, row: CaseRow): Promise<number> => {
  const last = row.versions.at(-1);
  const answer = last === undefined ? undefined : await needs.transport.look(endpoint, last.sm3);
  let fresh = 0;
  for (const receipt of answer?.receipts ?? []) {
    const { known } = await takeReceipt(needs)(row.id, Buffer.from(receipt, 'base64'), SYSTEM_ACTOR);
    if (!known) fresh += 1;
  }
  return fresh;
};

/** Asks the other side about every case that it reviews; one that fails does not hold up the others. */
export const pollCases = (needs: HandInNeeds) => async (): Promise<z.infer<typeof Polled>> => {
  const db = needs.records.read<FilingTables>();
  const rows = await db
    .selectFrom('filing.cases')
    .selectAll()
    .where('state', 'in', UNDER_REVIEW)
    .where('channel', '=', 'network')
    .orderBy('submitted_at')
    .limit(MOST_CASES)
    .execute();
  if (rows.length === 0) return { asked: 0, receipts: 0, failed: 0 };
  const endpoint = await endpointOf(needs);
  let [receipts, failed, problem] = [0, 0, ''];
  for (const row of rows)
    try {
      receipts += await askFor(needs, endpoint, row);
    } catch (error) {
      failed += 1;
      problem = reasonOf(error);
    }
  await needs.records.transaction(async (tx) => {
    const values = { last_at: new Date(needs.clock.now()), last_problem: problem };
    await tx.as<FilingTables>().updateTable('filing.exchange').set(values).execute();
  });
  return { asked: rows.length, receipts, failed };
};
