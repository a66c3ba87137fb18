import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { MAX_INTEL_BYTES, type FeedChange, type ImportQuery, type NewFeed } from '../contract.ts';
import { intelError } from '../errors.ts';
import { feedUrl } from '../sources/http.ts';
import { insertFeed, insertImport, mustFeed, type FeedRow } from '../store/feeds.ts';
import { switchIndicator } from '../store/indicators.ts';
import type { IntelTables } from '../tables.ts';
import { RUN, uploadBlob } from './run-import.ts';
import { sealSecret } from './secrets.ts';

type Needs = Pick<Platform, 'records' | 'clock' | 'keys' | 'blobs' | 'jobs' | 'newId'>;

/** Days of stored events in which the new indicators of a poll are searched. */
const POLL_LOOK_BACK_DAYS = 30;

const checkComplete = ({ kind, url, collection, auth, secret, username }: NewFeed): void => {
  const missing = (field: string, reason: string): never => {
    throw intelError('intel.feed-incomplete', { field, reason });
  };
  if (kind === 'folder' || kind === 'taxii') {
    if (collection === '')
      missing('collection', kind === 'taxii' ? 'the id of the collection' : 'the name of the folder');
  }
  if (kind !== 'upload' && kind !== 'folder') feedUrl(url);
  if (auth !== 'none' && (secret ?? '') === '') missing('secret', 'this way of signing in needs a secret');
  if (auth === 'basic' && username === '') missing('username', 'basic authentication needs a user name');
};

const addFeed =
  ({ records, clock, keys, newId }: Needs) =>
  async (feed: NewFeed, actor: ActorRef): Promise<string> => {
    checkComplete(feed);
    const id = newId();
    const { name, kind, url, collection, auth, username, secret, confidence, tlp } = feed;
    const sealed = auth === 'none' || secret === undefined ? null : await sealSecret(keys, id, secret);
    const now = new Date(clock.now());
    const settings = { name, kind, url, collection, auth, username, confidence, tlp };
    await records.transaction(async (tx) => {
      await insertFeed(tx, {
        id,
        ...settings,
        secret: sealed,
        value_kind: feed.valueKind,
        interval_minutes: feed.intervalMinutes,
        ttl_days: feed.ttlDays,
        reached: null,
        next_poll: kind === 'upload' ? null : now,
        last_ok: null,
        created_at: now,
        created_by: actor.name,
      });
      await tx.audit({
        actor,
        action: 'intel.feed-added',
        target: { kind: 'feed', id },
        outcome: 'done',
        after: settings,
      });
    });
    return id;
  };

const changeFeed =
  ({ records, keys }: Needs, reload: () => Promise<void>) =>
  async (id: string, change: FeedChange, actor: ActorRef): Promise<void> => {
    const before = await mustFeed(records, id);
    const { secret, intervalMinutes, ttlDays, ...plain } = change;
    const sealed = secret === undefined ? {} : { secret: await sealSecret(keys, id, secret) };
    const values = {
      ...plain,
      ...sealed,
      ...(intervalMinutes === undefined ? {} : { interval_minutes: intervalMinutes }),
      ...(ttlDays === undefined ? {} : { ttl_days: ttlDays }),
    };
    if (Object.keys(values).length > 0) {
      await records.transaction(async (tx) => {
        const db = tx.as<IntelTables>();
        if (plain.name !== undefined && plain.name !== before.name) {
          const taken = await db
            .selectFrom('intel.feeds')
            .select('id')
            .where('name', '=', plain.name)
            .executeTakeFirst();
          if (taken) throw intelError('intel.feed-name-taken', { field: 'name' });
        }
        await db.updateTable('intel.feeds').set(values).where('id', '=', id).execute();
        const named = Object.keys(change).filter((field) => field !== 'secret');
        const after = { fields: named.join(', '), secretChanged: secret !== undefined };
        await tx.audit({ actor, action: 'intel.feed-changed', target: { kind: 'feed', id }, outcome: 'done', after });
      });
    }
    if (change.enabled !== undefined && change.enabled !== before.enabled) await reload();
  };

const removeFeed =
  ({ records }: Needs, reload: () => Promise<void>) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    const { name } = await mustFeed(records, id);
    await records.transaction(async (tx) => {
      await tx.as<IntelTables>().deleteFrom('intel.feeds').where('id', '=', id).execute();
      await tx.audit({
        actor,
        action: 'intel.feed-removed',
        target: { kind: 'feed', id },
        outcome: 'done',
        before: { name },
      });
    });
    await reload();
  };

/** Puts a reading of the feed in line; gives its id. A feed of which one is under way is left alone: gives that one. */
const pollFeed =
  ({ records, clock, jobs, newId }: Needs) =>
  async (feed: FeedRow, actor: ActorRef): Promise<string> => {
    if (feed.kind === 'upload') throw intelError('intel.feed-not-polled', { field: feed.id });
    const id = newId();
    const now = new Date(clock.now());
    return records.transaction(async (tx) => {
      const db = tx.as<IntelTables>();
      await db.selectFrom('intel.feeds').select('id').where('id', '=', feed.id).forUpdate().execute();
      const running = await db
        .selectFrom('intel.imports')
        .select('id')
        .where('feed_id', '=', feed.id)
        .where('trigger', '=', 'poll')
        .where('status', 'in', ['waiting', 'running'])
        .executeTakeFirst();
      if (running) return running.id;
      const about = { id, feed_id: feed.id, trigger: 'poll', name: feed.url || feed.collection } as const;
      await insertImport(tx, { ...about, requested_at: now, requested_by: actor.name });
      const next = new Date(now.getTime() + feed.interval_minutes * 60_000);
      await db.updateTable('intel.feeds').set({ next_poll: next }).where('id', '=', feed.id).execute();
      await jobs.send(RUN, { id, format: null, lookBackDays: POLL_LOOK_BACK_DAYS }, { tx });
      if (actor.kind !== 'system')
        await tx.audit({ actor, action: 'intel.feed-polled', target: { kind: 'feed', id: feed.id }, outcome: 'done' });
      return id;
    });
  };

/** Sends every feed that is due to be read. */
export const pollDue = (needs: Needs, actor: ActorRef) => async (): Promise<void> => {
  const due = await needs.records
    .read<IntelTables>()
    .selectFrom('intel.feeds')
    .selectAll()
    .where('enabled', '=', true)
    .where('kind', '<>', 'upload')
    .where('next_poll', '<=', new Date(needs.clock.now()))
    .execute();
  for (const feed of due) await pollFeed(needs)(feed, actor);
};

const uploadFile =
  ({ records, clock, blobs, jobs, newId }: Needs) =>
  async (feedId: string, asked: z.output<typeof ImportQuery>, body: Readable, actor: ActorRef): Promise<string> => {
    await mustFeed(records, feedId);
    const id = newId();
    const { bytes, sha256 } = await blobs.put(uploadBlob(id), body, { maxBytes: MAX_INTEL_BYTES });
    const { name, format, lookBackDays } = asked;
    await records.transaction(async (tx) => {
      const requested = { requested_at: new Date(clock.now()), requested_by: actor.name };
      await insertImport(tx, { id, feed_id: feedId, trigger: 'upload', name, ...requested });
      await jobs.send(RUN, { id, format: format === 'auto' ? null : format, lookBackDays }, { tx });
      const after = { name, bytes, sha256 };
      await tx.audit({ actor, action: 'intel.imported', target: { kind: 'feed', id: feedId }, outcome: 'done', after });
    });
    return id;
  };

const changeIndicator =
  ({ records }: Needs, reload: () => Promise<void>) =>
  async (id: number, disabled: boolean, actor: ActorRef): Promise<void> => {
    await records.transaction(async (tx) => {
      if (!(await switchIndicator(tx, id, disabled ? actor.name : null)))
        throw intelError('intel.indicator-unknown', { field: String(id) });
      const action = 'intel.indicator-switched';
      const target = { kind: 'indicator', id: String(id) };
      await tx.audit({ actor, action, target, outcome: 'done', after: { disabled } });
    });
    await reload();
  };

/** What people do with feeds and indicators. */
export const manageFeeds = (needs: Needs, reload: () => Promise<void>) => ({
  add: addFeed(needs),
  change: changeFeed(needs, reload),
  remove: removeFeed(needs, reload),
  poll: async (id: string, actor: ActorRef) => pollFeed(needs)(await mustFeed(needs.records, id), actor),
  upload: uploadFile(needs),
  changeIndicator: changeIndicator(needs, reload),
});
