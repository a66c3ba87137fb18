import { acceptTlcp, connectTlcp, type SuiteName, type TlcpHandlers } from '@chedun/tlcp';
import { clientOf, identityOf, serverOf, type Parties } from '@chedun/tlcp/testing';
import type { Piece } from './capture.ts';

/** A conversation that was recorded, and its secret. */
export interface Recorded {
  readonly pieces: readonly Piece[];
  readonly clientRandom: Uint8Array;
  readonly premaster: Uint8Array;
  readonly errors: readonly string[];
}

/** What both sides say to each other after the handshake. */
export const WORDS = { client: '车辆登入 LTEST000000000001', server: 'answer of the platform' } as const;

/** Where the random number of the client stands: behind record head, message head and version. */
const RANDOM_AT = 11;

/** Client and server talk with both certificates; everything that goes over the line is written down. */
export const recordTalk = (parties: Parties, suite: SuiteName): Recorded => {
  const pieces: Piece[] = [];
  const errors: string[] = [];
  const waiting: (() => void)[] = [];
  let premaster = new Uint8Array(0);
  const handlers = (from: Piece['from'], other: () => { push: (bytes: Uint8Array) => void }): TlcpHandlers => ({
    send: (bytes) => {
      pieces.push({ from, bytes });
      waiting.push(() => other().push(bytes));
    },
    data: () => undefined,
    established: () => undefined,
    ended: () => undefined,
    failed: ({ message }) => void errors.push(message),
  });
  const carry = (): void => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next();
  };
  const options = serverOf(parties, {
    clients: { mode: 'required', trust: { anchors: parties.anchors } },
    decrypt: (ciphertext) => {
      premaster = Uint8Array.from(parties.encrypt.decrypt(ciphertext));
      return premaster;
    },
  });
  const server = acceptTlcp(
    options,
    parties.at,
    handlers('server', () => client),
  );
  const client = connectTlcp(
    clientOf(parties, { suites: [suite], identity: identityOf(parties) }),
    parties.at,
    handlers('client', () => server),
  );
  carry();
  client.write(new TextEncoder().encode(WORDS.client));
  carry();
  server.write(new TextEncoder().encode(WORDS.server));
  carry();
  client.close();
  carry();
  const clientRandom = pieces[0]?.bytes.slice(RANDOM_AT, RANDOM_AT + 32) ?? new Uint8Array(0);
  return { pieces, clientRandom, premaster, errors };
};
