import { personIdOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText, type Tx } from '@chedun/records';
import { DraftInput, type NewPolicy, type PolicyInput } from '../contract.ts';
import { outlineText } from '../domain/outline.ts';
import { policyError } from '../error.ts';
import { inside, lockPolicy, reading, versionOf, versionsOf } from '../store.ts';
import type { StoredFile } from '../tables.ts';
import { auditOf, type KeepNeeds } from './needs.ts';

const valuesOf = ({ title, kind, owner, audience, reviewMonths }: PolicyInput) => ({
  title: toText(title),
  kind,
  owner: toText(owner),
  audience: [...new Set(audience)],
  review_months: reviewMonths,
});

const contentOf = (draft: DraftInput, file: StoredFile | null) => ({
  body: toText(draft.text).replaceAll('\r\n', '\n'),
  file: file === null ? null : jsonb({ ...file }),
  obligations: [...new Set(draft.obligations)].toSorted(),
  cited: draft.references.map(toText),
  note: toText(draft.note),
});

const insertDraft = async (
  tx: Tx,
  version: { readonly policy: string; readonly number: number },
  content: ReturnType<typeof contentOf>,
  actor: ActorRef,
): Promise<void> => {
  const author = { author_id: personIdOf(actor), author_name: actor.name };
  await inside(tx)
    .insertInto('policies.versions')
    .values({ ...version, ...content, ...author, state: 'draft' } as never)
    .execute();
};

const knownObligations = async ({ content }: KeepNeeds, obligations: readonly string[]): Promise<void> => {
  const known = new Set((await content()).clauses.map(({ obligation }) => obligation));
  if (!obligations.every((each) => known.has(each))) throw policyError('policies.obligation-unknown', 'obligations');
};

/** Registers a policy with its first draft; the draft begins with an outline when one is chosen. */
export const addPolicy =
  (needs: KeepNeeds) =>
  async (order: NewPolicy, actor: ActorRef): Promise<string> => {
    const template = (await needs.content()).templates.find(({ id }) => id === order.template);
    if (order.template !== null && template === undefined) throw policyError('policies.template-unknown', 'template');
    const id = needs.newId();
    const draft = DraftInput.parse({
      text: template === undefined ? '' : outlineText({ ...template, title: { ...template.title, zh: order.title } }),
      obligations: template?.obligations ?? [],
    });
    await needs.records.transaction(async (tx) => {
      const { numInsertedOrUpdatedRows: made } = await inside(tx)
        .insertInto('policies.policies')
        .values({ id, code: order.code, ...valuesOf(order), created_at: new Date(needs.clock.now()), retired: null })
        .onConflict((on) => on.column('code').doNothing())
        .executeTakeFirst();
      if (made === 0n) throw policyError('policies.code-taken', 'code');
      await insertDraft(tx, { policy: id, number: 1 }, contentOf(draft, null), actor);
      await tx.audit(auditOf(actor, 'added', id, order));
    });
    return id;
  };

/** Changes what a policy is; its versions stay what they are. */
export const changePolicy =
  ({ records }: KeepNeeds) =>
  (id: string, input: PolicyInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const before = await lockPolicy(tx, id);
      if (before.retired !== null) throw policyError('policies.retired');
      await inside(tx).updateTable('policies.policies').set(valuesOf(input)).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'changed', id, input));
    });

/** Begins the next version as a copy of the newest one. */
export const beginVersion =
  ({ records }: KeepNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const policy = await lockPolicy(tx, id);
      if (policy.retired !== null) throw policyError('policies.retired');
      const newest = (await versionsOf(inside(tx), { policy: id })).at(-1);
      if (newest !== undefined && newest.state !== 'approved') throw policyError('policies.in-work');
      const number = (newest?.number ?? 0) + 1;
      const copied = newest === undefined ? null : await versionOf(inside(tx), id, newest.number);
      const draft = DraftInput.parse({
        text: copied?.body ?? '',
        obligations: copied?.obligations ?? [],
        references: copied?.cited ?? [],
      });
      await insertDraft(tx, { policy: id, number }, contentOf(draft, copied?.file ?? null), actor);
      await tx.audit(auditOf(actor, 'version-begun', id, { number }));
    });

const fileOf = async ({ blobs }: KeepNeeds, file: DraftInput['file']): Promise<StoredFile | null> => {
  if (file === null) return null;
  const info = await blobs.info(file.blob);
  if (info === undefined) throw policyError('policies.file-unknown', 'file');
  return { blob: file.blob, name: toText(file.name), bytes: info.bytes, sm3: info.sm3 };
};

/** Writes a draft; whoever writes last is its author, so that nobody approves what they wrote. */
export const writeDraft =
  (needs: KeepNeeds) =>
  async (id: string, number: number, draft: DraftInput, actor: ActorRef): Promise<void> => {
    await knownObligations(needs, draft.obligations);
    const given = await fileOf(needs, draft.file);
    await needs.records.transaction(async (tx) => {
      const policy = await lockPolicy(tx, id);
      if (policy.retired !== null) throw policyError('policies.retired');
      const row = await versionOf(inside(tx), id, number);
      if (row.state !== 'draft') throw policyError('policies.not-draft');
      const file = draft.keepFile ? row.file : given;
      if (file !== null && draft.text.trim() !== '') throw policyError('policies.both', 'text');
      const content = contentOf(draft, file);
      await inside(tx)
        .updateTable('policies.versions')
        .set({ ...content, author_id: personIdOf(actor), author_name: actor.name })
        .where('policy', '=', id)
        .where('number', '=', number)
        .execute();
      const { text: _text, ...rest } = draft;
      await tx.audit(auditOf(actor, 'draft-written', id, { number, ...rest }));
    });
  };

/** Ends a policy; its versions and acknowledgements stay. */
export const retirePolicy =
  ({ records, clock }: KeepNeeds) =>
  (id: string, reason: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const policy = await lockPolicy(tx, id);
      if (policy.retired !== null) throw policyError('policies.retired');
      const retired = { at: new Date(clock.now()).toISOString(), by: actor.name, reason: toText(reason) };
      await inside(tx)
        .updateTable('policies.policies')
        .set({ retired: jsonb(retired) })
        .where('id', '=', id)
        .execute();
      await tx.audit(auditOf(actor, 'retired', id, { reason }));
    });

/** The file of a version. */
export const fileOfVersion =
  ({ records, blobs }: KeepNeeds) =>
  async (id: string, number: number) => {
    const { file } = await versionOf(reading(records), id, number);
    if (file === null) throw policyError('policies.file-unknown');
    return { name: file.name, body: await blobs.get(file.blob) };
  };
