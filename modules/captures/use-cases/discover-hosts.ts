import { say } from '@chedun/kernel';
import type { AssetsAsks } from '@chedun/assets/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { z } from 'zod';
import { CAPTURES_SOURCE, HostRow, type UnregisteredHostPage } from '../contract.ts';
import { isNoHost } from '../domain/address.ts';
import { titleOf } from '../domain/titles.ts';
import { capturesError } from '../errors.ts';
import { putRows, type CaptureRow } from '../store.ts';
import type { CapturesTables } from '../tables.ts';
import { CAPTURE_WORDS } from '../phrases.ts';

interface Needs {
  readonly records: Records;
  readonly assetByHost: AssetsAsks['assetByHost'];
  readonly record: IngestAsks['record'];
}

const SIGNAL = 'captures.unregistered-host';
/** Most hosts of one capture that are looked up, told, and listed. */
const MOST_LOOKED_UP = 2000;
const MOST_TOLD = 200;
const MOST_LISTED = 5000;

const HostBody = HostRow.omit({ seq: true });
type HostBody = z.infer<typeof HostBody>;

const expected = say(CAPTURE_WORDS.knownAddress, {});
const seenOf = ({ serverPorts, protocols }: HostBody): string => {
  const spoken = protocols.slice(0, 5);
  if (serverPorts.length > 0)
    return say(CAPTURE_WORDS.ports, { ports: [...serverPorts.slice(0, 10), ...spoken].join(', ') });
  return spoken.length === 0
    ? say(CAPTURE_WORDS.client, {})
    : say(CAPTURE_WORDS.clientWith, { protocols: spoken.join(', ') });
};

const findingOf = (host: HostBody) => ({
  words: `${SIGNAL} ${host.address} ${host.names.join(' ')} ${titleOf(SIGNAL).title.zh}`.toLowerCase(),
  body: {
    signal: SIGNAL,
    category: 'flow',
    title: { ...titleOf(SIGNAL).title },
    level: titleOf(SIGNAL).level,
    subject: host.address,
    expected,
    seen: seenOf(host),
    count: host.flows,
    first: host.first,
    last: host.last,
    firstS: Date.parse(host.first) / 1000,
    lastS: Date.parse(host.last) / 1000,
  },
});

const recordOf = (host: HostBody, capture: CaptureRow) => ({
  time: host.last,
  product: 'vehicle',
  category: 'flow',
  signal: SIGNAL,
  expected,
  seen: seenOf(host),
  subject: host.address,
  src_ip: host.address,
  count: host.flows,
  first: host.first,
  last: host.last,
  capture: capture.id,
  ...(capture.vin === null ? {} : { vin: capture.vin }),
});

/** Local hosts of an attempt, busiest first. */
const localHosts = async (records: Pick<Records, 'read'>, attempt: string): Promise<readonly HostBody[]> => {
  const rows = await records
    .read<CapturesTables>()
    .selectFrom('captures.result_rows')
    .select('body')
    .where('attempt', '=', attempt)
    .where('section', '=', 'hosts')
    .where(sql<boolean>`body ->> 'local' = 'true'`)
    .orderBy(sql`(body ->> 'bytes')::double precision`, 'desc')
    .limit(MOST_LOOKED_UP)
    .execute();
  return rows.map(({ body }) => HostBody.parse(body)).filter(({ address }) => !isNoHost(address));
};

/** Tells the hosts of a capture that no asset carries (obligation 1.1-g); gives how many were told. */
export const tellUnregistered =
  ({ records, assetByHost, record }: Needs) =>
  async (capture: CaptureRow, attempt: string, findings: number): Promise<number> => {
    const unknown: HostBody[] = [];
    for (const host of await localHosts(records, attempt))
      if (unknown.length < MOST_TOLD && (await assetByHost(host.address)) === undefined) unknown.push(host);
    if (unknown.length === 0) return 0;
    await putRows(
      records,
      { capture: capture.id, attempt, section: 'findings', from: findings },
      unknown.map(findingOf),
    );
    await record(
      CAPTURES_SOURCE,
      unknown.map((host) => recordOf(host, capture)),
    );
    return unknown.length;
  };

/** Local hosts over all captures, newest first. */
const seenHosts = (records: Pick<Records, 'read'>, q: string | undefined) =>
  records
    .read<CapturesTables>()
    .selectFrom('captures.result_rows as row')
    .innerJoin('captures.captures as capture', 'capture.attempt', 'row.attempt')
    .select([
      sql<string>`row.body ->> 'address'`.as('address'),
      sql<number>`count(*)::int`.as('captures'),
      sql<string>`min(row.body ->> 'first')`.as('first'),
      sql<string>`max(row.body ->> 'last')`.as('last'),
      sql<unknown>`(array_agg(row.body order by capture.uploaded_at desc))[1]`.as('body'),
      sql<string>`(array_agg(row.capture_id order by capture.uploaded_at desc))[1]`.as('lastCaptureId'),
    ])
    .where('row.section', '=', 'hosts')
    .where(sql<boolean>`row.body ->> 'local' = 'true'`)
    .where('capture.status', '=', 'done')
    .$if(q !== undefined, (query) => query.where(sql<boolean>`position(${(q ?? '').toLowerCase()} in row.words) > 0`))
    .groupBy(sql`row.body ->> 'address'`)
    .orderBy(sql`max(row.body ->> 'last')`, 'desc')
    .limit(MOST_LISTED)
    .execute();

/** Hosts of any capture that the register does not know now. */
export const unregisteredHosts =
  ({ records, assetByHost }: Omit<Needs, 'record'>) =>
  async (query: {
    readonly q?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): Promise<z.input<typeof UnregisteredHostPage>> => {
    const offset = Number(query.cursor ?? '0');
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw capturesError('captures.cursor-invalid', { field: 'cursor' });
    const unknown = [];
    for (const { body, ...row } of await seenHosts(records, query.q)) {
      if (isNoHost(row.address) || (await assetByHost(row.address)) !== undefined) continue;
      const { names, serverPorts, protocols } = HostBody.parse(body);
      unknown.push({ ...row, names, serverPorts, protocols });
    }
    const items = unknown.slice(offset, offset + query.limit);
    const next = offset + items.length < unknown.length ? String(offset + items.length) : null;
    return { items, next, total: unknown.length };
  };

/** How many hosts captures saw, and how many of them the register does not know. */
export const discoveryFacts =
  (needs: Omit<Needs, 'record'>) =>
  async (): Promise<{ readonly captures: number; readonly hosts: number; readonly unregistered: number }> => {
    const { captures } = await needs.records
      .read<CapturesTables>()
      .selectFrom('captures.captures')
      .select((is) => is.fn.countAll<number>().as('captures'))
      .where('kind', '=', 'pcap')
      .where('status', '=', 'done')
      .executeTakeFirstOrThrow();
    const hosts = (await seenHosts(needs.records, undefined)).filter(({ address }) => !isNoHost(address)).length;
    const { total } = await unregisteredHosts(needs)({ limit: 1 });
    return { captures, hosts, unregistered: total };
  };
