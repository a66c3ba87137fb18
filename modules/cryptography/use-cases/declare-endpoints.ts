import type { ActorRef, Clock } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { z } from 'zod';
import { MOST_ENDPOINTS, type Endpoint, type EndpointInput, type EndpointsImported } from '../contract.ts';
import { readEndpoints as readRows, type TableRow } from '../domain/read-rows.ts';
import { readEndpoints } from '../read-model.ts';
import { countRows, cryptographyError, endpointColumns, refuseSecond, tellFindings } from '../store.ts';
import type { CryptographyTables } from '../tables.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

const auditOf = (actor: ActorRef, action: string, id: string, after: object) =>
  ({ actor, action, target: { kind: 'endpoint', id }, outcome: 'done', after: after as never }) as const;

const readOne = async (records: Records, id: string): Promise<Endpoint> => {
  const [endpoint] = await readEndpoints(records, id);
  if (endpoint === undefined) throw cryptographyError('cryptography.unknown-endpoint');
  return endpoint;
};

const insert = (tx: Tx, id: string, input: EndpointInput, at: Date) =>
  tx
    .as<CryptographyTables>()
    .insertInto('cryptography.endpoints')
    .values({ id, created_at: at, ...endpointColumns(input, at) });

/** Declares an endpoint. Throws `cryptography.endpoint-declared`, `cryptography.too-many`. */
export const declareEndpoint =
  ({ records, clock, newId }: Needs) =>
  async (input: EndpointInput, actor: ActorRef): Promise<Endpoint> => {
    const id = newId();
    await records.transaction(async (tx) => {
      if ((await countRows(tx, 'cryptography.endpoints')) >= MOST_ENDPOINTS)
        throw cryptographyError('cryptography.too-many');
      await insert(tx, id, input, new Date(clock.now()))
        .execute()
        .catch(refuseSecond('cryptography.endpoint-declared'));
      await tx.audit(auditOf(actor, 'cryptography.endpoint-declared', id, input));
    });
    return readOne(records, id);
  };

/** Changes what is declared of an endpoint. Throws `cryptography.unknown-endpoint`, `cryptography.endpoint-declared`. */
export const changeEndpoint =
  ({ records, clock }: Needs) =>
  async (id: string, input: EndpointInput, actor: ActorRef): Promise<Endpoint> => {
    await records.transaction(async (tx) => {
      await tx
        .as<CryptographyTables>()
        .updateTable('cryptography.endpoints')
        .set(endpointColumns(input, new Date(clock.now())))
        .where('id', '=', id)
        .execute()
        .catch(refuseSecond('cryptography.endpoint-declared'));
      await tx.audit(auditOf(actor, 'cryptography.endpoint-changed', id, input));
    });
    return readOne(records, id);
  };

/** Forgets an endpoint with its history; its findings are resolved. */
export const removeEndpoint =
  ({ records }: Needs) =>
  async (id: string, actor: ActorRef): Promise<{ removed: boolean }> =>
    records.transaction(async (tx) => {
      const removed = await tx
        .as<CryptographyTables>()
        .deleteFrom('cryptography.endpoints')
        .where('id', '=', id)
        .returning(['name', 'host', 'port'])
        .executeTakeFirst();
      if (removed === undefined) return { removed: false };
      await tellFindings(tx, `endpoint:${id}`, [], '端点已不再登记');
      await tx.audit(auditOf(actor, 'cryptography.endpoint-removed', id, removed));
      return { removed: true };
    });

/** Declares the endpoints of a table; those that are declared by host and port are changed. */
export const importEndpoints =
  ({
    records,
    clock,
    newId,
    readTable,
  }: Needs & { readonly readTable: (bytes: Uint8Array) => Promise<readonly TableRow[]> }) =>
  async (bytes: Uint8Array, actor: ActorRef): Promise<z.input<typeof EndpointsImported>> => {
    const { endpoints, refused } = readRows(await readTable(bytes), MOST_ENDPOINTS);
    const at = new Date(clock.now());
    await records.transaction(async (tx) => {
      for (const input of endpoints)
        await insert(tx, newId(), input, at)
          .onConflict((conflict) => conflict.columns(['host', 'port']).doUpdateSet(endpointColumns(input, at)))
          .execute();
      if ((await countRows(tx, 'cryptography.endpoints')) > MOST_ENDPOINTS)
        throw cryptographyError('cryptography.too-many');
      await tx.audit(
        auditOf(actor, 'cryptography.endpoints-imported', at.toISOString(), { imported: endpoints.length }),
      );
    });
    return { imported: endpoints.length, refused: [...refused] };
  };
