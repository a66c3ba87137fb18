import { dayOf, personIdOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import { colourOf, type WarningColours } from '@chedun/regulations';
import type { SupervisionAsks } from '@chedun/supervision/contract';
import type { z } from 'zod';
import type { Bases } from '../bases.ts';
import type { NoticeInput, NoticeKind, Warning, WarningInput } from '../contract.ts';
import { oversightError } from '../errors.ts';
import { auditOf, nextChange, nextNumber, writeStep, type StoreNeeds } from '../store.ts';
import type { OversightTables } from '../tables.ts';
import { needFiles } from './files.ts';

export interface SendNeeds extends StoreNeeds {
  readonly supervision: Pick<SupervisionAsks, 'enterprises'>;
  readonly bases: Bases;
  readonly colours: () => Promise<WarningColours>;
}

/** A notice that goes out, from people or from what they decided on an incident, an export or an inspection. */
export type Outgoing = Omit<NoticeInput, 'kind'> & {
  readonly kind: NoticeKind;
};

const PREFIX: Readonly<Record<NoticeKind, string>> = {
  vulnerability: 'TB',
  threat: 'TB',
  exposure: 'TB',
  order: 'ZG',
  task: 'RW',
  inspection: 'JC',
  warning: 'YJ',
};

/** Refuses a day that is over. Throws `oversight.day-past`. */
export const needDay = (day: string | null, now: number): void => {
  if (day !== null && day < dayOf(now)) throw oversightError('oversight.day-past', { field: 'dueOn' });
};

/** The contents of a warning with the colour that follows from its possible level; the mapping keeps its mark. */
export const coloured = async (
  colours: SendNeeds['colours'],
  input: z.output<typeof WarningInput> | null,
): Promise<Warning | null> => {
  if (input === null) return null;
  const table = await colours();
  return { ...input, colour: colourOf(table, input.level) ?? '蓝', basis: table.basis };
};

/** Refuses enterprises that nobody registered. Throws `oversight.unknown`. */
const needFirms = async ({ supervision }: Pick<SendNeeds, 'supervision'>, ids: readonly string[]): Promise<void> => {
  const known = new Set((await supervision.enterprises()).map(({ id }) => id));
  if (!ids.every((id) => known.has(id))) throw oversightError('oversight.unknown', { field: 'enterprises' });
};

const deliver = async (tx: Tx, needs: StoreNeeds, notice: string, out: Outgoing, actor: ActorRef): Promise<void> => {
  for (const enterprise of new Set(out.enterprises)) {
    const id = needs.newId();
    const row = {
      id,
      notice,
      enterprise,
      state: 'sent' as const,
      due_on: out.dueOn,
      change: await nextChange(tx),
      sent_at: new Date(needs.now()),
    };
    await tx.as<OversightTables>().insertInto('oversight.deliveries').values(row).execute();
    await writeStep(tx, needs, { delivery: id, side: 'authority', action: 'sent' }, actor);
  }
};

/** Writes a notice and its copies for the enterprises, within a transaction. Gives its id. */
export const writeNotice = async (
  tx: Tx,
  needs: StoreNeeds,
  out: Outgoing & { readonly coloured: Warning | null },
  actor: ActorRef,
): Promise<string> => {
  const id = needs.newId();
  await needFiles(tx, out.files, null);
  const number = await nextNumber(tx, PREFIX[out.kind], needs.now());
  await tx
    .as<OversightTables>()
    .insertInto('oversight.notices')
    .values({
      id,
      number,
      kind: out.kind,
      title: toText(out.title),
      text: toText(out.text),
      basis: out.basis,
      due_on: out.dueOn,
      indicators: out.indicators.map(toText),
      warning: out.coloured === null ? null : jsonb(out.coloured),
      state: 'open',
      version: 1,
      source_kind: out.source.kind,
      source_id: out.source.id,
      files: [...out.files],
      issued_at: new Date(needs.now()),
      issued_by: personIdOf(actor),
      issued_by_name: actor.name,
    })
    .execute();
  await deliver(tx, needs, id, out, actor);
  const after = { number, kind: out.kind, title: out.title, enterprises: out.enterprises.length };
  await tx.audit(auditOf(actor, 'oversight.notice-issued', 'oversight-notice', id, after));
  return id;
};

/** Sends a notice to enterprises. Throws `oversight.unknown`, `oversight.basis-unknown`, `oversight.day-past`, `oversight.file-unknown`. */
export const sendNotice =
  (needs: SendNeeds) =>
  async (out: Outgoing, actor: ActorRef): Promise<string> => {
    needDay(out.dueOn, needs.now());
    if (out.basis !== '') await needs.bases.must(out.basis, out.kind);
    await needFirms(needs, out.enterprises);
    const warning = await coloured(needs.colours, out.warning);
    return needs.records.transaction((tx) => writeNotice(tx, needs, { ...out, coloured: warning }, actor));
  };
