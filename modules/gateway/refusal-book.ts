import type { GatedConnection } from '@chedun/ingest/contract';
import { inTurn } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { plainAddress } from './domain/refusal-value.ts';
import type { RefusalKind, Standing } from './refusal-contract.ts';
import type { GatewayTables } from './tables.ts';

/** An open connection, and whose it is as far as is known. */
interface OpenConnection {
  readonly connection: GatedConnection;
  /** The one vehicle of the connection, '' before its first frame or when it carries several. */
  readonly subject: () => string;
}

/** Who is kept out, in memory: asked at every new connection and every new vehicle. */
export interface RefusalBook {
  readonly any: () => boolean;
  /** Takes addresses as {@link plainAddress} gives them: asked at every frame. */
  readonly refusesAddress: (ip: string) => boolean;
  readonly refusesSubject: (subject: string) => boolean;
  readonly opened: (open: OpenConnection) => void;
  readonly ended: (open: OpenConnection) => void;
  readonly standing: (kind: RefusalKind, value: string) => Standing;
  /** Reads the table and closes connections of whoever is kept out now; true when something changed. */
  readonly load: () => Promise<boolean>;
}

/** Opens an empty book; call `load` before its first use. */
export const refusalBook = (records: Pick<Records, 'read'>): RefusalBook => {
  let addresses: ReadonlySet<string> = new Set();
  let subjects: ReadonlySet<string> = new Set();
  let stamp = '';
  const open = new Set<OpenConnection>();
  const isOf = (kind: RefusalKind, value: string, { connection, subject }: OpenConnection): boolean =>
    kind === 'address' ? plainAddress(connection.ip) === value : subject() === value;
  const book: RefusalBook = {
    any: () => addresses.size + subjects.size > 0,
    refusesAddress: (ip) => addresses.has(ip),
    refusesSubject: (subject) => subjects.size > 0 && subjects.has(subject),
    opened: (each) => void open.add(each),
    ended: (each) => void open.delete(each),
    standing: (kind, value) => ({
      isRefused: kind === 'address' ? addresses.has(value) : subjects.has(value),
      connections: [...open].filter((each) => isOf(kind, value, each)).length,
    }),
    // One after another: an older answer never takes the place of a newer one.
    load: inTurn(async () => {
      const rows = await records
        .read<GatewayTables>()
        .selectFrom('gateway.refusals')
        .select(['kind', 'value'])
        .orderBy('kind')
        .orderBy('value')
        .execute();
      const next = rows.map(({ kind, value }) => `${kind} ${value}`).join('\n');
      if (next === stamp) return false;
      stamp = next;
      addresses = new Set(rows.flatMap(({ kind, value }) => (kind === 'address' ? [value] : [])));
      subjects = new Set(rows.flatMap(({ kind, value }) => (kind === 'subject' ? [value] : [])));
      for (const each of open)
        if (book.refusesAddress(plainAddress(each.connection.ip)) || book.refusesSubject(each.subject())) {
          open.delete(each);
          each.connection.close('unbound');
        }
      return true;
    }),
  };
  return book;
};
