import { readFile } from 'node:fs/promises';
import { NO_EXTRACT, readSecurityExtract, type SecurityExtract } from '@chedun/idsm';
import type { Logger } from '@chedun/log';
import { basename } from 'node:path';

/**
 * Reads the operator's Security Extract. One that cannot be read is told, and events then have the names of the
 * standard only: messages are more important than their names.
 */
export const loadExtract = async (
  path: string | undefined,
  log: Pick<Logger, 'error' | 'info'>,
): Promise<SecurityExtract> => {
  if (path === undefined) return NO_EXTRACT;
  try {
    const extract = readSecurityExtract([{ name: basename(path), bytes: await readFile(path) }]);
    const { definitions, idsms, notes, moreNotes } = extract;
    log.info('a Security Extract was read', {
      file: path,
      events: definitions.size,
      managers: idsms.size,
      notes: notes.length + moreNotes,
    });
    return extract;
  } catch (error) {
    log.error('the Security Extract cannot be read; ECU events have the names of the standard only', {
      file: path,
      error,
    });
    return NO_EXTRACT;
  }
};
