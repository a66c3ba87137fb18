import { execFile, execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatPem } from '@chedun/x509';
import type { EnrolmentWorld } from './world.ts';

/** What the client of openssl said, and whether it was content. */
interface Told {
  readonly ok: boolean;
  readonly text: string;
}

/** The client of openssl against the listener of a world, as a device with ECDSA P-256 uses it. */
export interface CmpClient {
  /** Makes a key; its file. */
  readonly key: (name: string) => string;
  readonly file: (name: string) => string;
  readonly read: (name: string) => Promise<Buffer>;
  readonly run: (label: string, args: readonly string[]) => Promise<Told>;
}

/** Opens a client that trusts the root and the authorities of this world. */
export const cmpClient = async (world: EnrolmentWorld): Promise<CmpClient> => {
  const file = (name: string): string => path.join(world.platform.folder, name);
  const chain = await world.asks.chain('vehicle-ca');
  const pem = (bytes: Uint8Array | undefined): string =>
    formatPem({ label: 'CERTIFICATE', bytes: bytes ?? new Uint8Array() });
  await writeFile(file('ca.pem'), pem(chain[0]));
  await writeFile(file('root.pem'), pem(chain[1]));
  return {
    file,
    read: (name) => readFile(file(name)),
    key: (name) => {
      execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file(name)]);
      return file(name);
    },
    run: (label, args) =>
      new Promise((resolve) => {
        const server = ['-server', `127.0.0.1:${world.port}`, '-path', `.well-known/cmp/p/${label}`];
        const trust = ['-trusted', file('root.pem'), '-untrusted', file('ca.pem')];
        const all = ['cmp', '-config', '', ...server, ...trust, '-msg_timeout', '60', ...args];
        execFile('openssl', all, { timeout: 90_000 }, (error, stdout, stderr) =>
          resolve({ ok: error === null, text: stdout + stderr }),
        );
      }),
  };
};
