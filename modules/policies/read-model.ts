import type { IdentityAsks, PersonWithRoles } from '@chedun/identity/contract';
import { dayOf, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type {
  Acknowledgement,
  Policy,
  PolicyLine,
  PolicyPage,
  PolicyQuery,
  Reader,
  Reading,
  Version,
  VersionLine,
} from './contract.ts';
import { dueDay, effectiveOf, readingState, stateOf, type Term } from './domain/standing.ts';
import { contentSm3, verifyStatement } from './signer.ts';
import {
  acknowledgedBy,
  allPolicies,
  policyOf,
  reading,
  signersOf,
  versionOf,
  versionsOf,
  type StoredPolicy,
  type StoredVersion,
} from './store.ts';

export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly identity: Pick<IdentityAsks, 'peopleWith'>;
}

type Approved = StoredVersion & Term;

/** A policy with what decides how it stands. */
export interface Standing {
  readonly policy: StoredPolicy;
  readonly versions: readonly StoredVersion[];
  readonly effective: Approved | undefined;
  readonly readers: readonly PersonWithRoles[];
  /** Ids of persons who acknowledged the effective version. */
  readonly read: ReadonlySet<string>;
  readonly line: PolicyLine;
}

const approvedOf = (versions: readonly StoredVersion[]): readonly Approved[] =>
  versions.flatMap((each) =>
    each.state === 'approved' && each.effective_from !== null && each.review_by !== null
      ? [{ ...each, effectiveFrom: each.effective_from, reviewBy: each.review_by }]
      : [],
  );

const workingOf = (versions: readonly StoredVersion[]): PolicyLine['working'] => {
  const newest = versions.at(-1);
  return newest === undefined || newest.state === 'approved' ? null : { number: newest.number, state: newest.state };
};

const acknowledgementOf = (
  effective: Approved | undefined,
  readers: readonly PersonWithRoles[],
  read: ReadonlySet<string>,
  today: string,
): Acknowledgement => {
  if (effective === undefined) return { version: null, dueBy: null, readers: 0, done: 0, overdue: 0 };
  const dueBy = dueDay(effective.effectiveFrom);
  const done = readers.filter(({ id }) => read.has(id)).length;
  const overdue = dueBy < today ? readers.length - done : 0;
  return { version: effective.number, dueBy, readers: readers.length, done, overdue };
};

const lineOf = ({ policy, versions, effective, readers, read }: Omit<Standing, 'line'>, today: string): PolicyLine => ({
  id: policy.id,
  code: policy.code,
  title: policy.title,
  kind: policy.kind,
  owner: policy.owner,
  audience: policy.audience,
  reviewMonths: policy.review_months,
  state: stateOf({ approved: approvedOf(versions), isRetired: policy.retired !== null }, today),
  effective: effective?.number ?? null,
  effectiveFrom: effective?.effectiveFrom ?? null,
  reviewBy: effective?.reviewBy ?? null,
  working: policy.retired === null ? workingOf(versions) : null,
  obligations: effective?.obligations ?? [],
  acknowledgement: acknowledgementOf(effective, readers, read, today),
});

/** Every policy as it stands today, by number. */
export const standings = (needs: ReadNeeds) => async (): Promise<readonly Standing[]> => {
  const db = reading(needs.records);
  const today = dayOf(needs.clock.now());
  const [policies, versions, acknowledged] = await Promise.all([allPolicies(db), versionsOf(db), acknowledgedBy(db)]);
  const roles = [...new Set(policies.flatMap(({ audience }) => audience))];
  const people = roles.length === 0 ? [] : await needs.identity.peopleWith(roles);
  const byPolicy = Map.groupBy(versions, ({ policy }) => policy);
  return policies.map((policy) => {
    const own = byPolicy.get(policy.id) ?? [];
    const effective = policy.retired === null ? effectiveOf(approvedOf(own), today) : undefined;
    const readers =
      effective === undefined
        ? []
        : people.filter((each) => each.roles.some((role) => policy.audience.some((wanted) => wanted === role)));
    const read = acknowledged.get(`${policy.id}/${effective?.number ?? 0}`) ?? new Set<string>();
    const found = { policy, versions: own, effective, readers, read };
    return { ...found, line: lineOf(found, today) };
  });
};

const isFound = ({ code, title, owner }: PolicyLine, find: string): boolean =>
  `${code} ${title} ${owner}`.toLowerCase().includes(find.toLowerCase());

/** Policies by number, a page at a time. */
export const listPolicies =
  (needs: ReadNeeds) =>
  async ({ find, cursor, limit }: PolicyQuery): Promise<PolicyPage> => {
    const lines = (await standings(needs)()).map(({ line }) => line);
    const found = find === undefined ? lines : lines.filter((line) => isFound(line, find));
    const from = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor) + 1;
    const items = found.slice(from, from + limit);
    return { items, total: found.length, next: from + limit < found.length ? (items.at(-1)?.id ?? null) : null };
  };

const versionLine = (row: StoredVersion): VersionLine => ({
  number: row.number,
  state: row.state,
  note: row.note,
  author: { id: row.author_id, name: row.author_name },
  approver:
    row.approver_id === null || row.approver_name === null ? null : { id: row.approver_id, name: row.approver_name },
  submittedAt: row.submitted_at?.toISOString() ?? null,
  approvedAt: row.approved_at?.toISOString() ?? null,
  effectiveFrom: row.effective_from,
  reviewBy: row.review_by,
  returned: row.returned,
  file: row.file === null ? null : { name: row.file.name, bytes: row.file.bytes, sm3: row.file.sm3 },
  obligations: row.obligations,
});

/** One policy with its versions, newest first. */
export const readPolicy =
  (needs: ReadNeeds) =>
  async (id: string): Promise<Policy> => {
    await policyOf(reading(needs.records), id);
    const found = (await standings(needs)()).find(({ policy }) => policy.id === id);
    if (found === undefined) throw new Error('a policy that was there is gone');
    return {
      ...found.line,
      retired: found.policy.retired,
      versions: found.versions.map(versionLine).toReversed(),
    };
  };

/** What a stored version is claimed to be, beside what was signed. */
export const claimOf = (row: StoredVersion) => ({
  number: row.number,
  contentSm3: contentSm3(row.body, row.file),
  obligations: row.obligations,
  effectiveFrom: row.effective_from,
  reviewBy: row.review_by,
  statement: row.statement,
  signature: row.signature,
});

/** One version with its text and the verdict on its signature. */
export const readVersion =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (id: string, number: number): Promise<Version> => {
    const db = reading(records);
    const [row, signers] = await Promise.all([versionOf(db, id, number), signersOf(db)]);
    const claim = claimOf(row);
    const signature = verifyStatement(claim, signers);
    return { ...versionLine(row), text: row.body, references: row.cited, contentSm3: claim.contentSm3, signature };
  };

/** Everybody who has to read a policy, those who are late first. */
export const readReaders =
  (needs: ReadNeeds) =>
  async (id: string): Promise<{ version: number | null; items: Reader[] }> => {
    const db = reading(needs.records);
    await policyOf(db, id);
    const found = (await standings(needs)()).find(({ policy }) => policy.id === id);
    const effective = found?.effective;
    if (found === undefined || effective === undefined) return { version: null, items: [] };
    const today = dayOf(needs.clock.now());
    const rows = await db
      .selectFrom('policies.acknowledgements')
      .select(['person_id', 'at'])
      .where('policy', '=', id)
      .where('version', '=', effective.number)
      .execute();
    const times = new Map(rows.map((row) => [row.person_id, row.at.toISOString()]));
    const items = found.readers.map(({ id: person, name }) => ({
      person: { id: person, name },
      state: readingState(times.has(person), dueDay(effective.effectiveFrom), today),
      at: times.get(person) ?? null,
    }));
    const order = ['overdue', 'due-soon', 'waiting', 'read'];
    return {
      version: effective.number,
      items: items.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)),
    };
  };

/** What somebody has to read, or has read, of what holds today. */
export const readMine =
  (needs: ReadNeeds) =>
  async (person: string): Promise<{ items: Reading[] }> => {
    const today = dayOf(needs.clock.now());
    const mine = (await standings(needs)()).filter(({ readers }) => readers.some(({ id }) => id === person));
    const rows = await reading(needs.records)
      .selectFrom('policies.acknowledgements')
      .select(['policy', 'version', 'at'])
      .where('person_id', '=', person)
      .execute();
    const times = new Map(rows.map(({ policy, version, at }) => [`${policy}/${version}`, at.toISOString()]));
    const items = mine.flatMap(({ policy, effective }): Reading[] => {
      if (effective === undefined) return [];
      const at = times.get(`${policy.id}/${effective.number}`) ?? null;
      const dueBy = dueDay(effective.effectiveFrom);
      const { id, code, title } = policy;
      const { number: version, effectiveFrom } = effective;
      return [{ id, code, title, version, effectiveFrom, dueBy, state: readingState(at !== null, dueBy, today), at }];
    });
    const isDone = ({ state }: Reading): number => (state === 'read' ? 1 : 0);
    return { items: items.toSorted((a, b) => isDone(a) - isDone(b) || a.dueBy.localeCompare(b.dueBy)).slice(0, 1000) };
  };
