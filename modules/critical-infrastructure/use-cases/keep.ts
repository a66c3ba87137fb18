import type { Blobs } from '@chedun/blobs';
import { dayOf, type ActorRef, type Clock } from '@chedun/kernel';
import type { OrganisationAsks } from '@chedun/organisation/contract';
import { jsonb, toText, type Records } from '@chedun/records';
import type { z } from 'zod';
import type { DesignationInput, StatementInput, Uploaded, VettingInput } from '../contract.ts';
import { criticalInfrastructureError } from '../errors.ts';
import type { CriticalInfrastructureTables, StoredDocument } from '../tables.ts';

/** What writing stands on. */
export interface KeepNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  readonly blobs: Blobs;
  readonly organisation: Pick<OrganisationAsks, 'profile'>;
}

const MAX_DOCUMENT = 20 * 1024 * 1024;

const auditOf = (actor: ActorRef, action: string, id: string, after: unknown) =>
  ({
    actor,
    action: `critical-infrastructure.${action}`,
    target: { kind: 'critical-infrastructure', id },
    outcome: 'done',
    after: after as never,
  }) as const;

const documentOf = async (
  blobs: Blobs,
  document: { readonly blob: string; readonly name: string },
): Promise<StoredDocument> => {
  const info = await blobs.info(document.blob);
  if (info === undefined) throw criticalInfrastructureError('critical-infrastructure.document-unknown', 'document');
  return { blob: document.blob, name: toText(document.name), bytes: info.bytes, sm3: info.sm3 };
};

const notAhead = ({ clock }: KeepNeeds, day: string, field: string): void => {
  if (day > dayOf(clock.now())) throw criticalInfrastructureError('critical-infrastructure.day-ahead', field);
};

const designate =
  (needs: KeepNeeds) =>
  async (input: DesignationInput, actor: ActorRef): Promise<void> => {
    notAhead(needs, input.designatedOn, 'designatedOn');
    const document = await documentOf(needs.blobs, input.document);
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      await tx
        .as<CriticalInfrastructureTables>()
        .insertInto('critical_infrastructure.designations')
        .values({
          id,
          infrastructure: toText(input.infrastructure),
          designated_on: input.designatedOn,
          department: toText(input.department),
          department_contact: toText(input.departmentContact),
          department_phone: input.departmentPhone,
          police_contact: toText(input.policeContact),
          police_phone: input.policePhone,
          document: jsonb({ ...document }),
          saved_at: new Date(needs.clock.now()),
          saved_by: actor.name,
        })
        .execute();
      await tx.audit(auditOf(actor, 'designated', id, { ...input, document }));
    });
  };

const vet =
  (needs: KeepNeeds) =>
  async (input: VettingInput, actor: ActorRef): Promise<void> => {
    notAhead(needs, input.vettedOn, 'vettedOn');
    const document = input.document === null ? null : await documentOf(needs.blobs, input.document);
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      await tx
        .as<CriticalInfrastructureTables>()
        .insertInto('critical_infrastructure.vettings')
        .values({
          id,
          person: toText(input.person),
          role: input.role,
          post: toText(input.post),
          vetted_on: input.vettedOn,
          vetted_by: toText(input.vettedBy),
          result: input.result,
          document: document === null ? null : jsonb({ ...document }),
          left_on: null,
          made_at: new Date(needs.clock.now()),
          made_by: actor.name,
        })
        .execute();
      await tx.audit(auditOf(actor, 'vetted', id, { ...input, document }));
    });
  };

const leave =
  (needs: KeepNeeds) =>
  async (id: string, leftOn: string, actor: ActorRef): Promise<void> => {
    notAhead(needs, leftOn, 'leftOn');
    await needs.records.transaction(async (tx) => {
      const row = await tx
        .as<CriticalInfrastructureTables>()
        .selectFrom('critical_infrastructure.vettings')
        .select('vetted_on')
        .where('id', '=', id)
        .where('left_on', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw criticalInfrastructureError('critical-infrastructure.vetting-unknown', 'id');
      if (leftOn < row.vetted_on) throw criticalInfrastructureError('critical-infrastructure.left-early', 'leftOn');
      await tx
        .as<CriticalInfrastructureTables>()
        .updateTable('critical_infrastructure.vettings')
        .set({ left_on: leftOn })
        .where('id', '=', id)
        .execute();
      await tx.audit(auditOf(actor, 'left', id, { leftOn }));
    });
  };

const state =
  (needs: KeepNeeds) =>
  async (input: z.output<typeof StatementInput>, actor: ActorRef): Promise<void> => {
    if ((await needs.organisation.profile())?.isCii === true)
      throw criticalInfrastructureError('critical-infrastructure.named');
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      await tx
        .as<CriticalInfrastructureTables>()
        .insertInto('critical_infrastructure.statements')
        .values({
          id,
          reason: toText(input.reason),
          stated_at: new Date(needs.clock.now()),
          stated_by: actor.name,
        })
        .execute();
      await tx.audit(auditOf(actor, 'stated', id, input));
    });
  };

const upload =
  ({ records, blobs, newId }: KeepNeeds) =>
  async (body: AsyncIterable<Uint8Array>, actor: ActorRef): Promise<z.input<typeof Uploaded>> => {
    const id = newId();
    const blob = `critical-infrastructure/documents/${id}`;
    const { bytes, sm3 } = await blobs.put(blob, body, { maxBytes: MAX_DOCUMENT });
    await records.transaction((tx) => tx.audit(auditOf(actor, 'document-uploaded', id, { bytes, sm3 })));
    return { blob, bytes, sm3 };
  };

/** Everything that people register here. */
export const keepUseCases = (needs: KeepNeeds) => ({
  designate: designate(needs),
  vet: vet(needs),
  leave: leave(needs),
  state: state(needs),
  upload: upload(needs),
});
