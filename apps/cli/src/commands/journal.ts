import { join } from 'node:path';
import { openJournal } from '@chedun/journal';
import type { Clock } from '@chedun/kernel';
import { show, type ExitCode } from '../output.ts';

const STREAMS = ['network', 'telemetry'] as const;

/** `chedun journal verify`: recomputes CRC and chain of everything; needs the server to be stopped. Ends with 1 at damage. */
export const verifyJournal = async (
  dataDir: string,
  clock: Clock,
  options: { readonly json: boolean },
): Promise<ExitCode> => {
  let damaged = 0;
  for (const stream of STREAMS) {
    const journal = await openJournal({ dir: join(dataDir, 'journal'), stream, clock });
    try {
      const verdict = await journal.verify();
      if (verdict.kind === 'damaged') damaged += 1;
      show(options.json, { stream, ...verdict }, () => `${stream}: ${JSON.stringify(verdict)}`);
    } finally {
      await journal.close();
    }
  }
  return damaged === 0 ? 0 : 1;
};
