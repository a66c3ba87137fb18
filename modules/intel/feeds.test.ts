import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FeedList, IndicatorPage, IndicatorQuery, MatchAnswer } from './contract.ts';
import { COLLECTION, openProviders, USER, type Providers } from './testing/providers.ts';
import { stixBundle, stixIndicator } from './testing/indicators.ts';
import { testWorld, type TestWorld } from './testing/world.ts';

// A busy machine starts stores slowly.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

let world: TestWorld;
let providers: Providers;
beforeAll(async () => {
  [world, providers] = await Promise.all([testWorld(), openProviders()]);
});
afterAll(async () => {
  await world?.close();
  await providers?.close();
});
beforeEach(() => {
  providers.asked.length = 0;
  providers.failures.length = 0;
  providers.collection.length = 0;
  providers.paging = 'next';
  providers.onAsk = () => undefined;
});

let feeds = 0;
const name = (): string => `feed ${(feeds += 1)}`;

const list = async (query: object): Promise<readonly string[]> => {
  const page = IndicatorPage.parse(
    await world.call('listIndicators', { query: IndicatorQuery.parse({ limit: 200, ...query }) }),
  );
  return page.items.map(({ kind, value, state }) => `${kind} ${value} ${state}`).toSorted();
};

describe('an uploaded file', () => {
  it('becomes indicators, and says of each line that is none why', async () => {
    const feed = await world.feed({ name: name(), kind: 'upload', confidence: 60, tlp: 'green', ttlDays: 10 });
    const text = ['# list', '198.51.100.1', '203.0.113.0/24', 'nonsense here', '0.0.0.0/0', 'Evil[.]example'].join(
      '\n',
    );
    const done = await world.upload(feed.id, text);
    expect(done).toMatchObject({
      status: 'done',
      format: 'list',
      entries: 5,
      added: 3,
      changed: 0,
      passedOver: 2,
      fault: null,
    });
    expect(done.problems.map(({ place, code }) => `${place} ${code}`)).toEqual(['line 4 no-value', 'line 5 too-broad']);
    expect(done.problemCounts).toEqual([
      { code: 'no-value', count: 1 },
      { code: 'too-broad', count: 1 },
    ]);
    expect(await list({ feed: feed.id })).toEqual([
      'domain evil.example active',
      'ip 198.51.100.1 active',
      'network 203.0.113.0/24 active',
    ]);
    const page = IndicatorPage.parse(
      await world.call('listIndicators', { query: IndicatorQuery.parse({ search: 'hxxp://evil', feed: feed.id }) }),
    );
    expect(page.total).toBe(0);
    const [one] = IndicatorPage.parse(
      await world.call('listIndicators', { query: IndicatorQuery.parse({ search: 'evil[.]example', feed: feed.id }) }),
    ).items;
    expect(one).toMatchObject({ confidence: 60, tlp: 'green', validUntil: '2026-12-03T01:00:00.000Z' });
  });

  it('read again changes and does not double', async () => {
    const feed = await world.feed({ name: name(), kind: 'upload' });
    const pattern = "[domain-name:value = 'again.example']";
    expect(await world.upload(feed.id, stixBundle(stixIndicator(1, pattern)))).toMatchObject({ added: 1, changed: 0 });
    const again = await world.upload(feed.id, stixBundle(stixIndicator(1, pattern, { revoked: true })));
    expect(again).toMatchObject({ added: 0, changed: 1 });
    expect(await list({ feed: feed.id })).toEqual(['domain again.example revoked']);
  });

  it('that is broken fails with its place, and keeps what stood before', async () => {
    const feed = await world.feed({ name: name(), kind: 'upload' });
    const good = JSON.stringify(stixIndicator(1, "[ipv4-addr:value = '198.51.100.2']"));
    const done = await world.upload(feed.id, `{"objects":[${good},{"type":}]}`);
    expect(done).toMatchObject({ status: 'failed', added: 1 });
    expect(done.fault).toMatchObject({ code: 'indicators.not-json', place: `byte ${good.length + 13}` });
    expect(done.fault?.message.zh).toBe('情报文件不是有效的 JSON');
    const { items } = FeedList.parse(await world.call('listIntelFeeds'));
    expect(items.find(({ id }) => id === feed.id)).toMatchObject({ state: 'failed', indicators: 1 });
  });

  it('of an unknown format fails and names what to do', async () => {
    const feed = await world.feed({ name: name(), kind: 'upload' });
    expect((await world.upload(feed.id, '{"a":1}')).fault).toMatchObject({ code: 'indicators.format-unknown' });
    expect((await world.upload(feed.id, '[1]', { format: 'misp' })).fault).toMatchObject({
      code: 'indicators.structure',
    });
  });

  it('with more lines than allowed stops there', async () => {
    const feed = await world.feed({ name: name(), kind: 'upload' });
    // Lines without a value cost least; the limit counts them as well.
    const done = await world.upload(feed.id, '- -\n'.repeat(2_000_001));
    expect(done).toMatchObject({ status: 'failed', entries: 2_000_000, passedOver: 2_000_000 });
    expect(done.fault).toMatchObject({ code: 'indicators.too-many', place: 'line 2000001' });
    expect(done.problems).toHaveLength(500);
  });
});

describe('a TAXII 2.1 server', () => {
  const feedOf = () => ({
    name: name(),
    kind: 'taxii',
    url: `${providers.url}/taxii2/`,
    collection: COLLECTION,
    auth: 'basic',
    username: USER.name,
    secret: USER.secret,
  });
  const add = (id: number, value: string, minute: number): void =>
    void providers.collection.push({
      object: stixIndicator(id, `[domain-name:value = '${value}']`),
      at: `2026-11-20T00:${String(minute).padStart(2, '0')}:00.000Z`,
    });

  it('tells its collections before there is a feed', async () => {
    const body = { url: `${providers.url}/taxii2/`, auth: 'basic', username: USER.name, secret: USER.secret };
    expect(await world.call('listTaxiiCollections', { body })).toEqual({
      title: 'Test',
      items: [{ root: `${providers.url}/api1/`, id: COLLECTION, title: 'High confidence', canRead: true }],
    });
  });

  it.each(['next', 'date'] as const)('is read page by page (%s), and later only what was added', async (paging) => {
    providers.paging = paging;
    for (let at = 1; at <= 5; at += 1) add(at, `t${at}-${paging}.example`, at);
    providers.collection.push({ object: { type: 'malware', id: 'malware--1' }, at: '2026-11-20T00:06:00.000Z' });
    const feed = await world.feed(feedOf());
    expect(feed).toMatchObject({ hasSecret: true, state: 'never' });
    expect(JSON.stringify(feed)).not.toContain(USER.secret);
    expect(await world.poll(feed.id)).toMatchObject({ status: 'done', entries: 5, added: 5 });
    expect(providers.asked.filter((line) => line.includes('/objects/'))).toHaveLength(3);
    add(6, `t6-${paging}.example`, 30);
    providers.asked.length = 0;
    expect(await world.poll(feed.id)).toMatchObject({ status: 'done', entries: 1, added: 1 });
    expect(providers.asked.at(-1)).toContain('added_after=2026-11-20T00%3A05%3A00.000Z');
    expect(await list({ feed: feed.id })).toHaveLength(6);
  });

  it('keeps what came before a page failed, and goes on from there', async () => {
    for (let at = 1; at <= 4; at += 1) add(at, `part${at}.example`, at);
    const feed = await world.feed(feedOf());
    providers.onAsk = (line) => {
      if (line.includes('next=')) providers.failures.push({ status: 503, headers: { 'retry-after': '7200' } });
    };
    const failed = await world.poll(feed.id);
    expect(failed).toMatchObject({ status: 'failed', added: 2, fault: { code: 'intel.provider-refused' } });
    expect(failed.fault?.reason).toContain('HTTP 503');
    const { items } = FeedList.parse(await world.call('listIntelFeeds'));
    expect(items.find(({ id }) => id === feed.id)?.nextPoll).toBe('2026-11-23T03:00:00.000Z');
    providers.onAsk = () => undefined;
    expect(await world.poll(feed.id)).toMatchObject({ status: 'done', added: 2 });
  });

  it.each([
    [{ status: 401 }, 'intel.provider-refused', 'HTTP 401'],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'intel.provider-refused', 'redirect'],
    [{ status: 200, body: '<html>' }, 'intel.provider-answer', 'no JSON'],
    [{ status: 200, body: '{"api_roots":["http://127.0.0.1:1/x/"]}' }, 'intel.provider-answer', 'another server'],
    [{ status: 200, body: '{"api_roots":7}' }, 'intel.provider-answer', ''],
  ])('that answers %j fails with a clear reason', async (failure, code, reason) => {
    const feed = await world.feed(feedOf());
    providers.failures.push(failure);
    const done = await world.poll(feed.id);
    expect(done.fault).toMatchObject({ code });
    expect(done.fault?.reason).toContain(reason);
  });

  it('that is away fails without naming the secret', async () => {
    const feed = await world.feed({ ...feedOf(), url: 'http://127.0.0.1:1/taxii2/' });
    const { fault } = await world.poll(feed.id);
    expect(fault).toMatchObject({ code: 'intel.provider-unreachable' });
    expect(JSON.stringify(fault)).not.toContain(USER.secret);
  });
});

describe('other providers', () => {
  const [a, b] = ['5b5f1e0c-0000-4000-8000-00000000000a', '5b5f1e0c-0000-4000-8000-00000000000b'];
  const event = (value: string): string =>
    JSON.stringify({ Event: { info: 'x', Attribute: [{ type: 'domain', value, to_ids: true, uuid: `u-${value}` }] } });

  it('a feed of MISP is read by its manifest, later only events that changed', async () => {
    providers.files.set('/misp/manifest.json', JSON.stringify({ [a]: { timestamp: '1700000000' } }));
    providers.files.set(`/misp/${a}.json`, event('misp-a.example'));
    providers.files.set(`/misp/${b}.json`, event('misp-b.example'));
    const feed = await world.feed({
      name: name(),
      kind: 'misp',
      url: `${providers.url}/misp`,
      auth: 'key',
      secret: 'k',
    });
    expect(await world.poll(feed.id)).toMatchObject({ status: 'done', format: 'misp', added: 1 });
    providers.files.set(
      '/misp/manifest.json',
      JSON.stringify({ [a]: { timestamp: '1700000000' }, [b]: { timestamp: '1700000100' } }),
    );
    providers.asked.length = 0;
    expect(await world.poll(feed.id)).toMatchObject({ added: 1 });
    expect(providers.asked).toEqual(['GET /misp/manifest.json', `GET /misp/${b}.json`]);
  });

  it('a list is read whole each time', async () => {
    providers.files.set('/ja3.csv', 'ja3_md5,comment\n79054025255fb1a26e4bc422aef54eb4,x\n');
    const feed = await world.feed({ name: name(), kind: 'list', url: `${providers.url}/ja3.csv` });
    expect(await world.poll(feed.id)).toMatchObject({ added: 1, changed: 0 });
    expect(await world.poll(feed.id)).toMatchObject({ added: 0, changed: 1 });
    expect(await list({ feed: feed.id })).toEqual(['ja3 79054025255fb1a26e4bc422aef54eb4 active']);
  });

  it('a folder gives its new files', async () => {
    const folder = join(world.platform.platform.config.dataDir, 'intel', 'drop');
    const feed = await world.feed({ name: name(), kind: 'folder', collection: 'drop' });
    expect((await world.poll(feed.id)).fault).toMatchObject({ code: 'intel.folder-unreadable' });
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'a.txt'), 'folder-a.example\n');
    await writeFile(join(folder, 'b.txt.part'), 'folder-b.example\n');
    expect(await world.poll(feed.id)).toMatchObject({ status: 'done', added: 1 });
    expect(await world.poll(feed.id)).toMatchObject({ status: 'done', added: 0, entries: 0 });
  });

  it.each([
    [{ kind: 'taxii', url: 'https://x.example/', collection: '' }, 'collection'],
    [{ kind: 'misp', url: 'file:///etc/passwd' }, 'url'],
    [{ kind: 'list', url: 'https://user:pw@x.example/' }, 'url'],
    [{ kind: 'list', url: 'https://x.example/', auth: 'basic', secret: 'x' }, 'username'],
    [{ kind: 'list', url: 'https://x.example/', auth: 'bearer' }, 'secret'],
  ])('%j is refused', async (feed, field) => {
    await expect(world.feed({ name: name(), ...feed })).rejects.toThrow(
      expect.objectContaining({ code: 'intel.feed-incomplete', detail: expect.objectContaining({ field }) }),
    );
  });
});

describe('what people decide', () => {
  it('a switched-off indicator or feed is not compared any more', async () => {
    const feed = await world.feed({ name: name(), kind: 'upload' });
    await world.upload(feed.id, 'decide-a.example\ndecide-b.example\n');
    const asked = async (value: string): Promise<readonly string[]> => {
      const { items } = MatchAnswer.parse(await world.call('matchIndicators', { body: { values: [value] } }));
      return items.flatMap(({ indicators }) => indicators.map((each) => each.value));
    };
    expect(await asked('x.decide-a[.]example')).toEqual(['decide-a.example']);
    const { items } = IndicatorPage.parse(
      await world.call('listIndicators', { query: IndicatorQuery.parse({ search: 'decide-a' }) }),
    );
    await world.call('changeIndicator', { params: { id: items[0]?.id ?? 0 }, body: { disabled: true } });
    expect(await asked('decide-a.example')).toEqual([]);
    await world.upload(feed.id, 'decide-a.example\n');
    expect(await asked('decide-a.example')).toEqual([]);
    expect(await asked('decide-b.example')).toEqual(['decide-b.example']);
    await world.call('changeIntelFeed', { params: { id: feed.id }, body: { enabled: false } });
    expect(await asked('decide-b.example')).toEqual([]);
    expect(await list({ feed: feed.id })).toEqual([
      'domain decide-a.example disabled',
      'domain decide-b.example feed-off',
    ]);
    await world.call('removeIntelFeed', { params: { id: feed.id } });
    expect(await list({ feed: feed.id })).toEqual([]);
  });

  it('a name is taken once', async () => {
    const taken = name();
    await world.feed({ name: taken, kind: 'upload' });
    await expect(world.feed({ name: taken, kind: 'upload' })).rejects.toThrow('intel.feed-name-taken');
  });
});
