import { writeFile } from 'node:fs/promises';
import { cliError, messageOf } from '../errors.ts';

/** Writes a file that was asked for; nothing happens without a name. Throws `cli.file-unwritable`. */
export const keepFile = async (file: string | undefined, content: string | Uint8Array): Promise<void> => {
  if (file === undefined) return;
  await writeFile(file, content).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file, reason: messageOf(error) }, error);
  });
};

/** {@link keepFile} for what only its owner may read. */
export const keepSecretFile = async (file: string | undefined, content: string): Promise<void> => {
  if (file === undefined) return;
  await writeFile(file, content, { mode: 0o600 }).catch((error: unknown) => {
    throw cliError('cli.file-unwritable', { file, reason: messageOf(error) }, error);
  });
};
