import type { Gatherer } from '../intake/gather.ts';
import { tlcpPairs } from '@chedun/tlcp-socket';
import { attempt, MINUTE, tcpOf, type Context, type DeclaredSource } from './context.ts';
import type { CloseReason, Connection, Protocol, TcpOptions, TcpTls, TlcpOfVehicles } from './tcp.ts';

/** What serves the connections of both ports of a protocol. */
interface Served {
  /** Name of the protocol for people. */
  readonly what: string;
  readonly source: DeclaredSource;
  readonly ports: {
    readonly plain: 'gbt32960' | 'jtt808' | 'jtt809';
    readonly tls: 'gbt32960Tls' | 'jtt808Tls' | undefined;
    readonly tlcp?: 'gbt32960Tlcp' | 'jtt808Tlcp';
  };
  /** Full ones hold everybody back. */
  readonly gatherers: readonly Gatherer[];
  /** The connections are done with a chunk when they return. */
  readonly sharedReads?: boolean;
  readonly connections: {
    readonly open: (connection: Connection) => Protocol;
    readonly closed: (connection: Connection, reason: CloseReason) => void;
    readonly settled: () => Promise<void>;
  };
}

const MOST_CONNECTIONS = 20_000;

const tlsOf = ({ platform }: Context): TcpTls | undefined => {
  const { cert, key, ca, clientCertificate } = platform.config.ingest.vehicleTls;
  if (cert === undefined || key === undefined) return undefined;
  return { cert, key, ca, required: clientCertificate === 'required' };
};

const tlcpOf = ({ platform, revocations }: Context): TlcpOfVehicles | undefined => {
  const { clientCertificate, ca, decryption, revocation, ...pairs } = platform.config.ingest.vehicleTlcp;
  const named = tlcpPairs(pairs);
  if (named === undefined) return undefined;
  const files = { ...named, ca, decryption, revocation, required: clientCertificate === 'required' };
  return { files, held: (name, point) => platform.keys.holding(name, point), revocations };
};

type Secrecy = Pick<TcpOptions, 'tls' | 'tlcp'>;

const nameOf = (what: string, { tls, tlcp }: Secrecy): string => {
  if (tlcp !== undefined) return `${what} over TLCP`;
  return tls === undefined ? what : `${what} over TLS`;
};

/** Opens the plain port, the TLS port and the TLCP port of vehicles or terminals, each when the configuration names one. */
export const openVehiclePorts = async (context: Context, served: Served): Promise<void> => {
  const { platform, opened, metrics } = context;
  const { source, ports, gatherers, connections } = served;
  const open = async (name: keyof typeof opened.ports, port: number, secrecy: Secrecy): Promise<void> => {
    const listener = await attempt(context, nameOf(served.what, secrecy), port, () =>
      tcpOf(
        context,
        {
          port,
          ...secrecy,
          maxConnections: MOST_CONNECTIONS,
          sharedReads: served.sharedReads ?? false,
          firstRecordMs: MINUTE / 2,
          idleMs: 10 * MINUTE,
          full: () => gatherers.some((each) => each.full()),
          onConnection: connections.open,
          onClosed: (connection, reason) => {
            metrics.closed.add(1, { source: source.id, reason });
            connections.closed(connection, reason);
          },
        },
        source,
      ),
    );
    if (!listener) return;
    opened.ports[name] = listener.port;
    opened.closers.push(async () => {
      await listener.close();
      // What waits for a verdict still finds its way to the disk.
      await connections.settled();
    });
    for (const each of gatherers) each.onRoom(listener.resume);
  };
  const { [`${ports.plain}Port` as const]: plain } = platform.config.ingest;
  const overTls = ports.tls === undefined ? 0 : platform.config.ingest[`${ports.tls}Port`];
  if (plain > 0) await open(ports.plain, plain, {});
  if (overTls > 0 && ports.tls !== undefined) {
    const tls = tlsOf(context);
    if (tls) await open(ports.tls, overTls, { tls });
    else
      platform.log.error('TLS for vehicles needs ingest.vehicleTls.cert and ingest.vehicleTls.key', { port: overTls });
  }
  const overTlcp = ports.tlcp === undefined ? 0 : platform.config.ingest[`${ports.tlcp}Port`];
  if (overTlcp === 0 || ports.tlcp === undefined) return;
  const tlcp = tlcpOf(context);
  if (tlcp) await open(ports.tlcp, overTlcp, { tlcp });
  else
    platform.log.error('TLCP for vehicles needs both certificates and their keys in ingest.vehicleTlcp', {
      port: overTlcp,
    });
};
