import type { Gatherer } from '../intake/gather.ts';
import { attempt, MINUTE, tcpOf, type Context, type DeclaredSource } from './context.ts';
import type { CloseReason, Connection, Protocol, TcpTls } from './tcp.ts';

/** What serves the connections of both ports of a protocol. */
interface Served {
  /** Name of the protocol for people. */
  readonly what: string;
  readonly source: DeclaredSource;
  readonly ports: {
    readonly plain: 'gbt32960' | 'jtt808' | 'jtt809';
    readonly tls: 'gbt32960Tls' | 'jtt808Tls' | undefined;
  };
  /** Full ones hold everybody back. */
  readonly gatherers: readonly Gatherer[];
  /** The connections are done with a chunk when they return. */
  readonly sharedReads?: boolean;
  readonly connections: {
    readonly open: (connection: Connection) => Protocol;
    readonly closed: (connection: Connection, reason: CloseReason) => void;
  };
}

const MOST_CONNECTIONS = 20_000;

const tlsOf = ({ platform }: Context): TcpTls | undefined => {
  const { cert, key, ca, clientCertificate } = platform.config.ingest.vehicleTls;
  if (cert === undefined || key === undefined) return undefined;
  return { cert, key, ca, required: clientCertificate === 'required' };
};

/** Opens the plain port and the TLS port of vehicles or terminals, each when the configuration names one. */
export const openVehiclePorts = async (context: Context, served: Served): Promise<void> => {
  const { platform, opened, metrics } = context;
  const { source, ports, gatherers, connections } = served;
  const open = async (name: keyof typeof opened.ports, port: number, tls: TcpTls | undefined): Promise<void> => {
    const what = tls === undefined ? served.what : `${served.what} over TLS`;
    const listener = await attempt(context, what, port, () =>
      tcpOf(
        context,
        {
          port,
          tls,
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
    opened.closers.push(listener.close);
    for (const each of gatherers) each.onRoom(listener.resume);
  };
  const { [`${ports.plain}Port` as const]: plain } = platform.config.ingest;
  const overTls = ports.tls === undefined ? 0 : platform.config.ingest[`${ports.tls}Port`];
  if (plain > 0) await open(ports.plain, plain, undefined);
  if (overTls === 0 || ports.tls === undefined) return;
  const tls = tlsOf(context);
  if (tls) await open(ports.tls, overTls, tls);
  else platform.log.error('TLS for vehicles needs ingest.vehicleTls.cert and ingest.vehicleTls.key', { port: overTls });
};
