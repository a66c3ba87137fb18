import { randomFillSync } from 'node:crypto';
import { createEngineDecrypter, scalarFromPkcs8 } from '@chedun/gm';
import {
  acceptTlcp,
  connectTlcp,
  sessionCache,
  type SuiteName,
  type TlcpConnection,
  type TlcpHandlers,
} from '@chedun/tlcp';
import { clientOf, identityOf, serverOf, type Parties } from '@chedun/tlcp/testing';
import { anchorOf, createNodeVerifier, parseCertificate } from '@chedun/x509';

/** What a server and its clients do in a contest. */
export interface Contest {
  readonly suite: SuiteName;
  /** Who multiplies by the private number: OpenSSL (the default of the library), or the engine in WebAssembly. */
  readonly engine: 'openssl' | 'wasm';
  readonly isProven?: boolean;
  readonly resumes?: boolean;
}

/** Microseconds of processor time a handshake, of the server and of the clients. */
interface Cost {
  readonly server: number;
  readonly client: number;
}

/** Runs so many handshakes at once, in memory. */
export type Batch = (count: number) => Cost;

const FLIGHTS = 3;
const random = (length: number): Uint8Array => randomFillSync(new Uint8Array(length));

const microseconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

interface End {
  readonly connection: TlcpConnection;
  readonly sent: Uint8Array[];
}

const opened = (open: (handlers: TlcpHandlers) => TlcpConnection, onEstablished: () => void): End => {
  const sent: Uint8Array[] = [];
  const nothing = (): void => undefined;
  const connection = open({
    send: (bytes) => void sent.push(bytes),
    data: nothing,
    established: onEstablished,
    ended: nothing,
    failed: (error) => {
      throw error;
    },
  });
  return { connection, sent };
};

const carry = (from: readonly End[], to: readonly End[]): void => {
  const flights = from.map(({ sent }) => sent.splice(0));
  to.forEach(({ connection }, at) => flights[at]?.forEach((bytes) => connection.push(bytes)));
};

/**
 * Handshakes in memory: the bytes of all clients are made first, then all servers take them, and so on, so that the processor time of
 * the servers can be told from that of the clients. No socket is part of it.
 */
export const batchOf = (parties: Parties, { suite, engine, isProven = false, resumes = false }: Contest): Batch => {
  const trust = { anchors: [anchorOf(parseCertificate(parties.authority.raw))], verifier: createNodeVerifier() };
  const byEngine = createEngineDecrypter(scalarFromPkcs8(parties.encrypt.pkcs8), random);
  const server = serverOf(parties, {
    chain: [],
    random,
    sessions: sessionCache(),
    ...(engine === 'wasm' && { decrypt: (ciphertext) => byEngine(ciphertext, 'asn1') }),
    ...(isProven && { clients: { mode: 'required', trust } }),
  });
  const client = clientOf(parties, {
    suites: [suite],
    random,
    trust,
    ...(isProven && { identity: identityOf(parties) }),
    ...(resumes && { sessions: { cache: sessionCache(), key: 'server' } }),
  });
  return (count) => {
    const [clients, servers]: [End[], End[]] = [[], []];
    let established = 0;
    const cost = { server: 0, client: 0 };
    const one = Array.from({ length: count });
    const seen = (): void => {
      established += 1;
    };
    cost.client += microseconds(() => {
      for (const _ of one)
        clients.push(
          opened(
            (handlers) => connectTlcp(client, parties.at, handlers),
            () => undefined,
          ),
        );
    });
    cost.server += microseconds(() => {
      for (const _ of one) servers.push(opened((handlers) => acceptTlcp(server, parties.at, handlers), seen));
    });
    for (let flight = 0; flight < FLIGHTS; flight += 1) {
      cost.server += microseconds(() => carry(clients, servers));
      cost.client += microseconds(() => carry(servers, clients));
    }
    if (established !== count) throw new Error(`${established} of ${count} handshakes came to their end`);
    return { server: cost.server / count, client: cost.client / count };
  };
};
