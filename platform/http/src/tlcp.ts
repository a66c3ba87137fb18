import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Config } from '@chedun/config';
import type { Logger } from '@chedun/log';
import { readTlcpFiles, tlcpPairs, tlcpServer, type TlcpSocket, type TlcpSurroundings } from '@chedun/tlcp-socket';
import type { FastifyInstance } from 'fastify';

/** A second way into the same server. */
export interface TlcpListener {
  /** The port that is bound. */
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Event under which a server of HTTP or HTTPS takes a connection that needs no TLS (any more). */
const taking = (isHttps: boolean): string => (isHttps ? 'secureConnection' : 'connection');

/**
 * Serves API and console over TLCP (GB/T 38636) on a port of its own. Undefined when the port is 0. Throws `tlcp.bad-file`, and when
 * the port cannot be bound.
 */
export const openTlcp = async (
  app: FastifyInstance,
  config: Pick<Config['http'], 'host' | 'tls'> & Partial<Pick<Config['http'], 'tlcp'>>,
  { now, held }: Pick<TlcpSurroundings, 'now' | 'held'>,
  log: Logger,
): Promise<TlcpListener | undefined> => {
  const { host, tls, tlcp } = config;
  if (tlcp === undefined || tlcp.port === 0) return undefined;
  const pairs = tlcpPairs(tlcp);
  if (pairs === undefined) {
    log.error('TLCP needs both certificates and their keys in http.tlcp', { port: tlcp.port });
    return undefined;
  }
  const settings = await readTlcpFiles({ ...pairs, decryption: tlcp.decryption }, { now, held });
  const open = new Set<TlcpSocket>();
  const server = tlcpServer(settings, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    app.server.emit(taking(tls.cert !== undefined), socket);
  });
  server.on('tlsClientError', (error: Error) => log.debug('the TLCP handshake failed', { error }));
  server.listen({ host, port: tlcp.port });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  log.info('listening over TLCP', { port });
  return {
    port,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of open) socket.destroySoon();
      await closed;
    },
  };
};
