import { z } from 'zod';
import { intelError } from '../errors.ts';
import { askJson, feedUrl, type Provider } from './http.ts';

/** Media type of TAXII 2.1 (section 1.6.8.1). */
const ACCEPT = 'application/taxii+json;version=2.1';
const MOST_PAGES = 10_000;
const PAGE_OBJECTS = '1000';

const Discovery = z.looseObject({
  title: z.string().max(500).default(''),
  default: z.string().max(2048).optional(),
  api_roots: z.array(z.string().max(2048)).max(50).optional(),
});
const Collections = z.looseObject({
  collections: z
    .array(
      z.looseObject({
        id: z.string().max(200),
        title: z.string().max(500).default(''),
        can_read: z.boolean().default(true),
      }),
    )
    .max(1000)
    .default([]),
});
const Envelope = z.looseObject({
  more: z.boolean().default(false),
  next: z.string().max(4096).optional(),
  objects: z.array(z.unknown()).default([]),
});

const parsed = <Shape extends z.ZodType>(shape: Shape, value: unknown, host: string): z.output<Shape> => {
  const result = shape.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw intelError('intel.provider-answer', { file: host, field, reason: issue?.message ?? 'not of TAXII 2.1' });
  }
  return result.data;
};

const withSlash = (url: URL): URL => {
  const copy = new URL(url);
  if (!copy.pathname.endsWith('/')) copy.pathname += '/';
  return copy;
};

/** A root of the same server: the secret goes nowhere else. */
const rootOf = (text: string, server: URL): URL => {
  const root = URL.canParse(text, server.href) ? new URL(text, server) : undefined;
  if (root?.origin !== server.origin)
    throw intelError('intel.provider-answer', { file: server.host, reason: 'an API root on another server' });
  return withSlash(root);
};

/** API roots of an address, which is a discovery endpoint (4.1) or an API root itself (4.2). */
const rootsOf = async (
  provider: Provider,
  address: URL,
): Promise<{ readonly title: string; readonly roots: readonly URL[] }> => {
  const { value } = await askJson(provider, address, ACCEPT);
  const { title, default: preferred, api_roots: roots = [] } = parsed(Discovery, value, address.host);
  const named = [...(preferred === undefined ? [] : [preferred]), ...roots].map((root) => rootOf(root, address).href);
  const all = named.length === 0 ? [withSlash(address).href] : [...new Set(named)];
  return { title, roots: all.map((root) => new URL(root)) };
};

/** A collection of a TAXII server. */
export interface TaxiiCollection {
  readonly root: string;
  readonly id: string;
  readonly title: string;
  readonly canRead: boolean;
}

/** Everything that a server offers (TAXII 2.1, 4.1, 5.1). */
export const taxiiCollections = async (
  provider: Provider,
  address: string,
): Promise<{ readonly title: string; readonly items: readonly TaxiiCollection[] }> => {
  const url = feedUrl(address);
  const { title, roots } = await rootsOf(provider, url);
  const items: TaxiiCollection[] = [];
  for (const root of roots) {
    const { value } = await askJson(provider, new URL('collections/', root), ACCEPT);
    for (const { id, title: name, can_read: canRead } of parsed(Collections, value, url.host).collections)
      items.push({ root: root.href, id, title: name, canRead });
  }
  return { title, items };
};

/** One page of a collection. */
export interface TaxiiPage {
  readonly objects: readonly unknown[];
  /** Everything up to this time was given: the next poll goes on from here. */
  readonly reached: string | undefined;
}

/** The root that holds the collection: the address itself, or a root that its discovery names. */
const collectionRoot = async (provider: Provider, address: URL, collection: string): Promise<URL> => {
  const { roots } = await rootsOf(provider, address);
  if (roots.length === 1) return roots[0] ?? withSlash(address);
  for (const root of roots) {
    const { value } = await askJson(provider, new URL('collections/', root), ACCEPT);
    if (parsed(Collections, value, address.host).collections.some(({ id }) => id === collection)) return root;
  }
  throw intelError('intel.provider-answer', {
    file: address.host,
    field: 'collection',
    reason: 'there is no such collection',
  });
};

/**
 * Pages of a collection (TAXII 2.1, 5.4), oldest addition first, from what was added after `after`. Paging goes by `next`, and
 * by the date of the last addition where a server says `more` without it.
 */
export const taxiiPages = async function* (
  provider: Provider,
  feed: { readonly url: string; readonly collection: string; readonly after: string | undefined },
): AsyncGenerator<TaxiiPage> {
  const root = await collectionRoot(provider, feedUrl(feed.url), feed.collection);
  const objects = new URL(`collections/${encodeURIComponent(feed.collection)}/objects/`, root);
  let { after } = feed;
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const url = new URL(objects);
    url.searchParams.set('match[type]', 'indicator,sighting,marking-definition');
    url.searchParams.set('limit', PAGE_OBJECTS);
    if (after !== undefined) url.searchParams.set('added_after', after);
    if (next !== undefined) url.searchParams.set('next', next);
    const { headers, value } = await askJson(provider, url, ACCEPT);
    const envelope = parsed(Envelope, value, url.host);
    const last = headers.get('x-taxii-date-added-last') ?? undefined;
    yield { objects: envelope.objects, reached: last };
    if (!envelope.more) return;
    const stuck = envelope.next === undefined && (last === undefined || last === after);
    if (stuck || (envelope.next !== undefined && envelope.next === next))
      throw intelError('intel.provider-answer', {
        file: url.host,
        field: 'next',
        reason: 'the same page over and over',
      });
    next = envelope.next;
    if (next === undefined) after = last;
  }
  throw intelError('intel.answer-too-large', { file: root.host, limit: MOST_PAGES, reason: 'pages' });
};
