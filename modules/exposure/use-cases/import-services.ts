import type { AssetsAsks } from '@chedun/assets/contract';
import type { ActorRef } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import { MOST_SERVICES, type ImportReport, type ServiceInput } from '../contract.ts';
import { readServices } from '../domain/read-services.ts';
import { exposureError } from '../errors.ts';
import type { ExposureTables } from '../tables.ts';
import { judge } from './judge.ts';

interface Needs {
  readonly records: Records;
  readonly now: () => number;
  readonly newId: () => string;
  readonly readTable: AssetsAsks['readTable'];
}

const PART = 500;
const keyOf = ({ host, port }: Pick<ServiceInput, 'host' | 'port'>): string => `${host} ${port}`;

/** Takes the good rows of a table: a service that is approved already is changed to what its row says. Throws `exposure.too-many`. */
export const importServices =
  ({ records, now, newId, readTable }: Needs) =>
  async (bytes: Uint8Array, mode: 'preview' | 'apply', actor: ActorRef): Promise<ImportReport> => {
    const read = readServices(await readTable(bytes));
    return records.transaction(async (tx) => {
      const tables = tx.as<ExposureTables>();
      const rows = await tables.selectFrom('exposure.services').select(['host', 'port']).execute();
      const there = new Set(rows.map(keyOf));
      // What stands twice in the file counts once, as its last row says.
      const wanted = new Map(read.taken.map((each) => [keyOf(each), each] as const));
      const changed = [...wanted.keys()].filter((key) => there.has(key)).length;
      if (there.size + wanted.size - changed > MOST_SERVICES) throw exposureError('exposure.too-many');
      const counts = { rows: read.rows, taken: wanted.size - changed, changed, refused: [...read.refused] };
      if (mode === 'preview') return { applied: false, ...counts };
      const all = [...wanted.values()];
      for (let at = 0; at < all.length; at += PART)
        await tables
          .insertInto('exposure.services')
          .values(
            all.slice(at, at + PART).map(({ host, port, owner, purpose, approver, validTo }) => ({
              id: newId(),
              host,
              port,
              owner: toText(owner),
              purpose: toText(purpose),
              approver: toText(approver),
              valid_to: validTo,
            })),
          )
          .onConflict((on) =>
            on.columns(['host', 'port']).doUpdateSet((set) => ({
              owner: set.ref('excluded.owner'),
              purpose: set.ref('excluded.purpose'),
              approver: set.ref('excluded.approver'),
              valid_to: set.ref('excluded.valid_to'),
            })),
          )
          .execute();
      await judge(tx, now());
      await tx.audit({
        actor,
        action: 'exposure.services-imported',
        target: { kind: 'exposure', id: 'services' },
        outcome: 'done',
        after: { taken: counts.taken, changed, refused: counts.refused.length },
      });
      return { applied: true, ...counts };
    });
  };
