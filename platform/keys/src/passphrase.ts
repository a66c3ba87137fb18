import { DomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from './key-file.ts';

/** Where the passphrase may come from; the first that is given wins. */
export interface PassphraseSources {
  readonly passphrase?: string | undefined;
  readonly passphraseFile?: string | undefined;
}

/**
 * Finds the passphrase: given by the operator, else the private file beside the key file, which is made on the first
 * start so that the product runs without set-up.
 */
export const findPassphrase = async (
  sources: PassphraseSources,
  keyFile: string,
  randomBytes: (length: number) => Uint8Array,
  log: Logger,
): Promise<string> => {
  if (sources.passphrase !== undefined) return sources.passphrase;
  if (sources.passphraseFile !== undefined) return readPassphrase(sources.passphraseFile, log);
  const own = path.join(path.dirname(keyFile), 'passphrase');
  if (await exists(own)) return readPassphrase(own, log);
  if (await exists(keyFile)) throw new DomainError('keys.no-passphrase', { file: own });
  await writeWhole(own, `${Buffer.from(randomBytes(32)).toString('base64url')}\n`);
  log.warn('made a passphrase for the key file; keep a copy elsewhere, or set keys.passphraseFile', { file: own });
  return readPassphrase(own, log);
};

type Missing = 'keys.no-passphrase' | 'keys.device-setting';

/** The content of a private file without its line end; `missing` is thrown when there is none. */
export const readPassphrase = async (
  file: string,
  log: Logger,
  missing: Missing = 'keys.no-passphrase',
): Promise<string> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new DomainError(missing, { file }, cause);
  });
  if (((await stat(file)).mode & 0o077) !== 0) log.warn('others can read the passphrase file', { file });
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase === '') throw new DomainError(missing, { file, reason: 'the file is empty' });
  return passphrase;
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
