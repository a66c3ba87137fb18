import { SYSTEM_ACTOR, type ActorRef, type Json } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import type { PortState } from '@chedun/probing';
import type { Records } from '@chedun/records';
import { z } from 'zod';
import type { ProbeResult } from '../domain/result.ts';
import { readPorts } from '../domain/targets.ts';
import { exposureError } from '../errors.ts';
import type { ExposureTables } from '../tables.ts';
import { judge } from './judge.ts';
import { keepResult } from './keep-result.ts';

/** What probing works with. */
export interface ProbeNeeds {
  readonly records: Records;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly allows: (address: string) => boolean;
  readonly tryPort: (host: string, port: number, limits: { readonly connectMs: number }) => Promise<PortState>;
  /** Addresses of a name; empty where it has none. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Waits before the next connection. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Connections at the same time, the least time between two, and how long one may take. At most 50 a second. */
const AT_ONCE = 16;
const GAP_MS = 20;
const CONNECT_MS = 2_000;
const Order = z.object({ target: z.uuid(), by: z.string() });

/** Sends targets to the background, one job each. Throws `exposure.unknown`. */
export const orderProbes =
  ({ records, jobs }: Pick<ProbeNeeds, 'records' | 'jobs'>) =>
  async (target: string | undefined, actor: ActorRef): Promise<number> => {
    const all = await records.read<ExposureTables>().selectFrom('exposure.targets').select(['id', 'host']).execute();
    const wanted = target === undefined ? all : all.filter(({ id }) => id === target);
    if (target !== undefined && wanted.length === 0) throw exposureError('exposure.unknown');
    await records.transaction(async (tx) => {
      for (const { id } of wanted) await jobs.send('exposure/probe', { target: id, by: actor.name }, { tx });
      if (actor.kind === 'system') return;
      await tx.audit({
        actor,
        action: 'exposure.probes-ordered',
        target: { kind: 'exposure', id: target ?? 'all' },
        outcome: 'done',
        after: { targets: wanted.map(({ host }) => host) },
      });
    });
    return wanted.length;
  };

const tried = async (needs: ProbeNeeds, address: string, ports: readonly number[]): Promise<ProbeResult> => {
  const began = needs.now();
  const waiting = [...ports];
  const found: Record<PortState, number[]> = { open: [], closed: [], silent: [], unreachable: [] };
  let turn = Promise.resolve();
  const work = async (): Promise<void> => {
    for (let port = waiting.shift(); port !== undefined; port = waiting.shift()) {
      turn = turn.then(() => needs.pause(GAP_MS));
      await turn;
      found[await needs.tryPort(address, port, { connectMs: CONNECT_MS })].push(port);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    address,
    probed: ports.length,
    open: found.open.toSorted((a, b) => a - b),
    closed: found.closed.length,
    silent: found.silent.length,
    unreachable: found.unreachable.length,
    tookMs: Math.max(0, needs.now() - began),
  };
};

const keep = (needs: ProbeNeeds, host: string, by: string, ports: readonly number[], result: ProbeResult) =>
  needs.records.transaction(async (tx) => {
    const tables = tx.as<ExposureTables>();
    const still = await tables.selectFrom('exposure.targets').select('id').where('host', '=', host).executeTakeFirst();
    if (still === undefined) return;
    const looked = new Set(ports);
    const at = new Date(needs.now());
    await keepResult(tx, { id: needs.newId(), host, at, by, result, looked: (port) => looked.has(port) });
    await judge(tx, needs.now());
  });

/** The job: probes one target, at its declared and its approved ports, and keeps what it showed. */
export const runProbe =
  (needs: ProbeNeeds) =>
  async (input: Json): Promise<void> => {
    const { target, by } = Order.parse(input);
    const tables = needs.records.read<ExposureTables>();
    const row = await tables.selectFrom('exposure.targets').selectAll().where('id', '=', target).executeTakeFirst();
    if (row === undefined) return;
    const approved = await tables.selectFrom('exposure.services').select('port').where('host', '=', row.host).execute();
    const ports = [...new Set([...(readPorts(row.ports) ?? []), ...approved.map(({ port }) => port)])];
    const address = (await needs.resolve(row.host)).find(needs.allows);
    const nothing = { open: [], closed: 0, silent: 0, tookMs: 0 };
    const result =
      address === undefined
        ? { address: '', probed: ports.length, unreachable: ports.length, ...nothing }
        : await tried(needs, address, ports);
    await keep(needs, row.host, by, ports, result);
  };

/** The nightly job: all targets; and approvals that ended since. */
export const probeAll = (needs: ProbeNeeds) => async (): Promise<void> => {
  await needs.records.transaction((tx) => judge(tx, needs.now()));
  await orderProbes(needs)(undefined, SYSTEM_ACTOR);
};
