import { readPageCursor, writePageCursor } from '@chedun/http';
import { isUtf8 } from 'node:buffer';
import { GBT32960_ERRORS } from '@chedun/gbt32960';
import { type Bilingual, type ErrorText } from '@chedun/kernel';
import { LOG_ERRORS } from '@chedun/logs';
import type { Records } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import type { z } from 'zod';
import { QuarantineEntry, type QuarantinePage, type QuarantineQuery } from './contract.ts';
import { ingestErrors } from './errors.ts';
import type { IngestTables } from './tables.ts';

type Row = Selectable<IngestTables['ingest.quarantine']>;

const TEXTS: ReadonlyMap<string, ErrorText> = new Map(
  Object.entries({ ...LOG_ERRORS, ...GBT32960_ERRORS, ...ingestErrors }),
);
const PREVIEW_CHARACTERS = 2000;

/** Reason in two languages, with what is wrong with this very record. */
const reasonOf = ({ code, reason }: Row): Bilingual => {
  const text = TEXTS.get(code);
  const [, own] = reason.startsWith(`${code}: `) ? [code, reason.slice(code.length + 2)] : [code, reason];
  return text ? { zh: `${text.zh}（${own}）`, en: `${text.en} (${own})` } : { zh: own, en: own };
};

/** Whether bytes can be shown as text: valid UTF-8, but for a character cut at the end, and no control characters. */
const asText = (bytes: Buffer): string | undefined => {
  const cut = [0, 1, 2, 3].find((less) => isUtf8(bytes.subarray(0, bytes.length - less)));
  if (cut === undefined) return undefined;
  const text = bytes.toString('utf8', 0, bytes.length - cut);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text) ? undefined : text;
};

const present = (row: Row): z.input<typeof QuarantineEntry> => {
  const text = asText(row.preview);
  return {
    id: row.id,
    source: row.source,
    at: row.at.toISOString(),
    code: row.code,
    reason: reasonOf(row),
    place: row.place,
    count: row.count,
    size: row.size,
    preview: (text ?? row.preview.toString('hex')).slice(0, PREVIEW_CHARACTERS),
    previewKind: text === undefined ? 'hex' : 'text',
    status: QuarantineEntry.shape.status.parse(row.status),
  };
};

/** Pages of the quarantine, newest first. */
export const quarantinePage =
  (records: Pick<Records, 'read'>) =>
  async (query: z.output<typeof QuarantineQuery>): Promise<z.input<typeof QuarantinePage>> => {
    const { source, status, limit } = query;
    const matching = records
      .read<IngestTables>()
      .selectFrom('ingest.quarantine')
      .$if(source !== undefined, (q) => q.where('source', '=', source ?? ''))
      .$if(status !== undefined, (q) => q.where('status', '=', status ?? ''));
    const cursor = readPageCursor(query.cursor);
    const [rows, counted] = await Promise.all([
      matching
        .selectAll()
        .$if(cursor !== undefined, (q) =>
          q.where(sql<boolean>`(at, id) < (${cursor?.at}::timestamptz, ${cursor?.id}::uuid)`),
        )
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute(),
      matching.select((is) => is.fn.countAll<number>().as('total')).executeTakeFirst(),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = rows.length > limit && last ? writePageCursor(last) : null;
    return { items: shown.map(present), next, total: Number(counted?.total ?? 0) };
  };
