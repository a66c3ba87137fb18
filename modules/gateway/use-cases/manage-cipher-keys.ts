import { createHash } from 'node:crypto';
import { DomainError, isDomainError, type ActorRef } from '@chedun/kernel';
import { readSecret, type Decipher, type DecipherSpec } from '@chedun/keys';
import type { Platform } from '@chedun/module';
import { sql } from 'kysely';
import type { z } from 'zod';
import { CipherSpec, type CipherKey, type CipherKeyAdded, type NewCipherKey } from '../cipher-contract.ts';
import type { ReadyKey } from '../cipher-ring.ts';
import { subjectName } from '../domain/subject.ts';
import type { GatewayTables } from '../tables.ts';

/** What the keys stand on. */
export type CipherNeeds = Pick<Platform, 'records' | 'keys' | 'clock' | 'newId' | 'randomBytes' | 'log'> & {
  /** Loads the ring anew. */
  readonly changed: () => Promise<void>;
};

/** Name of the key that seals. */
const SEALING_KEY = 'gateway-ciphers';
/** Keys in memory. */
const MOST_KEYS = 50_000;
const SECRET_BYTES = 16;
const MARK_DIGITS = 12;

const decipherSpec = (spec: CipherSpec): DecipherSpec => {
  switch (spec.algorithm) {
    case 'aes':
    case 'sm4': {
      const { algorithm, ...block } = spec;
      return { kind: algorithm === 'aes' ? 'aes-128' : 'sm4', ...block };
    }
    case 'rsa':
      return { kind: 'rsa', padding: spec.padding };
    case 'sm2':
      return { kind: 'sm2', order: spec.order };
  }
};

const givenSecret = (spec: CipherSpec, text: string): Buffer => {
  try {
    return readSecret(decipherSpec(spec).kind, text);
  } catch (error) {
    if (!isDomainError(error, 'keys.bad-secret')) throw error;
    throw new DomainError('gateway.bad-secret', { reason: String(error.detail['reason'] ?? '') }, error);
  }
};

const secretOf = (
  { spec, secret }: z.output<typeof NewCipherKey>,
  randomBytes: Platform['randomBytes'],
): { readonly bytes: Buffer; readonly shown: string | null } => {
  if (secret !== undefined) return { bytes: givenSecret(spec, secret), shown: null };
  if (spec.algorithm === 'rsa' || spec.algorithm === 'sm2') throw new DomainError('gateway.secret-needed', {});
  const bytes = Buffer.from(randomBytes(SECRET_BYTES));
  return { bytes, shown: bytes.toString('hex') };
};

/** Keeps a key of the operator, sealed. */
export const addCipherKey =
  ({ records, keys, clock, newId, randomBytes, changed }: CipherNeeds) =>
  async (given: z.output<typeof NewCipherKey>, actor: ActorRef): Promise<z.input<typeof CipherKeyAdded>> => {
    const { bytes, shown } = secretOf(given, randomBytes);
    const id = newId();
    const at = new Date(clock.now());
    await keys.ensure(SEALING_KEY, 'aes-256-gcm');
    const sealed = Buffer.from(await keys.seal(SEALING_KEY, bytes, id));
    const mark = createHash('sm3').update(bytes).digest('hex').slice(0, MARK_DIGITS);
    const subject = subjectName(given.subject);
    const { title, spec } = given;
    await records.transaction(async (tx) => {
      const row = { id, title, subject, algorithm: spec.algorithm, spec: JSON.stringify(spec), sealed, mark };
      await tx
        .as<GatewayTables>()
        .insertInto('gateway.cipher_keys')
        .values({ ...row, status: 'active', created_at: at, changed_at: at })
        .execute();
      const after = { title, subject, algorithm: spec.algorithm, mark, made: shown !== null };
      const target = { kind: 'cipher-key', id };
      await tx.audit({ actor, action: 'gateway.cipher-key-added', target, outcome: 'done', after });
    });
    await changed();
    const key = { id, title, subject, spec, mark, status: 'active', changedAt: at.toISOString() } as const;
    return { key, secret: shown };
  };

/** Withdraws a key and forgets its secret. */
export const withdrawCipherKey =
  ({ records, clock, changed }: CipherNeeds) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    await records.transaction(async (tx) => {
      const row = await tx
        .as<GatewayTables>()
        .updateTable('gateway.cipher_keys')
        .set({ status: 'withdrawn', sealed: Buffer.alloc(0), changed_at: new Date(clock.now()) })
        .where('id', '=', id)
        .where('status', '=', 'active')
        .returning(['title', 'mark'])
        .executeTakeFirst();
      if (row === undefined) throw new DomainError('gateway.no-such-key', { field: id });
      const target = { kind: 'cipher-key', id };
      await tx.audit({ actor, action: 'gateway.cipher-key-withdrawn', target, outcome: 'done', before: row });
    });
    await changed();
  };

const isReady = (key: ReadyKey | undefined): key is ReadyKey => key !== undefined;

/** Keys that are in force, ready to decrypt; one that cannot be opened is told and left out. */
export const readyKeys = async ({ records, keys, log }: CipherNeeds): Promise<ReadyKey[]> => {
  const rows = await records
    .read<GatewayTables>()
    .selectFrom('gateway.cipher_keys')
    .select(['id', 'subject', 'spec', 'sealed'])
    .where('status', '=', 'active')
    .orderBy('created_at', 'desc')
    .limit(MOST_KEYS)
    .execute();
  const ready = rows.map(async ({ id, subject, spec: stored, sealed }): Promise<ReadyKey | undefined> => {
    try {
      const spec = CipherSpec.parse(stored);
      const decipher: Decipher = await keys.decipher(SEALING_KEY, sealed, id, decipherSpec(spec));
      return { subject, algorithm: spec.algorithm, decipher };
    } catch (error) {
      log.error('a key of the gateway cannot be used', { key: id, error });
      return undefined;
    }
  });
  return (await Promise.all(ready)).filter(isReady);
};

/** Keys for the screen, without secrets. */
export const listCipherKeys = async (records: Pick<Platform['records'], 'read'>): Promise<CipherKey[]> => {
  const rows = await records
    .read<GatewayTables>()
    .selectFrom('gateway.cipher_keys')
    .select(['id', 'title', 'subject', 'spec', 'mark', 'status', 'changed_at'])
    .orderBy(sql`status = 'withdrawn'`)
    .orderBy('changed_at', 'desc')
    .limit(1000)
    .execute();
  return rows.map(({ changed_at, spec, ...row }) => ({
    ...row,
    spec: CipherSpec.parse(spec),
    changedAt: changed_at.toISOString(),
  }));
};

/** Changes whenever a key was added or withdrawn, by whatever process. */
export const keysStamp = async (records: Pick<Platform['records'], 'read'>): Promise<string> => {
  const row = await records
    .read<GatewayTables>()
    .selectFrom('gateway.cipher_keys')
    .select(sql<string>`count(*) || ' ' || coalesce(max(changed_at)::text, '')`.as('stamp'))
    .executeTakeFirst();
  return row?.stamp ?? '';
};
