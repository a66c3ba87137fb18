import type { TlcpConnection, TlcpEstablished, TlcpHandlers } from '../src/channel.ts';
import { connectTlcp, type TlcpClientOptions } from '../src/client.ts';
import type { TlcpError } from '../src/errors.ts';
import { acceptTlcp, type TlcpServerOptions } from '../src/server.ts';

/** One end, and what it told. */
export interface End {
  readonly connection: TlcpConnection;
  readonly established: TlcpEstablished[];
  readonly data: Uint8Array[];
  readonly errors: TlcpError[];
  readonly sent: Uint8Array[];
  ended: number;
}

/** A client and a server in memory. */
export interface Talk {
  readonly client: End;
  readonly server: End;
  /** Carries everything over until both are silent. */
  readonly run: () => Promise<void>;
}

/** Changes a flight on its way; the number counts the flights of this side. */
export type Tamper = (bytes: Uint8Array, flight: number) => Uint8Array;

const endOf = (open: (handlers: TlcpHandlers) => TlcpConnection): End => {
  const told: Omit<End, 'connection'> = { established: [], data: [], errors: [], sent: [], ended: 0 };
  const connection = open({
    send: (bytes) => void told.sent.push(bytes),
    data: (bytes) => void told.data.push(Uint8Array.from(bytes)),
    established: (established) => void told.established.push(established),
    ended: () => {
      told.ended += 1;
    },
    failed: (error) => void told.errors.push(error),
  });
  return Object.assign(told, { connection });
};

const same: Tamper = (bytes) => bytes;

/** Lets a client and a server talk, at one time, in pieces of `piece` bytes. */
export const talk = (
  clientOptions: TlcpClientOptions,
  serverOptions: TlcpServerOptions,
  at: number,
  { toServer = same, toClient = same, piece = 1 << 20 }: { toServer?: Tamper; toClient?: Tamper; piece?: number } = {},
): Talk => {
  const server = endOf((handlers) => acceptTlcp(serverOptions, at, handlers));
  const client = endOf((handlers) => connectTlcp(clientOptions, at, handlers));
  const carried = { client: 0, server: 0 };
  const carry = (from: 'client' | 'server'): boolean => {
    const [source, target, change] = from === 'client' ? [client, server, toServer] : [server, client, toClient];
    const flight = carried[from];
    const bytes = source.sent[flight];
    if (bytes === undefined) return false;
    carried[from] += 1;
    const changed = change(bytes, flight);
    for (let part = 0; part < changed.length; part += piece)
      target.connection.push(changed.subarray(part, part + piece));
    return true;
  };
  const run = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3;) {
      quiet = [carry('client'), carry('server')].some(Boolean) ? 0 : quiet + 1;
      if (quiet > 0) await new Promise((done) => setImmediate(done));
    }
  };
  return { client, server, run };
};
