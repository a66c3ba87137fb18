import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { createNodeVerifier, anchorOf, parseCertificate } from '@chedun/x509';
import { sessionCache, type SuiteName } from '@chedun/tlcp';
import { tlcpConnect } from '@chedun/tlcp-socket';
import type { Parties } from '@chedun/tlcp/testing';

/** Opens one connection. */
export type Dial = (port: number) => Promise<Duplex>;

/** How a client of TLCP connects. */
export interface TlcpDialOptions {
  readonly suite: SuiteName;
  readonly resumes?: boolean;
}

/** Clients of TLCP. */
export const tlcpDial = (parties: Parties, { suite, resumes = false }: TlcpDialOptions): Dial => {
  const trust = {
    anchors: [anchorOf(parseCertificate(parties.authority.raw))],
    verifier: createNodeVerifier(),
  };
  const sessions = { cache: sessionCache(), key: 'server' };
  return (port) =>
    tlcpConnect({
      address: '127.0.0.1',
      port,
      suites: [suite],
      trust,
      now: () => parties.at,
      ...(resumes && { sessions }),
    });
};

/** Clients of node:tls. */
export const tlsDial = (ca: string, resumes: boolean): Dial => {
  let session: Buffer | undefined;
  return async (port) => {
    const socket: TLSSocket = connectTls({
      host: '127.0.0.1',
      port,
      ca,
      servername: 'localhost',
      checkServerIdentity: () => undefined,
      ...(resumes && session !== undefined && { session }),
    });
    if (resumes) socket.on('session', (given: Buffer) => (session = given));
    await once(socket, 'secureConnect');
    return socket;
  };
};

/** So many handshakes, `width` of them at a time. */
export const shakeHands = async (dial: Dial, port: number, count: number, width: number): Promise<void> => {
  let left = count;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const socket = await dial(port);
      socket.on('error', () => undefined).resume();
      const closed = once(socket, 'close');
      socket.end();
      await closed;
    }
  };
  await Promise.all(Array.from({ length: width }, one));
};

/** Sends so many bytes over one connection, and waits until the server has them. */
export const sendBulk = async (dial: Dial, port: number, bytes: number): Promise<void> => {
  const socket = await dial(port);
  const part = Buffer.alloc(1 << 16, 7);
  for (let sent = 0; sent < bytes; sent += part.length) if (!socket.write(part)) await once(socket, 'drain');
  socket.write('\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (Number(answer.toString()) < bytes) throw new Error('not everything arrived');
  socket.destroy();
};
