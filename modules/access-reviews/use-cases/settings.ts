import type { ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import type { AccessSettings, PeopleImported } from '../contract.ts';
import { accessError } from '../errors.ts';
import { lock, tablesOf, type Needs } from '../store.ts';
import { clear, judgeAll } from './judge.ts';

const MOST_PEOPLE = 20_000;
const MOST_NAME = 100;
const HEADS = ['姓名', '人员', '员工', 'name', 'person', 'employee'];

/** Changes what rules go by, and judges everything again. */
export const changeSettings =
  (needs: Needs) =>
  async (settings: AccessSettings, actor: ActorRef): Promise<void> => {
    await needs.records.transaction(async (tx) => {
      await lock(tx);
      await tablesOf(tx)
        .updateTable('access_reviews.state')
        .set({ administrators: jsonb(settings.administrators), conflicts: jsonb(settings.conflicts) })
        .execute();
      const target = { kind: 'access-settings', id: 'rules' };
      await tx.audit({ actor, action: 'access-reviews.settings-changed', target, outcome: 'done', after: settings });
    });
    await judgeAll(needs)();
  };

/** Takes the list of people in service instead of the one before, and judges everything again. Throws `account-readers.*`, `assets.*`. */
export const importPeople =
  (needs: Needs) =>
  async (bytes: Uint8Array, actor: ActorRef): Promise<PeopleImported> => {
    const rows = await needs.assets.readTable(bytes);
    const [header = { row: 1, cells: [] }, ...rest] = rows;
    const place = header.cells.findIndex((cell) =>
      HEADS.includes(
        cell
          .replace(/^\uFEFF/, '')
          .trim()
          .toLowerCase(),
      ),
    );
    const body = (place < 0 ? rows : rest).map(({ row, cells }) => ({
      row,
      name: cells[Math.max(place, 0)]?.trim() ?? '',
    }));
    const refused = body
      .filter(({ name }) => name.length > MOST_NAME)
      .map(({ row, name }) => ({
        row,
        column: HEADS[0] ?? '',
        value: name.slice(0, MOST_NAME),
        text: { zh: '姓名超过 100 字', en: 'The name is too long' },
      }));
    const people = [...new Set(body.map(({ name }) => toText(name)))]
      .filter((name) => name !== '' && name.length <= MOST_NAME)
      .slice(0, MOST_PEOPLE);
    await needs.records.transaction(async (tx) => {
      await lock(tx);
      await tablesOf(tx)
        .updateTable('access_reviews.state')
        .set({ people: jsonb(people) })
        .execute();
      const target = { kind: 'access-settings', id: 'people' };
      const after = { people: people.length };
      await tx.audit({ actor, action: 'access-reviews.people-taken', target, outcome: 'done', after });
    });
    await judgeAll(needs)();
    return { people: people.length, refused: refused.slice(0, 10_000) };
  };

/** Removes a system that is gone, with its collections and reviews; its findings are cleared. CheDun itself stays. */
export const removeSystem =
  ({ records }: Needs) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lock(tx);
      const tables = tablesOf(tx);
      const open = await tables
        .selectFrom('access_reviews.reported')
        .select('fingerprint')
        .where('system', '=', id)
        .execute();
      await clear(
        tx,
        open.map(({ fingerprint }) => fingerprint),
      );
      const removed = await tables
        .deleteFrom('access_reviews.systems')
        .where('id', '=', id)
        .where('origin', '!=', 'own')
        .returning('name')
        .executeTakeFirst();
      if (removed === undefined) throw accessError('access-reviews.unknown');
      const target = { kind: 'access-system', id };
      await tx.audit({ actor, action: 'access-reviews.system-removed', target, outcome: 'done', before: removed });
    });
