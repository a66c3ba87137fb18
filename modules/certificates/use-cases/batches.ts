import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { isDomainError } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import { toJsonText } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import { DeviceId, Vin } from '../contract.ts';
import { requestDer } from '../domain/read-request.ts';
import { readZip } from '../domain/zip.ts';
import { certificatesError } from '../errors.ts';
import type { Batch, BatchDetail, BatchQuery } from '../contract/operate.ts';
import type { CertificateTables } from '../tables.ts';
import { demandRole, type Asker, type EnrolNeeds } from './enrol.ts';
import { issueRows } from './issue.ts';

/** Job that works on a batch. */
const BATCH_JOB = 'certificates/batch';
/** Largest file of a batch. */
export const MOST_BYTES = 256 * 1024 * 1024;
const MOST_ROWS = 100_000;
/** Certificates of one transaction. */
const PIECE = 500;

/** What batches stand on. */
export type BatchNeeds = EnrolNeeds & { readonly jobs: Pick<Jobs, 'send'> };

interface FileRow {
  readonly name: string;
  readonly csr: Uint8Array | undefined;
  readonly fault: string;
}

const refuse = (reason: string, line?: number): Error =>
  certificatesError('certificates.batch-unreadable', line === undefined ? { reason } : { reason, line });

const readCsr = (given: string | Uint8Array): Pick<FileRow, 'csr' | 'fault'> => {
  try {
    return { csr: requestDer(given), fault: '' };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { csr: undefined, fault: String(error.detail.reason ?? error.code) };
  }
};

/** Lines `name,request`; the request is PEM with `\n` or base64. A header line is passed over. */
const readCsv = (text: string): readonly FileRow[] => {
  const rows: FileRow[] = [];
  text.split(/\r?\n/).forEach((line, at) => {
    const [name = '', csr = ''] = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/s, '$1'));
    if (line.trim() === '' || (at === 0 && csr.length < 32)) return;
    if (name === '' || csr === '') throw refuse('a line has two cells: VIN or device, and the request', at + 1);
    rows.push({ name, ...readCsr(csr.replaceAll(String.raw`\n`, '\n')) });
  });
  return rows;
};

const readFile = (bytes: Uint8Array): readonly FileRow[] => {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return readZip(bytes, MOST_ROWS).map(({ name, content }) => ({
      name: name.replace(/^.*\//, '').replace(/\.[A-Za-z0-9]+$/, ''),
      ...readCsr(content),
    }));
  return readCsv(new TextDecoder().decode(bytes));
};

/** The vehicle or device that a row is named after. */
const boundBy = (name: string): { readonly vin: string | null; readonly device: string | null } => {
  const vin = Vin.safeParse(name);
  if (vin.success) return { vin: vin.data, device: null };
  const device = DeviceId.safeParse(name);
  return { vin: null, device: device.success ? device.data : null };
};

/** Takes the file of a batch; a job issues its rows. Throws `certificates.batch-unreadable`, `certificates.role-refused`. */
export const startBatch =
  (needs: BatchNeeds) =>
  async (query: z.output<typeof BatchQuery>, body: Readable, asker: Asker): Promise<string> => {
    const [profile, authority] = [
      await needs.profiles.get(query.profile),
      await needs.authorities.named(query.authority),
    ];
    demandRole(profile, asker);
    if (profile.approval === 'second-person' || profile.binding === 'device-vin')
      throw certificatesError('certificates.request-refused', { reason: `${profile.id} is not issued in batches` });
    const rows = readFile(new Uint8Array(await buffer(body)));
    if (rows.length === 0 || rows.length > MOST_ROWS) throw refuse(`${rows.length} rows; 1 to ${MOST_ROWS}`);
    const id = needs.newId();
    const person = await needs.personOf(asker);
    const at = new Date(needs.clock.now());
    const bound = rows.map(({ name }) => boundBy(name));
    await needs.records.transaction(async (tx) => {
      const db = tx.as<CertificateTables>();
      await db
        .insertInto('certificates.batches')
        .values({
          id,
          name: query.name,
          profile: profile.id,
          authority: authority.id,
          state: 'running',
          total: rows.length,
          created_by: toJsonText({ ...person }),
          roles: toJsonText([...asker.roles]),
          created_at: at,
          ended_at: null,
        })
        .execute();
      await sql`insert into certificates.batch_rows (batch, row, csr, vin, device, code, reason)
        select ${id}::uuid, row, csr, vin, device, code, reason from unnest(${rows.map((_, row) => row + 1)}::int[],
          ${rows.map(({ csr }) => Buffer.from(csr ?? new Uint8Array()))}::bytea[], ${bound.map(({ vin }) => vin)}::text[],
          ${bound.map(({ device }) => device)}::text[],
          ${rows.map(({ csr }) => (csr === undefined ? 'certificates.request-unreadable' : null))}::text[],
          ${rows.map(({ csr, fault }) => (csr === undefined ? fault : null))}::text[])
        as row (row, csr, vin, device, code, reason)`.execute(db);
      const target = { kind: 'certificate-batch', id };
      await tx.audit({
        actor: asker,
        action: 'certificates.batch-started',
        target,
        outcome: 'done',
        after: { rows: rows.length, profile: profile.id },
      });
      await needs.jobs.send(BATCH_JOB, { id }, { tx });
    });
    return id;
  };

/** Works on a batch until no row waits. Rows and certificates change together, so that a crash issues none twice. */
export const workBatch =
  (needs: BatchNeeds) =>
  async (id: string): Promise<void> => {
    const { records } = needs;
    const batch = await records
      .read<CertificateTables>()
      .selectFrom('certificates.batches')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (batch === undefined || batch.state === 'done') return;
    const [profile, authority] = [
      await needs.profiles.get(batch.profile),
      await needs.authorities.byId(batch.authority),
    ];
    const { kind, name, id: actorId } = batch.created_by;
    for (;;) {
      const rows = await records
        .read<CertificateTables>()
        .selectFrom('certificates.batch_rows')
        .select(['row', 'csr', 'vin', 'device'])
        .where('batch', '=', id)
        .where('serial', 'is', null)
        .where('code', 'is', null)
        .orderBy('row')
        .limit(PIECE)
        .execute();
      if (rows.length === 0) break;
      await issueRows(needs)({
        profile,
        authority,
        actor: {
          kind,
          name,
          id: actorId,
        },
        batch: id,
        rows: rows.map(({ csr, ...row }) => ({
          ...row,
          csr: new Uint8Array(csr),
        })),
        alongside: async (tx, results) => {
          await sql`update certificates.batch_rows b set serial = r.serial, code = r.code, reason = r.reason
            from unnest(${results.map(({ row }) => row.row)}::int[],
              ${results.map((each) => (each.kind === 'issued' ? (each.certificates[0]?.serial ?? null) : null))}::text[],
              ${results.map((each) => (each.kind === 'issued' ? null : each.code))}::text[],
              ${results.map((each) => (each.kind === 'issued' ? null : each.reason))}::text[]) as r (row, serial, code, reason)
            where b.batch = ${id}::uuid and b.row = r.row`.execute(tx.as<CertificateTables>());
        },
      });
    }
    await records.transaction((tx) =>
      tx
        .as<CertificateTables>()
        .updateTable('certificates.batches')
        .set({ state: 'done', ended_at: new Date(needs.clock.now()) })
        .where('id', '=', id)
        .execute(),
    );
  };

const MOST_LISTED = 100;
const MOST_REFUSALS = 500;

/** Batches with their progress, newest first. */
export const listBatches = async (
  { records, authorities }: Pick<BatchNeeds, 'records' | 'authorities'>,
  only?: string,
): Promise<readonly Batch[]> => {
  let query = records.read<CertificateTables>().selectFrom('certificates.batches').selectAll();
  if (only !== undefined) query = query.where('id', '=', only);
  const rows = await query.orderBy('created_at', 'desc').limit(MOST_LISTED).execute();
  const ids = rows.map(({ id }) => id);
  const counts =
    ids.length === 0
      ? []
      : await records
          .read<CertificateTables>()
          .selectFrom('certificates.batch_rows')
          .select(({ fn }) => [
            'batch',
            fn.count<number>('serial').as('issued'),
            fn.count<number>('code').as('refused'),
          ])
          .where('batch', 'in', ids)
          .groupBy('batch')
          .execute();
  const all = await authorities.all();
  return rows.map((row) => {
    const count = counts.find(({ batch }) => batch === row.id);
    return {
      id: row.id,
      name: row.name,
      profile: row.profile,
      state: row.state,
      total: row.total,
      authority: all.find(({ id }) => id === row.authority)?.name ?? 'unknown',
      issued: Number(count?.issued ?? 0),
      refused: Number(count?.refused ?? 0),
      createdBy: row.created_by.name,
      createdAt: row.created_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
    };
  });
};

/** A batch with the rows that were refused, at most 500. Throws `certificates.nothing-waits`. */
export const batchDetail = async (
  needs: Pick<BatchNeeds, 'records' | 'authorities'>,
  id: string,
): Promise<BatchDetail> => {
  const [batch] = await listBatches(needs, id);
  if (batch === undefined) throw certificatesError('certificates.nothing-waits');
  const rows = await needs.records
    .read<CertificateTables>()
    .selectFrom('certificates.batch_rows')
    .select(['row', 'vin', 'device', 'code', 'reason'])
    .where('batch', '=', id)
    .where('code', 'is not', null)
    .orderBy('row')
    .limit(MOST_REFUSALS)
    .execute();
  const refusals = rows.map(({ row, vin, device, code, reason }) => ({
    row,
    subject: vin ?? device ?? '',
    code: code ?? '',
    reason: reason ?? '',
  }));
  return { ...batch, refusals };
};
