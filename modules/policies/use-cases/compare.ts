import type { Records } from '@chedun/records';
import type { Difference } from '../contract.ts';
import { differenceOf } from '../domain/diff.ts';
import { contentSm3 } from '../signer.ts';
import { reading, versionOf } from '../store.ts';

const MOST_LINES = 20_000;

/** What changed from one version of a policy to another. */
export const compareVersions =
  ({ records }: { readonly records: Pick<Records, 'read'> }) =>
  async (id: string, from: number, to: number): Promise<Difference> => {
    const db = reading(records);
    const [before, after] = await Promise.all([versionOf(db, id, from), versionOf(db, id, to)]);
    const hasFile = before.file !== null || after.file !== null;
    const lines = hasFile ? [] : differenceOf(before.body, after.body);
    return {
      from,
      to,
      lines: lines.slice(0, MOST_LINES),
      added: lines.filter(({ kind }) => kind === 'added').length,
      removed: lines.filter(({ kind }) => kind === 'removed').length,
      obligationsAdded: after.obligations.filter((each) => !before.obligations.includes(each)),
      obligationsRemoved: before.obligations.filter((each) => !after.obligations.includes(each)),
      hasFile,
      sameContent: contentSm3(before.body, before.file) === contentSm3(after.body, after.file),
    };
  };
