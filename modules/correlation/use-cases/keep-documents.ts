import { DocumentsRead } from '@chedun/detection/contract';
import type { Logger } from '@chedun/log';
import type { DeliveredEvent, Tx } from '@chedun/records';
import { putDocuments } from '../documents.ts';
import { errorText, readDocuments } from '../domain/read-documents.ts';
import type { CorrelationTables } from '../tables.ts';

interface Dependencies {
  readonly now: () => number;
  readonly log: Logger;
  /** Called when documents changed; the transaction may not be done yet. */
  readonly changed: () => void;
}

const keepFile = async (
  tx: Tx,
  { ruleset, license, enableNew }: DocumentsRead,
  file: DocumentsRead['files'][number],
  { now, log }: Dependencies,
): Promise<void> => {
  const { documents, errors } = readDocuments(file.path, file.text);
  for (const error of errors.slice(0, 5))
    log.warn('a correlation was refused', { ruleset, file: file.path, line: error.line, reason: errorText(error).en });
  const place = { ruleset, path: file.path, yaml: file.text, license, enabled: enableNew === 'enabled', at: now() };
  const kept = await putDocuments(tx, documents, place);
  const gone = tx
    .as<CorrelationTables>()
    .deleteFrom('correlation.documents')
    .where('ruleset', '=', ruleset)
    .where('path', '=', file.path);
  await (kept.length === 0 ? gone : gone.where('id', 'not in', [...kept])).execute();
};

/** Makes the correlations and filters of a rule set what its tree holds. */
export const keepDocuments =
  (dependencies: Dependencies) =>
  async (event: DeliveredEvent, tx: Tx): Promise<void> => {
    const read = DocumentsRead.parse(event.payload);
    for (const file of read.files) await keepFile(tx, read, file, dependencies);
    const gone = tx.as<CorrelationTables>().deleteFrom('correlation.documents').where('ruleset', '=', read.ruleset);
    await (read.paths.length === 0 ? gone : gone.where('path', 'not in', read.paths)).execute();
    dependencies.changed();
  };
