import { isDomainError, type ActorRef } from '@chedun/kernel';
import { inventoryText, readNmap, type Observation } from '@chedun/inventory-readers';
import type { Records } from '@chedun/records';
import type { ScanReport } from '../contract.ts';
import { exposureError } from '../errors.ts';
import type { ExposureTables } from '../tables.ts';
import { judge } from './judge.ts';
import { keepResult } from './keep-result.ts';

interface Needs {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
}

const MOST_NAMED = 200;

const readScan = (bytes: Uint8Array) => {
  try {
    return readNmap(inventoryText(bytes));
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw exposureError('exposure.bad-scan', {
      line: error.detail.line ?? 1,
      reason: error.detail.reason ?? error.code,
    });
  }
};

const tcp = ({ services }: Observation): number[] =>
  services.flatMap(({ transport, port }) => (transport === 'tcp' ? [port] : [])).toSorted((a, b) => a - b);

const lookedAt =
  ({ looked }: Observation) =>
  (port: number): boolean =>
    looked.some(({ transport, from, to }) => transport === 'tcp' && port >= from && port <= to);

const countLooked = ({ looked }: Observation): number =>
  looked.reduce((sum, { transport, from, to }) => sum + (transport === 'tcp' ? to - from + 1 : 0), 0);

const hostOf = ({ addresses, hostName }: Observation, targets: ReadonlySet<string>): string | undefined =>
  [...addresses, hostName].find((each) => targets.has(each));

/**
 * Takes a scan of nmap that was made from outside: each host that is a declared target is judged as a probe of ours would be.
 * Only ports that the scan looked at count as closed. Throws `exposure.bad-scan`.
 */
export const takeScan =
  ({ records, now, newId }: Needs) =>
  (bytes: Uint8Array, from: string, actor: ActorRef): Promise<ScanReport> => {
    const { observations, refused, refusedCount } = readScan(bytes);
    return records.transaction(async (tx) => {
      const rows = await tx.as<ExposureTables>().selectFrom('exposure.targets').select('host').execute();
      const targets = new Set(rows.map(({ host }) => host));
      const taken = new Set<string>();
      const unknown: string[] = [];
      for (const each of observations) {
        const host = hostOf(each, targets);
        if (host === undefined) unknown.push(each.addresses[0] ?? each.hostName);
        else {
          const open = tcp(each);
          const probed = Math.max(countLooked(each), open.length);
          const counts = { probed, closed: probed - open.length, silent: 0, unreachable: 0, tookMs: 0 };
          // A scan is never newer than now, nor than what it says itself.
          const at = new Date(Math.min(each.at ?? now(), now()));
          const result = { address: each.addresses[0] ?? '', open, ...counts, from };
          await keepResult(tx, { id: newId(), host, at, by: actor.name, result, looked: lookedAt(each) });
          taken.add(host);
        }
      }
      await judge(tx, now());
      const report = { taken: [...taken], unknown: unknown.slice(0, MOST_NAMED), unknownCount: unknown.length };
      await tx.audit({
        actor,
        action: 'exposure.scan-taken',
        target: { kind: 'exposure', id: 'scan' },
        outcome: 'done',
        after: { from, taken: report.taken, unknown: report.unknownCount, refused: refusedCount },
      });
      const places = refused.map(({ line, field, value }) => ({ line, field, value }));
      return { ...report, refused: places, refusedCount };
    });
  };
