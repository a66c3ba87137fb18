import type { IndicatorFormat } from '@chedun/indicators';
import { isDomainError, type Json } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { Tx } from '@chedun/records';
import { z } from 'zod';
import { faultOf, intelError } from '../errors.ts';
import { folderFiles } from '../sources/folder.ts';
import { askProvider, feedUrl, type Provider } from '../sources/http.ts';
import { mispEvents } from '../sources/misp.ts';
import { taxiiPages } from '../sources/taxii.ts';
import { endImport, mustFeed, mustImport, noteImport, type FeedRow, type ImportRow } from '../store/feeds.ts';
import type { IntelTables } from '../tables.ts';
import { beginLookBack } from './look-back.ts';
import { openImportWriter, type ImportWriter } from './read-indicators.ts';
import { providerOf } from './secrets.ts';

/** Full name of the job that reads a file or a feed. */
export const RUN = 'intel/run';

type Needs = Pick<Platform, 'records' | 'clock' | 'keys' | 'blobs' | 'jobs' | 'log' | 'config'>;

/** Blob of an uploaded file, until it is read. */
export const uploadBlob = (importId: string): string => `intel/${importId}`;

const Input = z.object({
  id: z.uuid(),
  format: z.enum(['stix', 'misp', 'list']).nullable(),
  lookBackDays: z.number().int().min(0).max(400),
});

/** Longest list that is fetched over HTTP. */
const LIST_BYTES = 1_073_741_824;
const MINUTE = 60_000;

/** Notes how far a provider was read, so that the next poll goes on from there. */
const reach = (needs: Needs, feed: FeedRow, writer: ImportWriter) => async (reached: string | undefined) => {
  if (reached === undefined) return;
  await writer.flush();
  await needs.records.transaction((tx) =>
    tx.as<IntelTables>().updateTable('intel.feeds').set({ reached }).where('id', '=', feed.id).execute(),
  );
};

const pollTaxii = async (needs: Needs, feed: FeedRow, provider: Provider, writer: ImportWriter): Promise<void> => {
  const note = reach(needs, feed, writer);
  const after = feed.reached ?? undefined;
  for await (const page of taxiiPages(provider, { url: feed.url, collection: feed.collection, after })) {
    await writer.objects(page.objects);
    await note(page.reached);
  }
};

const pollMisp = async (needs: Needs, feed: FeedRow, provider: Provider, writer: ImportWriter): Promise<void> => {
  const note = reach(needs, feed, writer);
  for await (const event of mispEvents(provider, { url: feed.url, after: feed.reached ?? undefined })) {
    await writer.file(event.body, 'misp');
    await note(event.reached);
  }
};

const pollFolder = async (needs: Needs, feed: FeedRow, writer: ImportWriter): Promise<void> => {
  const note = reach(needs, feed, writer);
  const after = feed.reached ?? undefined;
  for await (const file of folderFiles(needs.config.dataDir, { collection: feed.collection, after })) {
    await writer.file(file.body, undefined).catch((error: unknown) => {
      throw isDomainError(error) ? intelFileError(error, file.name) : error;
    });
    await note(file.reached);
  }
};

/** The same error with the name of the file. */
const intelFileError = (error: Error & { readonly code: string }, file: string): Error => {
  if (!isDomainError(error)) return error;
  Object.assign(error.detail, { file });
  return error;
};

const readSource = async (
  needs: Needs,
  feed: FeedRow,
  row: ImportRow,
  writer: ImportWriter,
  format: IndicatorFormat | undefined,
): Promise<void> => {
  if (row.trigger === 'upload') return writer.file(await needs.blobs.get(uploadBlob(row.id)), format);
  const provider = await providerOf(needs.keys, feed);
  switch (feed.kind) {
    case 'taxii':
      return pollTaxii(needs, feed, provider, writer);
    case 'misp':
      return pollMisp(needs, feed, provider, writer);
    case 'folder':
      return pollFolder(needs, feed, writer);
    case 'list': {
      const { body } = await askProvider(provider, feedUrl(feed.url), { accept: '*/*', mostBytes: LIST_BYTES });
      return writer.file(body, format);
    }
    case 'upload':
      throw intelError('intel.feed-not-polled', { field: feed.id });
  }
};

/** When the feed is asked again: at its interval, later where the provider asked for that. */
const nextPoll = (feed: FeedRow, now: number, error: unknown): Date => {
  const asked = isDomainError(error) ? error.detail['retryAfterSeconds'] : undefined;
  const wait = Math.max(feed.interval_minutes * MINUTE, typeof asked === 'number' ? asked * 1_000 : 0);
  return new Date(now + wait);
};

const noteFeed = async (
  tx: Tx,
  feed: FeedRow,
  trigger: ImportRow['trigger'],
  { now, error }: { readonly now: number; readonly error: unknown },
): Promise<void> => {
  if (trigger === 'upload' && error !== undefined) return;
  await tx
    .as<IntelTables>()
    .updateTable('intel.feeds')
    .set({
      ...(trigger === 'poll' ? { next_poll: nextPoll(feed, now, error) } : {}),
      ...(error === undefined ? { last_ok: new Date(now) } : {}),
    })
    .where('id', '=', feed.id)
    .execute();
};

const attempt = async (work: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return { error };
  }
};

/**
 * Reads an uploaded file or a feed. What was read before a fault stays, the fault is kept with the import. Reading again after
 * a crash changes nothing: indicators have an identity of their own.
 */
export const runImport =
  (needs: Needs, loaded: { readonly reload: () => Promise<void> }) =>
  async (input: Json): Promise<void> => {
    const { id, format, lookBackDays } = Input.parse(input);
    const { records, clock, blobs, log } = needs;
    const row = await mustImport(records, id).catch(() => undefined);
    if (row === undefined || row.status === 'done' || row.status === 'failed') return;
    const feed = await mustFeed(records, row.feed_id);
    await records.transaction((tx) => noteImport(tx, id, { status: 'running' }));
    const writer = openImportWriter(needs, feed, id);
    const failed = await attempt(async () => {
      await readSource(needs, feed, row, writer, format ?? undefined);
      await writer.flush();
    });
    if (failed !== undefined) {
      await writer.flush().catch(() => undefined);
      if (!isDomainError(failed.error))
        log.error('an import of indicators failed', { import: id, error: failed.error });
    }
    const now = clock.now();
    const counts = writer.counts();
    await loaded.reload();
    await records.transaction(async (tx) => {
      const { counts: problemCounts, kept } = writer.problems();
      const fault = failed === undefined ? undefined : faultOf(failed.error);
      await endImport(tx, id, { ...counts, fault, problemCounts, problems: kept, at: new Date(now) });
      await noteFeed(tx, feed, row.trigger, { now, error: failed?.error });
      if (counts.added > 0 && lookBackDays > 0) await beginLookBack(tx, needs.jobs, { id, lookBackDays, now });
    });
    if (row.trigger === 'upload') await blobs.remove(uploadBlob(id));
  };
