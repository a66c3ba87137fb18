import { addDays, personIdOf, type ActorRef } from '@chedun/kernel';
import { toText } from '@chedun/records';
import type { z } from 'zod';
import type { Decision, TreatmentInput } from '../contract.ts';
import { riskError } from '../errors.ts';
import { auditOf, today, type Needs } from '../store.ts';
import type { RiskTables } from '../tables.ts';

const MOST_DAYS = 366;

/** Says how a risk is treated; accepting one waits for a second person. */
export const treatRisk =
  (needs: Needs) =>
  async (input: TreatmentInput, actor: ActorRef): Promise<void> => {
    const day = today(needs);
    const { kind, endsOn } = input;
    if (kind === 'accept' && (endsOn === null || endsOn < day || endsOn > addDays(day, MOST_DAYS)))
      throw riskError('risks.end-missing', { field: 'endsOn' });
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      const row = {
        id,
        risk: toText(input.risk),
        kind,
        reason: toText(input.reason),
        owner: toText(input.owner),
        ends_on: endsOn,
        asked_by: actor.name,
        asked_by_id: personIdOf(actor),
        asked_at: new Date(needs.clock.now()),
      };
      await tx.as<RiskTables>().insertInto('risks.treatments').values(row).execute();
      await tx.audit(auditOf(actor, 'treated', 'risk', input.risk, { kind, endsOn, owner: input.owner }));
    });
  };

/** Decides whether a risk is accepted; never by who asked for it. */
export const decideTreatment =
  ({ records, clock }: Needs) =>
  (id: string, { decision }: z.output<typeof Decision>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const db = tx.as<RiskTables>();
      const row = await db
        .selectFrom('risks.treatments')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw riskError('risks.unknown', { field: 'id' });
      if (row.kind !== 'accept' || row.decision !== null) throw riskError('risks.decided', { field: 'id' });
      if (row.asked_by_id === personIdOf(actor)) throw riskError('risks.own-request', { field: 'id' });
      const change = { decision, decided_by: actor.name, decided_at: new Date(clock.now()) };
      await db.updateTable('risks.treatments').set(change).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'decided', 'risk', row.risk, { decision }));
    });
