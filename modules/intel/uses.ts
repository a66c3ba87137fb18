import { IndicatorMatcher, kindOf, readValue, refang, sightingsBundle, type EventKind } from '@chedun/indicators';
import type { ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { FeedList, MatchAnswer, SightingQuery, TaxiiQuestion } from './contract.ts';
import type { LoadedMatcher } from './loaded-matcher.ts';
import { feedReads } from './read-feeds.ts';
import { indicatorReads } from './read-indicators.ts';
import { sightingReads } from './read-sightings.ts';
import { taxiiCollections } from './sources/taxii.ts';
import { manageFeeds } from './use-cases/manage-feeds.ts';

/** UUID of whoever tells sightings; the same in every export. */
const IDENTITY = { id: '6a5d3b0e-6c0e-4d57-9b1c-2f3c1a7e5d10', name: 'CheDun' };

/** The canonical value of what a person asked, as an event would show it. */
const askedValue = (text: string): { readonly kind: EventKind; readonly value: string } | undefined => {
  const bare = refang(text.trim());
  const kind = kindOf(bare);
  const read = kind === undefined ? undefined : readValue(kind, bare);
  if (read?.kind !== 'value') return undefined;
  const { observable } = read;
  return observable.kind === 'network'
    ? { kind: 'ip', value: observable.value.replace(/\/.*$/, '') }
    : { kind: observable.kind, value: observable.value };
};

/** Kinds that a text may mean besides the one that it looks like. */
const ALSO_MEANT: Readonly<Partial<Record<EventKind, readonly EventKind[]>>> = {
  md5: ['ja3', 'cert-md5', 'cert-serial'],
  sha1: ['cert-sha1', 'cert-serial'],
  sha256: ['sm3', 'cert-sha256'],
};

const matchValues =
  (loaded: LoadedMatcher, reads: ReturnType<typeof indicatorReads>, now: () => number) =>
  async (values: readonly string[]): Promise<MatchAnswer> => {
    const matcher = new IndicatorMatcher(loaded.packed());
    const out: number[] = [];
    const asked = values.map((text) => {
      const value = askedValue(text);
      if (value === undefined) return { asked: text, kind: null, ids: [] };
      const ids = [value.kind, ...(ALSO_MEANT[value.kind] ?? [])].flatMap((kind) => {
        matcher.find(kind, value.value, now(), out);
        return out.map((entry) => matcher.idOf(entry));
      });
      return { asked: text, kind: value.kind, ids };
    });
    const known = new Map(
      (await reads.many([...new Set(asked.flatMap(({ ids }) => ids))])).map((each) => [each.id, each]),
    );
    return {
      items: asked.map(({ asked: text, kind, ids }) => ({
        asked: text,
        kind,
        indicators: ids.flatMap((id) => known.get(id) ?? []),
      })),
    };
  };

const exportSightings =
  ({ records, clock, newId }: Platform, reads: ReturnType<typeof sightingReads>) =>
  async (filter: SightingQuery, actor: ActorRef) => {
    const sightings = await reads.exported(filter);
    const now = new Date(clock.now()).toISOString();
    const bundle = sightingsBundle(sightings, IDENTITY, { id: newId(), now });
    const after = { sightings: sightings.length };
    const target = { kind: 'sightings', id: 'stix' };
    await records.transaction((tx) =>
      tx.audit({ actor, action: 'intel.sightings-exported', target, outcome: 'done', after }),
    );
    return {
      contentType: 'application/stix+json;version=2.1',
      fileName: `chedun-sightings-${now.slice(0, 10)}.json`,
      body: Readable.from([JSON.stringify(bundle)]),
    };
  };

const taxiiAnswer = async ({ url, auth, username, secret }: z.output<typeof TaxiiQuestion>) => {
  const { title, items } = await taxiiCollections({ auth, username, secret }, url);
  return { title, items: [...items] };
};

/** Everything that the routes stand on. */
export const intelUses = (platform: Platform, loaded: LoadedMatcher) => {
  const { records, clock } = platform;
  const feeds = feedReads(records, clock.now);
  const indicators = indicatorReads(records, clock.now);
  const sightings = sightingReads(records, clock.now);
  return {
    feeds,
    indicators,
    sightings,
    manage: manageFeeds(platform, loaded.reload),
    match: matchValues(loaded, indicators, clock.now),
    export: exportSightings(platform, sightings),
    taxii: taxiiAnswer,
    list: async (): Promise<FeedList> => {
      const { indicators: count, loadedAt, bytes } = loaded.about();
      return {
        items: [...(await feeds.feeds())],
        matcher: {
          indicators: count,
          loadedAt: loadedAt === undefined ? null : new Date(loadedAt).toISOString(),
          megabytes: Math.round(bytes / 1e5) / 10,
        },
      };
    },
  };
};

/** See {@link intelUses}. */
export type IntelUses = ReturnType<typeof intelUses>;
