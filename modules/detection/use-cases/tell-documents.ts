import { SYSTEM_ACTOR } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import { documentsRead, type DocumentsRead } from '../contract.ts';
import { sha256, type RuleFile } from '../domain/read-rules.ts';
import type { DetectionTables } from '../tables.ts';

/** Text of one told event. */
const MOST_TEXT = 512 * 1024;

const packs = (files: readonly RuleFile[]): RuleFile[][] => {
  const all: RuleFile[][] = [[]];
  let size = 0;
  for (const file of files) {
    if (size + file.text.length > MOST_TEXT && size > 0) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(file);
    size += file.text.length;
  }
  return all;
};

/**
 * Tells the correlations and filters of a rule set to whoever evaluates them, in the transaction that stores the rules.
 * Nothing is told when the files are those of the last time.
 */
export const tellDocuments = async (
  tx: Tx,
  tree: { readonly id: string } & Pick<DocumentsRead, 'license' | 'enableNew'>,
  files: readonly RuleFile[],
): Promise<void> => {
  const digest = files.length === 0 ? '' : sha256(files.map(({ path, text }) => `${path}\n${sha256(text)}`).join('\n'));
  const tables = tx.as<DetectionTables>();
  const row = await tables
    .selectFrom('detection.rulesets')
    .select('documents_sha256')
    .where('id', '=', tree.id)
    .executeTakeFirst();
  if (row?.documents_sha256 === digest) return;
  const paths = files.map(({ path }) => toText(path));
  for (const part of packs(files)) {
    const payload: DocumentsRead = {
      ruleset: tree.id,
      license: tree.license,
      enableNew: tree.enableNew,
      files: part.map(({ path, text }) => ({ path: toText(path), text: toText(text) })),
      paths,
    };
    await tx.tell({ type: documentsRead, aggregate: tree.id, payload: payload as never }, SYSTEM_ACTOR);
  }
  await tables.updateTable('detection.rulesets').set({ documents_sha256: digest }).where('id', '=', tree.id).execute();
};
