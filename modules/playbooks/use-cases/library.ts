import { checkPlaybook, dryRun, DRY_OPTIONS, readPlaybook, type ReadPlaybook } from '@chedun/cacao';
import { personIdOf, SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { sm3 } from '@chedun/gm';
import { readdir, readFile } from 'node:fs/promises';
import type { Checked, DryAnswer } from '../contract.ts';
import { playbookError } from '../errors.ts';
import type { PlaybookTables } from '../tables.ts';

/** What the library stands on. */
export type LibraryNeeds = Pick<Platform, 'records' | 'clock'>;

const FOLDER = new URL('../../../content/playbooks/', import.meta.url);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const requireSound = ({ problems, isSound }: ReadPlaybook): void => {
  const first = problems.find(({ level }) => level === 'error');
  if (!isSound && first !== undefined)
    throw playbookError('playbooks.unsound', { field: first.place, reason: `${first.code}: ${first.detail}` });
};

/** Keeps a version; the same version with the same content again changes nothing. */
const keep = async (
  { records, clock }: LibraryNeeds,
  bytes: Uint8Array,
  origin: 'shipped' | 'imported',
  actor: ActorRef,
): Promise<string> => {
  const read = readPlaybook(bytes);
  requireSound(read);
  const { id, name, modified } = read.playbook;
  const body = new TextDecoder().decode(bytes);
  const mark = hex(sm3(bytes));
  await records.transaction(async (tx) => {
    const db = tx.as<PlaybookTables>();
    const added = await db
      .insertInto('playbooks.versions')
      .values({
        playbook: id,
        version: modified,
        name: name.slice(0, 300),
        body,
        sm3: mark,
        origin,
        imported_by: personIdOf(actor),
        imported_name: actor.name,
        imported_at: new Date(clock.now()),
        approved_by: null,
        approved_name: null,
        approved_at: null,
        approval_note: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('playbook')
      .executeTakeFirst();
    if (added === undefined) {
      const before = await db
        .selectFrom('playbooks.versions')
        .select('sm3')
        .where('playbook', '=', id)
        .where('version', '=', modified)
        .executeTakeFirst();
      if (before?.sm3 !== mark) throw playbookError('playbooks.version-taken', { field: 'modified', reason: modified });
      return;
    }
    const target = { kind: 'playbook', id };
    const after = { version: modified, sm3: mark, origin };
    await tx.audit({ actor, action: 'playbooks.imported', target, outcome: 'done', after });
  });
  return id;
};

/** Imports a version. Throws `cacao.*`, `playbooks.unsound`, `playbooks.version-taken`. */
export const importPlaybook =
  (needs: LibraryNeeds) =>
  (bytes: Uint8Array, actor: ActorRef): Promise<string> =>
    keep(needs, bytes, 'imported', actor);

/** Puts the playbooks that come with the product into the library. */
export const loadShipped = (needs: LibraryNeeds) => async (): Promise<void> => {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).toSorted();
  for (const name of files) await keep(needs, await readFile(new URL(name, FOLDER)), 'shipped', SYSTEM_ACTOR);
};

/** Approves a version; never by the person who imported it. */
export const approvePlaybook =
  ({ records, clock }: LibraryNeeds) =>
  async (
    id: string,
    { version, note }: { readonly version: string; readonly note: string },
    actor: ActorRef,
  ): Promise<void> => {
    const target = { kind: 'playbook', id };
    const isSamePerson = await records.transaction(async (tx) => {
      const db = tx.as<PlaybookTables>();
      const row = await db
        .selectFrom('playbooks.versions')
        .select(['imported_by', 'sm3'])
        .where('playbook', '=', id)
        .where('version', '=', version)
        .forUpdate()
        .executeTakeFirst();
      if (row === undefined) throw playbookError('playbooks.unknown', { field: id, reason: version });
      const isSame = row.imported_by === personIdOf(actor);
      const outcome = isSame ? 'refused' : 'done';
      await tx.audit({ actor, action: 'playbooks.approved', target, outcome, after: { version, sm3: row.sm3, note } });
      if (isSame) return true;
      await db
        .updateTable('playbooks.versions')
        .set({
          approved_by: personIdOf(actor),
          approved_name: actor.name,
          approved_at: new Date(clock.now()),
          approval_note: note,
        })
        .where('playbook', '=', id)
        .where('version', '=', version)
        .execute();
      return false;
    });
    if (isSamePerson) throw playbookError('playbooks.same-person', { field: id });
  };

/** Walks through a body without doing anything. */
export const dryAnswer = (
  body: string,
  values: Readonly<Record<string, string>>,
  assume: 'true' | 'false',
): DryAnswer => {
  const run = dryRun(checkPlaybook(JSON.parse(body)).playbook, { ...DRY_OPTIONS, values, assume });
  return {
    status: run.status,
    reason: run.reason ?? null,
    entered: [...run.entered],
    unentered: [...run.unentered],
    elapsedMs: run.elapsed,
    assumed: run.trace.flatMap(({ kind, step, detail }) => (kind === 'assumed' ? [{ step, detail }] : [])),
  };
};

/** Checks a file and stores nothing. Throws `cacao.*` for what is no playbook. */
export const validatePlaybook = (bytes: Uint8Array): Checked => {
  const { playbook, problems, isSound } = readPlaybook(bytes);
  return {
    id: playbook.id,
    name: playbook.name,
    sound: isSound,
    problems: [...problems],
    dry: isSound ? dryAnswer(new TextDecoder().decode(bytes), {}, 'true') : null,
  };
};
