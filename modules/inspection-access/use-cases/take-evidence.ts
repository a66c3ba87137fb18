import type { DocumentsAsks } from '@chedun/documents/contract';
import { canonicalBytes, sm3Hex } from '@chedun/exchange';
import type { Actor, AnyRoute, JsonRoute, Wide } from '@chedun/http';
import type { Json } from '@chedun/kernel';
import { toText } from '@chedun/records';
import type { TakeEvidence } from '../contract.ts';
import { findReader } from '../domain/find-route.ts';
import { accessError } from '../errors.ts';
import type { Visit } from '../store.ts';
import { EVIDENCE, type AccessTables } from '../tables.ts';
import { look, type GuardNeeds } from './guard.ts';

export interface EvidenceNeeds extends GuardNeeds {
  readonly documents: Pick<DocumentsAsks, 'issue'>;
  /** Every route of the server. */
  readonly routes: () => readonly AnyRoute[];
}

type Reader = JsonRoute<Wide, Wide, Wide>;
const TEMPLATE = 'supervision-inspection';
const MOST_BYTES = 8 * 1024 * 1024;
const ASK_MS = 30_000;

const isReader = (route: AnyRoute): route is Reader => route.kind === 'json' && route.method === 'GET';
const closed = (path: string) => accessError('inspection-access.not-in-scope', { field: path });

const queryOf = (text: string): Readonly<Record<string, string | string[]>> => {
  const given = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const [first = '', ...more] = given.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
};

/** Asks a route as the inspector does, with the permission of that route and no other; gives what its schema lets out. */
const ask = async (
  { route, params, query }: { readonly route: Reader; readonly params: unknown; readonly query: string },
  actor: Actor,
): Promise<Uint8Array> => {
  const [read, asked] = [route.params?.safeParse(params), route.query?.safeParse(queryOf(query))];
  if (read?.success === false || asked?.success === false) throw closed(route.path);
  const call = {
    params: read?.data,
    query: asked?.data,
    body: undefined,
    actor: { ...actor, permissions: new Set([route.permission]) },
    ip: actor.ip ?? '',
    userAgent: '',
    signal: AbortSignal.timeout(ASK_MS),
    setCookie: () => undefined,
    cookie: () => undefined,
  };
  const answer = await route.response.parseAsync(await route.handle(call as never));
  return canonicalBytes(JSON.parse(JSON.stringify(answer)) as Json);
};

interface Taken {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const takeOne = async (needs: EvidenceNeeds, inspection: string, url: string, actor: Actor) => {
  const [path = '', query = ''] = url.split('?', 2);
  const found = findReader(needs.routes(), path);
  const asked = {
    method: 'GET',
    url,
    route: found?.route.path ?? '',
    params: found?.params ?? {},
    permission: found?.route.permission ?? '',
  };
  const verdict = await look(needs)(actor, asked, inspection);
  if (verdict.kind === 'refused' || found === undefined || !isReader(found.route)) throw closed(url);
  const bytes = await ask({ route: found.route, params: found.params, query }, actor);
  return { visit: verdict.visit, taken: { path: url, bytes } };
};

const collect = async (needs: EvidenceNeeds, inspection: string, paths: readonly string[], actor: Actor) => {
  const taken: Taken[] = [];
  let visit: Visit | undefined;
  let size = 0;
  for (const path of new Set(paths)) {
    const one = await takeOne(needs, inspection, path, actor);
    size += one.taken.bytes.length;
    if (size > MOST_BYTES) throw accessError('inspection-access.evidence-too-large', { field: path });
    visit = one.visit;
    taken.push(one.taken);
  }
  if (visit === undefined || visit.opened === null) throw accessError('inspection-access.unknown');
  return { visit, order: visit.opened, taken };
};

const nameOf = (at: number): string => `${String(at + 1).padStart(3, '0')}.json`;

/**
 * Takes evidence: what the paths answer now, with the SM3 of each, as a package that the enterprise signs (manifest, form, PDF,
 * answers as attachments). Every path is a look, and has to be in scope and time. Throws `inspection-access.not-in-scope`,
 * `.evidence-too-large`, and what the routes throw.
 */
export const takeEvidence =
  (needs: EvidenceNeeds) =>
  async (inspection: string, { paths, note }: TakeEvidence, actor: Actor): Promise<string> => {
    const { visit, order, taken } = await collect(needs, inspection, paths, actor);
    const id = needs.newId();
    const at = new Date(needs.now());
    const issued = await needs.documents.issue({
      template: TEMPLATE,
      title: { zh: `${order.number} 检查取证`, en: `Evidence of inspection ${order.number}` },
      subject: { kind: 'inspection-evidence', id },
      data: {
        authority: order.authority,
        enterprise: order.enterprise.name,
        inspectors: visit.inspector,
        basis: order.basis,
        scope: note === '' ? '检查取证' : note,
        startedAt: at.toISOString(),
        items: taken.map(({ path, bytes }, n) => ({
          item: path,
          finding: `${nameOf(n)} SM3 ${sm3Hex(bytes)}`,
          result: '已取证',
        })),
      },
      attachments: taken.map(({ bytes }, n) => ({ name: nameOf(n), bytes })),
      actor,
    });
    const line = {
      id,
      inspection,
      account: actor.id,
      inspector: visit.inspector,
      at,
      paths: taken.map(({ path }) => toText(path)),
      document: issued.id,
      version: issued.version,
      sm3: issued.sm3,
      note: toText(note),
    };
    await needs.records.transaction(async (tx) => {
      await tx.as<AccessTables>().insertInto(EVIDENCE).values(line).execute();
      await tx.audit({
        actor,
        action: 'inspection-access.evidence-taken',
        target: { kind: 'inspection', id: inspection },
        outcome: 'done',
        after: { sm3: issued.sm3, paths: line.paths },
      });
    });
    return id;
  };
