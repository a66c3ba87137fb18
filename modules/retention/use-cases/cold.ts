import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Blobs } from '@chedun/blobs';
import type { Events, FrameTable } from '@chedun/events';
import type { Keys } from '@chedun/keys';
import type { Logger } from '@chedun/log';
import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { TombstoneSignature } from '../contract.ts';
import { splitRange } from '../domain/split.ts';
import type { Judgement } from '../judge.ts';
import { makeReady, makeRoom, readyName } from './cold-ready.ts';
import { readPolicies } from '../policies.ts';
import { isGenuine, signText } from '../sign.ts';
import type { RetentionTables, SegmentTable } from '../tables.ts';

type Segment = Selectable<SegmentTable>;

/** What the cold tier stands on. */
export interface ColdNeeds {
  readonly records: Records;
  readonly blobs: Blobs;
  readonly keys: Keys;
  readonly events: Pick<Events, 'query' | 'exportFrames' | 'removeFrames' | 'cold'>;
  readonly judge: (stream: string) => Promise<Judgement>;
  readonly now: () => number;
  readonly log: Logger;
}

const DAY = 86_400_000;
const TABLES: readonly FrameTable[] = ['events', 'telemetry'];
/** Rows of one Parquet file. */
const MOST_ROWS = 250_000;
const MOST_BYTES = 4 * 1024 ** 3;
/** Segments that one run exports. */
const MOST_SEGMENTS = 20;

const Part = z.object({
  blob: z.string(),
  table: z.enum(['events', 'telemetry']),
  fromSeq: z.number().int(),
  toSeq: z.number().int(),
  rows: z.number().int(),
  bytes: z.number().int(),
  sm3: z.string(),
});
type Part = z.infer<typeof Part>;
const Body = z.object({
  stream: z.string(),
  journal: z.string(),
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  segmentSm3: z.string(),
  parts: z.array(Part),
});
/** What is written beside the Parquet files of a segment: the text that is signed, and its signatures. */
const Manifest = z.object({ body: z.string(), signatures: z.array(TombstoneSignature) });

const folderOf = ({ journal, first_seq: first }: Pick<Segment, 'journal' | 'first_seq'>): string =>
  `retention/cold/${journal}/${String(first).padStart(20, '0')}`;

const COUNT = (table: FrameTable): string =>
  `SELECT count() AS rows, toUnixTimestamp64Milli(min(time)) AS oldest, toUnixTimestamp64Milli(max(time)) AS newest
   FROM ${table} WHERE journal = {journal:String} AND seq >= {fromSeq:UInt64} AND seq <= {toSeq:UInt64}`;

interface Counted {
  readonly rows: number;
  readonly oldest: number;
  readonly newest: number;
}

const count = async (
  { events }: Pick<ColdNeeds, 'events'>,
  table: FrameTable,
  range: { readonly journal: string; readonly fromSeq: number; readonly toSeq: number },
): Promise<Counted> => {
  const [row] = await events.query<Counted>({ sql: COUNT(table), params: { ...range } }, { maxMs: 120_000 });
  return { rows: Number(row?.rows ?? 0), oldest: Number(row?.oldest ?? 0), newest: Number(row?.newest ?? 0) };
};

const exportPart = async (
  { blobs, events }: ColdNeeds,
  segment: Segment,
  table: FrameTable,
  range: { readonly fromSeq: number; readonly toSeq: number; readonly rows: number },
): Promise<Part> => {
  const { fromSeq, toSeq, rows } = range;
  const blob = `${folderOf(segment)}/${table}-${String(fromSeq).padStart(20, '0')}.parquet`;
  // A run that died half-way may have left it; its content would be the same, but its rows were not compared.
  await blobs.remove(blob);
  const bytes = events.exportFrames(table, { journal: segment.journal, fromSeq, toSeq });
  const info = await blobs.put(blob, bytes, { maxBytes: MOST_BYTES });
  return { blob, table, fromSeq, toSeq, rows, bytes: info.bytes, sm3: info.sm3 };
};

const exportSegment = async (needs: ColdNeeds, segment: Segment): Promise<void> => {
  const { journal, first_seq: firstSeq, last_seq: lastSeq } = segment;
  const parts: Part[] = [];
  const times: number[] = [];
  for (const table of TABLES) {
    const counted = (fromSeq: number, toSeq: number) => count(needs, table, { journal, fromSeq, toSeq });
    for (const range of await splitRange(
      { fromSeq: firstSeq, toSeq: lastSeq },
      MOST_ROWS,
      async (from, to) => (await counted(from, to)).rows,
    )) {
      parts.push(await exportPart(needs, segment, table, range));
    }
    const whole = await counted(firstSeq, lastSeq);
    if (table === 'events' && whole.rows > 0) times.push(whole.oldest, whole.newest);
  }
  const body = JSON.stringify({ stream: segment.stream, journal, firstSeq, lastSeq, segmentSm3: segment.sm3, parts });
  const manifest = { body, signatures: await signText(needs.keys, body) };
  const name = `${folderOf(segment)}/manifest.json`;
  await needs.blobs.remove(name);
  await needs.blobs.put(name, [Buffer.from(JSON.stringify(manifest))], { maxBytes: MOST_BYTES });
  await needs.records.transaction(async (tx) => {
    await tx
      .as<RetentionTables>()
      .updateTable('retention.segments')
      .set({
        cold_at: new Date(needs.now()),
        cold_bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
        cold_rows: parts.reduce((sum, { rows }) => sum + rows, 0),
        cold_from: times[0] === undefined ? null : new Date(times[0]),
        cold_to: times[1] === undefined ? null : new Date(times[1]),
      })
      .where('stream', '=', segment.stream)
      .where('first_seq', '=', firstSeq)
      .execute();
  });
};

/** Exports sealed segments that are old enough, oldest first. */
export const exportCold = (needs: ColdNeeds) => async (): Promise<number> => {
  const policies = await readPolicies(needs.records);
  let done = 0;
  for (const stream of ['network', 'telemetry']) {
    const days = policies.get(stream === 'network' ? 'network' : 'telemetry')?.coldAfterDays ?? null;
    if (days === null) continue;
    const { segments } = await needs.judge(stream);
    const due = segments.filter(({ row, obstacles }) => {
      const old = needs.now() - row.newest_at.getTime() >= days * DAY;
      return row.cold_at === null && old && !obstacles.some(({ kind }) => kind === 'not-consumed');
    });
    for (const { row } of due.slice(0, MOST_SEGMENTS)) {
      await exportSegment(needs, row);
      done += 1;
    }
  }
  return done;
};

/** The manifest of a segment when it is there and its signatures hold. */
export const readManifest = async (
  { blobs, keys }: ColdNeeds,
  segment: Segment,
): Promise<z.infer<typeof Body> | undefined> => {
  const name = `${folderOf(segment)}/manifest.json`;
  if ((await blobs.info(name)) === undefined) return undefined;
  const manifest = Manifest.safeParse(JSON.parse((await buffer(await blobs.get(name))).toString('utf8')));
  if (!manifest.success || !(await isGenuine(keys, manifest.data.body, manifest.data.signatures))) return undefined;
  const body = Body.safeParse(JSON.parse(manifest.data.body));
  return body.success && body.data.segmentSm3 === segment.sm3 ? body.data : undefined;
};

/** What checking the cold copy of a segment shows. */
export interface ColdVerdict {
  readonly ok: boolean;
  readonly files: number;
  readonly rows: number;
  /** The first thing that is wrong. */
  readonly fault: string | undefined;
}

const faultOf = async ({ blobs }: ColdNeeds, part: Part): Promise<string | undefined> => {
  if ((await blobs.info(part.blob)) === undefined) return `${part.blob}: missing`;
  const hash = createHash('sm3');
  for await (const piece of await blobs.get(part.blob)) hash.update(piece as Buffer);
  return hash.digest('hex') === part.sm3 ? undefined : `${part.blob}: changed`;
};

/** Reads the cold copy of a segment back: signatures, digests, and the rows of every file. */
export const verifyCold = async (needs: ColdNeeds, segment: Segment): Promise<ColdVerdict> => {
  const body = await readManifest(needs, segment);
  if (!body)
    return { ok: false, files: 0, rows: 0, fault: `${folderOf(segment)}/manifest.json: missing or not genuine` };
  let rows = 0;
  for (const [at, part] of body.parts.entries()) {
    const fault = await faultOf(needs, part);
    if (fault !== undefined) return { ok: false, files: at, rows, fault };
    if (part.table === 'events') {
      const name = await makeReady(needs, part.blob);
      const sql = 'SELECT count() AS rows FROM events';
      const [found] = await needs.events.query<{ rows: number }>({ sql, params: {} }, { coldFiles: [name] });
      if (Number(found?.rows) !== part.rows)
        return { ok: false, files: at, rows, fault: `${part.blob}: rows are missing` };
    }
    rows += part.rows;
  }
  return { ok: true, files: body.parts.length, rows, fault: undefined };
};

/** Takes rows out of the event store whose class does not keep them searchable; journal and verified cold copy stay. */
export const dropHot = (needs: ColdNeeds) => async (): Promise<number> => {
  const policies = await readPolicies(needs.records);
  let done = 0;
  for (const stream of ['network', 'telemetry'] as const) {
    const hotDays = policies.get(stream)?.hotDays ?? null;
    if (hotDays === null) continue;
    const { segments } = await needs.judge(stream);
    for (const { row } of segments) {
      const due =
        row.cold_at !== null && row.hot_removed_at === null && needs.now() - row.newest_at.getTime() >= hotDays * DAY;
      if (!due) continue;
      const verdict = await verifyCold(needs, row);
      if (!verdict.ok) {
        needs.log.error('rows stay in the event store: their cold copy is damaged', { fault: verdict.fault });
        continue;
      }
      await needs.events.removeFrames({ journal: row.journal, fromSeq: row.first_seq, toSeq: row.last_seq });
      await needs.records.transaction(async (tx) => {
        await tx
          .as<RetentionTables>()
          .updateTable('retention.segments')
          .set({ hot_removed_at: new Date(needs.now()) })
          .where('stream', '=', row.stream)
          .where('first_seq', '=', row.first_seq)
          .execute();
      });
      done += 1;
    }
  }
  return done;
};

/** The ask `coldFiles`: files of segments whose rows are in the event store no more, ready to be read. */
export const coldFiles =
  (needs: ColdNeeds) =>
  async (range: { readonly from: number; readonly to: number }): Promise<readonly string[]> => {
    const rows = await needs.records
      .read<RetentionTables>()
      .selectFrom('retention.segments')
      .selectAll()
      .where('hot_removed_at', 'is not', null)
      .where('removed_at', 'is', null)
      .where('cold_from', '<', new Date(range.to))
      .where('cold_to', '>=', new Date(range.from))
      .orderBy('cold_from')
      .limit(MOST_FILES)
      .execute();
    const names: string[] = [];
    for (const row of rows) {
      const body = await readManifest(needs, row);
      for (const part of body?.parts ?? []) {
        if (part.table === 'events' && names.length < MOST_FILES) names.push(await makeReady(needs, part.blob));
      }
    }
    await makeRoom(needs, new Set(names));
    return names;
  };

const MOST_FILES = 500;

/** Removes the cold copy of a segment that is gone. */
export const removeCold = async (
  { blobs, events }: Pick<ColdNeeds, 'blobs'> & { readonly events: Pick<Events, 'cold'> },
  segment: Segment,
): Promise<void> => {
  for (;;) {
    const names = await blobs.list({ folder: folderOf(segment), limit: 100 });
    if (names.length === 0) return;
    for (const name of names) {
      await blobs.remove(name);
      await rm(join(events.cold, readyName(name)), { force: true });
    }
  }
};
