import { isDomainError, SYSTEM_ACTOR, type ActorRef, type Clock } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { z } from 'zod';
import type { KeyDecision, KeyImport, KeyImported, KeyOrigin, KeyStatus, SignatureAsks } from '../contract.ts';
import { readKeyText, readRawKey, type PublicKey } from '../domain/public-key.ts';
import type { KeyBook } from '../key-book.ts';
import type { SignatureTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly book: Pick<KeyBook, 'forget'>;
}

interface NewKey extends PublicKey {
  readonly vin: string;
  readonly chipId: string;
  readonly origin: KeyOrigin;
  readonly status: KeyStatus;
}

const insertKey = async (tx: Tx, key: NewKey, at: Date): Promise<boolean> => {
  const insert = tx.as<SignatureTables>().insertInto('signatures.vehicle_keys').values({
    vin: key.vin,
    algorithm: key.algorithm,
    spki: key.spki,
    fingerprint: key.fingerprint,
    chip_id: key.chipId,
    origin: key.origin,
    status: key.status,
    created_at: at,
    changed_at: at,
  });
  // An import confirms a key that was offered; an activation never changes one that is known.
  const done = await insert
    .onConflict((conflict) => {
      const same = conflict.columns(['vin', 'fingerprint']);
      return key.origin === 'import'
        ? same.doUpdateSet({ status: 'trusted', origin: 'import', changed_at: at })
        : same.doNothing();
    })
    .returning('vin')
    .executeTakeFirst();
  return done !== undefined;
};

type Row = z.output<typeof KeyImport>['keys'][number];

const readRow = ({ publicKey, algorithm }: Row): PublicKey | string => {
  try {
    const key = readKeyText(publicKey);
    return key.algorithm === algorithm ? key : `the key is ${key.algorithm}, not ${algorithm}`;
  } catch (error) {
    if (!isDomainError(error, 'signatures.bad-key')) throw error;
    return String(error.detail['reason'] ?? error.message);
  }
};

/** Imports keys that an operator brings; rows that cannot be read are told and the others kept. */
export const importKeys =
  ({ records, clock, book }: Dependencies) =>
  async ({ keys }: z.output<typeof KeyImport>, actor: ActorRef): Promise<z.input<typeof KeyImported>> => {
    const read = keys.map((row, at) => ({ ...row, row: at + 1, key: readRow(row) }));
    const refused = read.flatMap(({ row, vin, key }) => (typeof key === 'string' ? [{ row, vin, reason: key }] : []));
    const sound = read.flatMap(({ vin, chipId, key }) => (typeof key === 'string' ? [] : [{ ...key, vin, chipId }]));
    const at = new Date(clock.now());
    await records.transaction(async (tx) => {
      for (const key of sound) await insertKey(tx, { ...key, origin: 'import', status: 'trusted' }, at);
      await tx.audit({
        actor,
        action: 'signatures.keys-imported',
        target: { kind: 'vehicle-keys', id: at.toISOString() },
        outcome: 'done',
        after: { imported: sound.length, refused: refused.length },
      });
    });
    book.forget(sound.map(({ vin }) => vin));
    return { imported: sound.length, refused };
  };

/** Keeps the key of an activation until a person decides. Bytes that are no key are dropped: the event shows them. */
export const keepOffered =
  ({ records, clock }: Dependencies): SignatureAsks['offered'] =>
  async ({ vin, chipId, publicKey }) => {
    let key: PublicKey;
    try {
      key = readRawKey(publicKey);
    } catch (error) {
      if (isDomainError(error, 'signatures.bad-key')) return;
      throw error;
    }
    await records.transaction(async (tx) => {
      const fresh = await insertKey(
        tx,
        { ...key, vin, chipId, origin: 'activation', status: 'offered' },
        new Date(clock.now()),
      );
      if (!fresh) return;
      const target = { kind: 'vehicle-key', id: key.fingerprint };
      await tx.audit({
        actor: SYSTEM_ACTOR,
        action: 'signatures.key-offered',
        target,
        outcome: 'done',
        after: { vin, chipId },
      });
    });
  };

/** Confirms or withdraws keys. */
export const decideKeys =
  ({ records, clock, book }: Dependencies) =>
  async ({ fingerprints, status }: z.output<typeof KeyDecision>, actor: ActorRef): Promise<{ changed: number }> => {
    const vins = await records.transaction(async (tx) => {
      const rows = await tx
        .as<SignatureTables>()
        .selectFrom('signatures.vehicle_keys')
        .select(['vin', 'status', 'fingerprint'])
        .where('fingerprint', 'in', fingerprints)
        .where('status', '!=', status)
        .forUpdate()
        .execute();
      for (const row of rows) {
        await tx
          .as<SignatureTables>()
          .updateTable('signatures.vehicle_keys')
          .set({ status, changed_at: new Date(clock.now()) })
          .where('vin', '=', row.vin)
          .where('fingerprint', '=', row.fingerprint)
          .execute();
        await tx.audit({
          actor,
          action: 'signatures.key-decided',
          target: { kind: 'vehicle-key', id: row.fingerprint },
          outcome: 'done',
          before: { vin: row.vin, status: row.status },
          after: { status },
        });
      }
      return rows.map(({ vin }) => vin);
    });
    book.forget(vins);
    return { changed: vins.length };
  };
