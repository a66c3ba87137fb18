import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '@chedun/config';
import { openJournal } from '@chedun/journal';
import { isDomainError, SYSTEM_ACTOR } from '@chedun/kernel';
import {
  migrateKeys,
  openKeys,
  renewWrappingKey,
  sm2PointOf,
  type KeyProtection,
  type OpenKeysOptions,
  type Relocked,
} from '@chedun/keys';
import { openLog } from '@chedun/log';
import { uuidV7 } from '@chedun/module';
import { openRecords, type AuditEntry, type Records } from '@chedun/records';
import { buildRequest, formatPem, parseNameText } from '@chedun/x509';
import type { Context } from './context.ts';
import { journalStreams } from './journal-folder.ts';

/** What is done to the guard of the keys. */
export type GuardChange = 'migrate' | 'rotate';

const WORK = { migrate: migrateKeys, rotate: renewWrappingKey } as const;
const ACTION = { migrate: 'platform.keys-migrated', rotate: 'platform.wrapping-key-rotated' } as const;

const optionsOf = ({ clock }: Context, config: Config): OpenKeysOptions => ({
  folder: join(config.dataDir, 'keys'),
  settings: config.keys,
  clock,
  randomBytes,
  log: openLog({ level: 'silent', file: undefined }),
});

/** Who guards the keys now and how many there are. */
export const readGuard = async (
  context: Context,
  config: Config,
): Promise<KeyProtection & { readonly keys: number }> => {
  const keys = await openKeys(optionsOf(context, config));
  return { ...keys.protection(), keys: (await keys.list()).length };
};

const audited = async (records: Records, how: GuardChange, work: () => Promise<Relocked>): Promise<Relocked> => {
  const line = (more: Pick<AuditEntry, 'outcome' | 'after'>) =>
    records.transaction((tx) =>
      tx.audit({ actor: SYSTEM_ACTOR, action: ACTION[how], target: { kind: 'keys', id: 'keys.json' }, ...more }),
    );
  try {
    const done = await work();
    await line({ outcome: 'done', after: { ...done } });
    return done;
  } catch (error) {
    if (isDomainError(error)) await line({ outcome: 'refused', after: { code: error.code } });
    throw error;
  }
};

interface Stopped {
  readonly options: OpenKeysOptions;
  readonly records: Records;
}

/** Works on the keys of a server that does not run: a server holds the lock of its journal (`journal.locked`). */
const whileStopped = async <T>(
  context: Context,
  config: Config,
  work: (stopped: Stopped) => Promise<T>,
): Promise<T> => {
  const { dataDir } = config;
  const [stream = 'network'] = await journalStreams(dataDir);
  const journal = await openJournal({ dir: join(dataDir, 'journal'), stream, clock: context.clock });
  try {
    const options = optionsOf(context, config);
    const newId = uuidV7(context.clock, randomBytes);
    const records = await openRecords({
      dataDir,
      url: config.records.url,
      log: options.log,
      clock: context.clock,
      newId,
    });
    try {
      return await work({ options, records });
    } finally {
      await records.close();
    }
  } finally {
    await journal.close();
  }
};

/**
 * Changes what guards the keys, with a line in the audit trail. The server must be stopped (`journal.locked`), because it
 * holds the keys.
 */
export const changeGuard = (context: Context, config: Config, how: GuardChange): Promise<Relocked> =>
  whileStopped(context, config, ({ options, records }) => audited(records, how, () => WORK[how](options)));

/** A request for a certificate, with the key that it is for. */
export interface KeyRequest {
  /** `name.version`. */
  readonly key: string;
  /** PKCS #10, PEM. */
  readonly request: string;
}

/**
 * Makes an SM2 key in the key store, or on its device, unless it is there, and a request for its certificate. The
 * server must be stopped, because it holds the keys. Throws `x509.*` for a name that is none.
 */
export const requestCertificate = (
  context: Context,
  config: Config,
  { name, subject }: { readonly name: string; readonly subject: string },
): Promise<KeyRequest> =>
  whileStopped(context, config, async ({ options, records }) => {
    const parsed = parseNameText(subject);
    const keys = await openKeys(options);
    const { id, publicKey = new Uint8Array(0) } = await keys.ensure(name, 'sm2');
    const held = keys.holding(name, sm2PointOf(publicKey) ?? new Uint8Array(0));
    const bytes = await buildRequest({ subject: parsed, publicKey, algorithm: 'sm2-sm3' }, held.sign);
    await records.transaction((tx) =>
      tx.audit({
        actor: SYSTEM_ACTOR,
        action: 'platform.certificate-requested',
        target: { kind: 'keys', id },
        outcome: 'done',
        after: { subject },
      }),
    );
    return { key: id, request: formatPem({ label: 'CERTIFICATE REQUEST', bytes }) };
  });
