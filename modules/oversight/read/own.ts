import { dayOf, type ActorRef } from '@chedun/kernel';
import type { Bases } from '../bases.ts';
import type { OwnNotice, OwnPage } from '../contract.ts';
import { readPlace } from '../domain/cursor.ts';
import { isOverdue } from '../domain/life.ts';
import { oversightError } from '../errors.ts';
import type { DeliveryRow, NoticeRow, OversightTables } from '../tables.ts';
import { firmOf, type AnswerNeeds } from '../use-cases/answer.ts';
import { openFile, type FileNeeds, type OpenedFile } from '../use-cases/files.ts';
import { feedbackOf, stepsOf } from './deliveries.ts';
import { filesOf } from './notices.ts';

export interface OwnNeeds extends AnswerNeeds, FileNeeds {
  readonly bases: Bases;
}

/** What the authority tells the enterprise of the course; penalties are told as documents, not here. */
const TOLD = ['reopened', 'reminded', 'changed', 'lifted', 'closed'];

const rowsAfter = ({ records }: OwnNeeds, firm: string, place: number, limit: number): Promise<DeliveryRow[]> =>
  records
    .read<OversightTables>()
    .selectFrom('oversight.deliveries')
    .selectAll()
    .where('enterprise', '=', firm)
    .where('change', '>', place)
    .orderBy('change')
    .limit(limit)
    .execute();

const noticesOf = async ({ records }: OwnNeeds, ids: readonly string[]): Promise<ReadonlyMap<string, NoticeRow>> => {
  if (ids.length === 0) return new Map();
  const query = records.read<OversightTables>().selectFrom('oversight.notices').selectAll();
  const rows = await query.where('id', 'in', [...ids]).execute();
  return new Map(rows.map((row) => [row.id, row]));
};

/** The first fetch of a copy is kept: the authority sees that it arrived. */
const markFetched = async ({ records, now, newId }: OwnNeeds, rows: readonly DeliveryRow[], actor: ActorRef) => {
  const fresh = rows.filter(({ fetched_at: at }) => at === null).map(({ id }) => id);
  if (fresh.length === 0) return;
  const at = new Date(now());
  await records.transaction(async (tx) => {
    const marked = await tx
      .as<OversightTables>()
      .updateTable('oversight.deliveries')
      .set({ fetched_at: at })
      .where('id', 'in', fresh)
      .where('fetched_at', 'is', null)
      .returning('id')
      .execute();
    if (marked.length === 0) return;
    const steps = marked.map(({ id }) => ({
      id: newId(),
      delivery: id,
      at,
      by_name: actor.name,
      side: 'enterprise' as const,
      action: 'fetched' as const,
      note: '',
    }));
    await tx.as<OversightTables>().insertInto('oversight.delivery_steps').values(steps).execute();
  });
};

const present = async (needs: OwnNeeds, rows: readonly DeliveryRow[]): Promise<OwnNotice[]> => {
  const ids = rows.map(({ id }) => id);
  const [notices, feedback, steps] = await Promise.all([
    noticesOf(needs, [...new Set(rows.map(({ notice }) => notice))]),
    feedbackOf(needs, ids),
    stepsOf(needs, ids),
  ]);
  const shown: OwnNotice[] = [];
  for (const row of rows) {
    const notice = notices.get(row.notice);
    if (notice === undefined) continue;
    // What the authority considers among itself is no change for the enterprise.
    const its = (steps.get(row.id) ?? []).filter(({ action }) => !action.startsWith('penalty'));
    shown.push({
      id: row.id,
      number: notice.number,
      kind: notice.kind,
      title: notice.title,
      text: notice.text,
      basis: await needs.bases.find(notice.basis),
      dueOn: row.due_on,
      indicators: notice.indicators,
      warning: notice.warning,
      files: await filesOf(needs, notice.files),
      version: notice.version,
      lifted: notice.state === 'lifted',
      state: row.state,
      overdue: isOverdue(row, notice.kind, dayOf(needs.now())),
      issuedAt: notice.issued_at.toISOString(),
      changedAt: (its.findLast(({ action }) => action !== 'fetched')?.at ?? row.sent_at).toISOString(),
      acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
      feedback: feedback.get(row.id) ?? [],
      remarks: its
        .filter(({ action }) => TOLD.includes(action))
        .map(({ at, action, note }) => ({ at: at.toISOString(), action, note })),
    });
  }
  return shown;
};

/** Notices of the caller's enterprise that changed after a place, oldest change first. Throws `oversight.not-an-enterprise`. */
export const ownNotices =
  (needs: OwnNeeds) =>
  async (after: string | undefined, limit: number, actor: ActorRef): Promise<OwnPage> => {
    const firm = await firmOf(needs, actor);
    const rows = await rowsAfter(needs, firm.id, readPlace(after), limit);
    await markFetched(needs, rows, actor);
    const last = rows.at(-1);
    return { items: await present(needs, rows), next: last === undefined ? null : String(last.change) };
  };

/** One notice of the caller. Throws `oversight.unknown` for what is another's. */
export const ownNotice =
  (needs: OwnNeeds) =>
  async (id: string, actor: ActorRef): Promise<OwnNotice> => {
    const firm = await firmOf(needs, actor);
    const query = needs.records.read<OversightTables>().selectFrom('oversight.deliveries').selectAll();
    const row = await query.where('id', '=', id).where('enterprise', '=', firm.id).executeTakeFirst();
    const [shown] = row === undefined ? [] : await present(needs, [row]);
    if (shown === undefined) throw oversightError('oversight.unknown');
    return shown;
  };

/** A file of a notice of the caller, or one that it sent itself. Throws `oversight.unknown`. */
export const ownFile =
  (needs: OwnNeeds) =>
  async (id: string, file: string, actor: ActorRef): Promise<OpenedFile> => {
    const { files, feedback } = await ownNotice(needs)(id, actor);
    const known = [...files, ...feedback.flatMap((each) => each.file ?? [])].some((each) => each.id === file);
    if (!known) throw oversightError('oversight.unknown');
    return openFile(needs)(file);
  };
