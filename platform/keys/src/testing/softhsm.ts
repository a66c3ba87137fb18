import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCryptoki } from '../pkcs11/cryptoki.ts';

const LIBRARIES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'];

/** The library of SoftHSM 2; undefined where it is not installed. */
export const softHsmLibrary: string | undefined = LIBRARIES.find((file) => existsSync(file));

const VARIABLE = 'SOFTHSM2_CONF';

/** Tokens of one test file in a folder of their own. */
export interface SoftHsm {
  readonly modulePath: string;
  readonly makeToken: (label: string, pin: string) => void;
  readonly removeToken: (label: string) => void;
  /** Ends every session of every token, as pulling the device out would. */
  readonly pullOut: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts SoftHSM 2 on an empty folder; the library reads its settings once in a process. */
export const openSoftHsm = async (modulePath: string): Promise<SoftHsm> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chedun-softhsm-'));
  const settings = path.join(folder, 'softhsm2.conf');
  await mkdir(path.join(folder, 'tokens'));
  await writeFile(settings, `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const before = process.env[VARIABLE];
  process.env[VARIABLE] = settings;
  const cryptoki = await loadCryptoki(modulePath);
  return {
    modulePath,
    makeToken: (label, pin) => {
      const args = ['--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', pin];
      execFileSync('softhsm2-util', args, { stdio: 'ignore' });
    },
    removeToken: (label) =>
      void execFileSync('softhsm2-util', ['--delete-token', '--token', label], { stdio: 'ignore' }),
    pullOut: async () => void (await cryptoki.finalize(null)),
    close: async () => {
      await cryptoki.finalize(null);
      if (before === undefined) delete process.env[VARIABLE];
      else process.env[VARIABLE] = before;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
