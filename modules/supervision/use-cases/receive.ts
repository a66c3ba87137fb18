import type { Blobs } from '@chedun/blobs';
import { EXCHANGE_ERRORS, sm3Hex } from '@chedun/exchange';
import { isDomainError, personIdOf, type ActorRef } from '@chedun/kernel';
import { jsonb, toText } from '@chedun/records';
import { MOST_PACKAGE, type Submission } from '../contract.ts';
import { supervisionError } from '../errors.ts';
import { SUBMISSIONS, type StoreNeeds, type SubmissionRow } from '../store.ts';
import type { SupervisionTables } from '../tables.ts';
import { packageName, readIn, type ReadIn } from './read-in.ts';
import type { Take } from './take.ts';

export interface ReceiveNeeds extends StoreNeeds {
  readonly blobs: Pick<Blobs, 'put'>;
  /** Takes a package whose sender is known into its filing. */
  readonly take: Take;
}

const headOf = ({ pack: { manifest }, manifestSm3, signer }: ReadIn) => ({
  manifest_sm3: manifestSm3,
  document: manifest.document.id,
  version: manifest.document.version,
  template: manifest.document.template.id,
  title_zh: toText(manifest.document.title.zh),
  title_en: toText(manifest.document.title.en),
  issuer: toText(manifest.document.issuer),
  signer_sm3: signer.sm3,
  signer_subject: toText(signer.subject),
  parts: jsonb(manifest.parts.map(({ name, bytes }) => ({ name, bytes }))),
});
const NOTHING = {
  manifest_sm3: '',
  document: null,
  version: 0,
  template: '',
  title_zh: '',
  title_en: '',
  issuer: '',
  signer_sm3: '',
  signer_subject: '',
  parts: '[]',
};

/** Where a package came from. */
interface From {
  readonly via: Submission['via'];
  readonly actor: ActorRef;
}

/** A refusal is kept with its reason, without the bytes. */
const keepRefusal = async (
  { records, newId, now }: ReceiveNeeds,
  bytes: Uint8Array,
  reason: string,
  { via, actor }: From,
): Promise<void> =>
  records.transaction(async (tx) => {
    const id = newId();
    const row = {
      ...NOTHING,
      id,
      filing: null,
      status: 'refused' as const,
      reason: toText(reason.slice(0, 500)),
      via,
      account: personIdOf(actor),
      account_name: actor.name,
      bytes: bytes.length,
      package_sm3: sm3Hex(bytes),
      received_at: new Date(now()),
    };
    await tx.as<SupervisionTables>().insertInto(SUBMISSIONS).values(row).execute();
    const target = { kind: 'supervision-package', id };
    await tx.audit({ actor, action: 'supervision.package-refused', target, outcome: 'refused', after: { reason } });
  });

const known = (records: ReceiveNeeds['records'], manifestSm3: string): Promise<SubmissionRow | undefined> =>
  records
    .read<SupervisionTables>()
    .selectFrom(SUBMISSIONS)
    .selectAll()
    .where('manifest_sm3', '=', manifestSm3)
    .where('status', '<>', 'refused')
    .executeTakeFirst();

const keepWaiting = async (
  needs: ReceiveNeeds,
  bytes: Uint8Array,
  read: ReadIn,
  { via, actor }: From,
): Promise<SubmissionRow> => {
  const { records, blobs, newId, now } = needs;
  const id = newId();
  await blobs.put(packageName(id), [bytes], { maxBytes: MOST_PACKAGE });
  return records.transaction(async (tx) => {
    const row = {
      ...headOf(read),
      id,
      filing: null,
      status: 'waiting' as const,
      reason: '',
      via,
      // Whoever uploads a file does not hand in for himself.
      account: via === 'exchange' ? personIdOf(actor) : null,
      account_name: via === 'exchange' ? actor.name : '',
      bytes: bytes.length,
      package_sm3: sm3Hex(bytes),
      received_at: new Date(now()),
    };
    const added = await tx
      .as<SupervisionTables>()
      .insertInto(SUBMISSIONS)
      .values(row)
      .onConflict((on) => on.column('manifest_sm3').where('status', '<>', 'refused').doNothing())
      .returningAll()
      .executeTakeFirst();
    // The same bytes at the same time: the first one counts.
    if (added === undefined)
      return tx
        .as<SupervisionTables>()
        .selectFrom(SUBMISSIONS)
        .selectAll()
        .where('manifest_sm3', '=', read.manifestSm3)
        .where('status', '<>', 'refused')
        .executeTakeFirstOrThrow();
    const target = { kind: 'supervision-package', id };
    await tx.audit({
      actor,
      action: 'supervision.package-arrived',
      target,
      outcome: 'done',
      after: { manifest: read.manifestSm3 },
    });
    return added;
  });
};

const reasonOf = (error: unknown): string | undefined => {
  if (!isDomainError(error)) return undefined;
  const { reason = '' } = error.detail;
  const broken = Object.entries(EXCHANGE_ERRORS).find(([code]) => code === error.code)?.[1];
  if (broken !== undefined) return `${broken.zh} (${broken.en}: ${String(reason)})`;
  return error.code === 'supervision.package-refused' || error.code === 'supervision.not-yours'
    ? String(reason) || '材料属于另一家企业 (of another enterprise)'
    : undefined;
};

/** A package that its filing does not take is refused, not left waiting. */
const markRefused = async ({ records }: ReceiveNeeds, id: string, reason: string, actor: ActorRef): Promise<void> =>
  records.transaction(async (tx) => {
    await tx
      .as<SupervisionTables>()
      .updateTable(SUBMISSIONS)
      .set({ status: 'refused', reason: toText(reason.slice(0, 500)) })
      .where('id', '=', id)
      .where('status', '=', 'waiting')
      .execute();
    const target = { kind: 'supervision-package', id };
    await tx.audit({ actor, action: 'supervision.package-refused', target, outcome: 'refused', after: { reason } });
  });

const takeIn = async (
  needs: ReceiveNeeds,
  row: SubmissionRow,
  read: ReadIn,
  actor: ActorRef,
): Promise<SubmissionRow> => {
  try {
    return await needs.take(row, read, actor);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== undefined) await markRefused(needs, row.id, reason, actor);
    throw error;
  }
};

const readOrKeepReason = async (needs: ReceiveNeeds, bytes: Uint8Array, from: From): Promise<ReadIn> => {
  try {
    return readIn(bytes);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== undefined) await keepRefusal(needs, bytes, reason, from);
    throw error;
  }
};

/** The account of the enterprise that a signing certificate belongs to; undefined while nobody was confirmed. */
const accountOf = async ({ records }: ReceiveNeeds, signer: string): Promise<string | undefined> => {
  const row = await records
    .read<SupervisionTables>()
    .selectFrom('supervision.certificates as certificate')
    .innerJoin('supervision.enterprises as enterprise', 'enterprise.id', 'certificate.enterprise')
    .select('enterprise.account')
    .where('certificate.sm3', '=', signer)
    .executeTakeFirst();
  return row?.account ?? undefined;
};

const notYours = async (needs: ReceiveNeeds, bytes: Uint8Array, from: From): Promise<Error> => {
  await keepRefusal(needs, bytes, '签名证书属于另一家企业 (certificate of another enterprise)', from);
  return supervisionError('supervision.not-yours');
};

/** A waiting package that somebody else brought first is that of its signer. */
const claim = async ({ records }: ReceiveNeeds, row: SubmissionRow, { actor }: From): Promise<SubmissionRow> => {
  const account = personIdOf(actor);
  if (row.status !== 'waiting' || row.account === account) return row;
  return records.transaction(async (tx) =>
    tx
      .as<SupervisionTables>()
      .updateTable(SUBMISSIONS)
      .set({ account, account_name: actor.name, via: 'exchange' })
      .where('id', '=', row.id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
};

/**
 * Takes a package in: it holds together or is refused with its reason; the same bytes give the same answer; one whose
 * certificate and account belong to an enterprise goes into its filing at once, any other waits for a person.
 */
export const receivePackage =
  (needs: ReceiveNeeds) =>
  async (bytes: Uint8Array, from: From): Promise<SubmissionRow> => {
    const read = await readOrKeepReason(needs, bytes, from);
    const account = personIdOf(from.actor);
    const owner = from.via === 'upload' ? account : await accountOf(needs, read.signer.sm3);
    if (owner !== undefined && owner !== account) throw await notYours(needs, bytes, from);
    const row = (await known(needs.records, read.manifestSm3)) ?? (await keepWaiting(needs, bytes, read, from));
    if (owner === undefined && row.account !== account) throw supervisionError('supervision.not-yours');
    const mine = from.via === 'upload' ? row : await claim(needs, row, from);
    return mine.status === 'waiting' ? takeIn(needs, mine, read, from.actor) : mine;
  };
