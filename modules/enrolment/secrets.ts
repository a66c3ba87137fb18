import type { Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import type { Records, Tx } from '@chedun/records';
import { REFERENCE } from './domain/secret.ts';
import type { EnrolmentTables } from './tables.ts';

/** Name of the key that seals the secrets of devices. */
export const SECRETS_KEY = 'enrolment-secrets';
/** Requests with one secret: a device that loses answers asks again. */
const MOST_ATTEMPTS = 10;

/** A secret that a device shows to know. */
export interface KnownSecret {
  readonly id: string;
  readonly reference: string;
  readonly bytes: Uint8Array;
  readonly authority: string;
  readonly profile: string;
  readonly vin: string | null;
  readonly device: string | null;
  readonly roles: readonly string[];
  readonly state: 'open' | 'spent';
}

/** Secrets, as the protocol uses them. */
export interface SecretBook {
  /** By its reference; undefined when there is none, and when it was withdrawn or has expired. */
  readonly known: (reference: string) => Promise<KnownSecret | undefined>;
  /** Counts a request; false when the secret may not be used any more. */
  readonly use: (tx: Tx, id: string) => Promise<boolean>;
  /** Marks it as spent for this certificate; false when it was spent for another. */
  readonly spend: (tx: Tx, id: string, serial: string) => Promise<boolean>;
  /** Forgets what was spent or withdrawn before this time, and what has expired. */
  readonly forget: (before: Date) => Promise<void>;
}

interface Needs {
  readonly records: Records;
  readonly keys: Pick<Keys, 'open'>;
  readonly clock: Pick<Clock, 'now'>;
}

const knownOf =
  ({ records, keys, clock }: Needs): SecretBook['known'] =>
  async (reference) => {
    if (!REFERENCE.test(reference)) return undefined;
    const row = await records
      .read<EnrolmentTables>()
      .selectFrom('enrolment.secrets')
      .select(['id', 'reference', 'authority', 'profile', 'vin', 'device', 'roles', 'state', 'sealed', 'expires_at'])
      .where('reference', '=', reference)
      .executeTakeFirst();
    if (row === undefined || row.state === 'withdrawn' || row.sealed.length === 0) return undefined;
    if (row.state === 'open' && row.expires_at.getTime() <= clock.now()) return undefined;
    const { sealed, expires_at: _, state, ...rest } = row;
    return { ...rest, state, bytes: await keys.open(SECRETS_KEY, new Uint8Array(sealed), row.id) };
  };

/** Opens the secrets. */
export const secretBook = (needs: Needs): SecretBook => {
  const { records, clock } = needs;
  const now = (): Date => new Date(clock.now());
  return {
    known: knownOf(needs),
    use: async (tx, id) => {
      const row = await tx
        .as<EnrolmentTables>()
        .updateTable('enrolment.secrets')
        .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), changed_at: now() }))
        .where('id', '=', id)
        .where('state', '=', 'open')
        .where('expires_at', '>', now())
        .where('attempts', '<', MOST_ATTEMPTS)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    spend: async (tx, id, serial) => {
      const row = await tx
        .as<EnrolmentTables>()
        .updateTable('enrolment.secrets')
        .set({ state: 'spent', serial, changed_at: now() })
        .where('id', '=', id)
        .where((where) => where.or([where('state', '=', 'open'), where('serial', '=', serial)]))
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    forget: async (before) => {
      await records.transaction((tx) =>
        tx
          .as<EnrolmentTables>()
          .updateTable('enrolment.secrets')
          .set({ sealed: Buffer.alloc(0) })
          .where('sealed', '<>', Buffer.alloc(0))
          .where((where) =>
            where.or([
              where.and([where('state', '<>', 'open'), where('changed_at', '<', before)]),
              where('expires_at', '<', before),
            ]),
          )
          .execute(),
      );
    },
  };
};
