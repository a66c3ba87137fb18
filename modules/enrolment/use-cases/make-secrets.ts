import type { CertificatesAsks } from '@chedun/certificates/contract';
import { DomainError, type ActorRef, type Clock } from '@chedun/kernel';
import type { Keys } from '@chedun/keys';
import { toJsonText, type Records } from '@chedun/records';
import type { z } from 'zod';
import type { SecretsMade, SecretsOrder } from '../contract.ts';
import { newReference, newSecret } from '../domain/secret.ts';
import { SECRETS_KEY } from '../secrets.ts';
import type { EnrolmentTables } from '../tables.ts';

/** What making and withdrawing secrets stands on. */
export interface SecretNeeds {
  readonly records: Records;
  readonly keys: Pick<Keys, 'ensure' | 'seal'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly certificates: Pick<CertificatesAsks, 'offer'>;
}

type Subject = SecretsOrder['subjects'][number];

const DAY = 86_400_000;
const MISSING = {
  none: ({ vin, device }: Subject) => vin === null && device === null,
  vin: ({ vin }: Subject) => vin === null,
  device: ({ device }: Subject) => device === null,
  'device-vin': ({ vin, device }: Subject) => vin === null || device === null,
} as const;

/**
 * Makes a secret for each vehicle or device; the answer is the only place where they stand in clear. Throws what issuing would
 * throw, and `enrolment.subject-missing`.
 */
export const makeSecrets =
  ({ records, keys, clock, newId, randomBytes, certificates }: SecretNeeds) =>
  async (
    { authority, profile, subjects, days }: SecretsOrder,
    actor: ActorRef & { readonly roles: readonly string[] },
  ): Promise<z.input<typeof SecretsMade>> => {
    const { binding } = await certificates.offer({ authority, profile, roles: actor.roles });
    const at = subjects.findIndex(MISSING[binding]);
    if (at >= 0) throw new DomainError('enrolment.subject-missing', { line: at + 1, reason: binding });
    await keys.ensure(SECRETS_KEY, 'aes-256-gcm');
    const made = await Promise.all(
      subjects.map(async (subject) => {
        const [id, secret] = [newId(), newSecret(randomBytes)];
        const sealed = Buffer.from(await keys.seal(SECRETS_KEY, Buffer.from(secret), id));
        return { ...subject, id, secret, sealed, reference: newReference(randomBytes) };
      }),
    );
    const now = new Date(clock.now());
    const expiresAt = new Date(clock.now() + days * DAY);
    const { kind, id: by, name, roles } = actor;
    await records.transaction(async (tx) => {
      await tx
        .as<EnrolmentTables>()
        .insertInto('enrolment.secrets')
        .values(
          made.map(({ id: row, reference, vin, device, sealed }) => ({
            id: row,
            reference,
            vin,
            device,
            sealed,
            authority,
            profile,
            state: 'open' as const,
            serial: null,
            created_by: toJsonText({ kind, id: by, name }),
            roles: toJsonText([...roles]),
            created_at: now,
            expires_at: expiresAt,
            changed_at: now,
          })),
        )
        .execute();
      await tx.audit({
        actor,
        action: 'enrolment.secrets-made',
        target: { kind: 'enrolment-secret', id: made[0]?.id ?? '' },
        outcome: 'done',
        after: { authority, profile, days, references: made.map(({ reference }) => reference) },
      });
    });
    return {
      items: made.map(({ id, reference, secret, vin, device }) => ({ id, reference, secret, vin, device })),
      expiresAt: expiresAt.toISOString(),
    };
  };

/** Takes a secret out of use and forgets it. Throws `enrolment.secret-unknown` for one that is not open. */
export const withdrawSecret =
  ({ records, clock }: Pick<SecretNeeds, 'records' | 'clock'>) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    await records.transaction(async (tx) => {
      const row = await tx
        .as<EnrolmentTables>()
        .updateTable('enrolment.secrets')
        .set({ state: 'withdrawn', sealed: Buffer.alloc(0), changed_at: new Date(clock.now()) })
        .where('id', '=', id)
        .where('state', '=', 'open')
        .returning(['reference', 'vin', 'device'])
        .executeTakeFirst();
      if (row === undefined) throw new DomainError('enrolment.secret-unknown', { field: id });
      const target = { kind: 'enrolment-secret', id };
      await tx.audit({ actor, action: 'enrolment.secret-withdrawn', target, outcome: 'done', before: row });
    });
  };
