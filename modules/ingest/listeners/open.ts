import type { Platform } from '@chedun/module';
import type { z } from 'zod';
import type { VehicleSession } from '../contract.ts';
import type { FlowBoard } from '../flow.ts';
import { REPORT_FORMAT } from '../domain/records.ts';
import { REFUSED_FORMAT } from '../intake/frames.ts';
import { gatherer, type Gatherer } from '../intake/gather.ts';
import type { SourceBook } from '../sources.ts';
import type { acceptUpload } from '../use-cases/accept-upload.ts';
import { watchFolder } from './folder.ts';
import { reportDesk } from './reports.ts';
import { vehicleConnections, type VehicleConnections } from './gbt32960.ts';
import { listenerMetrics, type ListenerMetrics } from './metrics.ts';
import { openSyslogUdp, syslogConnection } from './syslog.ts';
import { openTcp, type TcpListener, type TcpOptions } from './tcp.ts';

/** What the process itself declares as a source. */
interface DeclaredSource {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly format: string;
  readonly retention: string;
}

/** The listeners of this process. */
export interface Listeners {
  readonly declared: readonly DeclaredSource[];
  readonly sessions: () => z.infer<typeof VehicleSession>[];
  /** Ports that are bound; a listener that is off or could not be opened is absent. */
  readonly ports: Readonly<Partial<Record<'syslogUdp' | 'syslogTcp' | 'syslogTls' | 'gbt32960', number>>>;
  /** Frames of the vehicle listener since start. */
  readonly frames: () => FrameCounts;
  readonly close: () => Promise<void>;
}

/** Frames of the vehicle listener, and those of them with a wrong checksum or structure. */
export interface FrameCounts {
  readonly total: number;
  readonly bcc: number;
  readonly structure: number;
}

/** Options of {@link openListeners}. */
export interface ListenerOptions {
  readonly platform: Platform;
  readonly book: SourceBook;
  readonly board: Pick<FlowBoard, 'accepted' | 'connections'>;
  readonly accept: ReturnType<typeof acceptUpload>;
}

const SYSLOG: DeclaredSource = {
  id: 'syslog',
  title: 'Syslog',
  kind: 'syslog',
  format: 'syslog',
  retention: 'network',
};
const VEHICLES: DeclaredSource = {
  id: 'gbt32960',
  title: 'GB/T 32960 车辆接入',
  kind: 'gbt32960',
  format: 'gbt32960',
  retention: 'network',
};
const MEGABYTE = 1024 * 1024;
const MINUTE = 60_000;
/** Longest wait of a record for others: a syslog sender waits for nothing, a vehicle for its answer. */
const SYSLOG_WAIT_MS = 100;
const VEHICLE_WAIT_MS = 20;
/** Nobody waits for the answer to a report. */
const REPORT_WAIT_MS = 100;
/** Each connection may hold one unfinished message of 256 KiB. */
const SYSLOG_CONNECTIONS = 1000;
const VEHICLE_CONNECTIONS = 20_000;
const FOLDER_LOOK_MS = 2000;

interface Opened {
  readonly declared: DeclaredSource[];
  readonly ports: Partial<Record<keyof Listeners['ports'], number>>;
  readonly closers: (() => Promise<void>)[];
  readonly gatherers: Gatherer[];
}

interface Context extends ListenerOptions {
  readonly opened: Opened;
  readonly metrics: ListenerMetrics;
}

const gather = (context: Context, source: DeclaredSource, format: string, waitMs: number): Gatherer => {
  const { platform, book, board, metrics, opened } = context;
  const made = gatherer({
    source: source.id,
    format,
    waitMs,
    journal: () => platform.journals[book.of(source.id).retention],
    clock: platform.clock,
    log: platform.log,
    onWritten: (records) => {
      board.accepted(records);
      metrics.records.add(records, { source: source.id });
    },
  });
  opened.gatherers.push(made);
  return made;
};

/** Opens one listener; one that cannot be opened is told and the others go on. */
const attempt = async <T>(
  context: Context,
  what: string,
  port: number,
  work: () => Promise<T>,
): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    context.platform.log.error(`${what} cannot listen on port ${port}`, { port, error });
    return undefined;
  }
};

const tcpOf = (
  context: Context,
  given: Pick<
    TcpOptions,
    'port' | 'tls' | 'maxConnections' | 'firstRecordMs' | 'idleMs' | 'full' | 'onConnection' | 'onClosed'
  >,
  source: DeclaredSource,
): Promise<TcpListener> => {
  const { platform, book, board, metrics } = context;
  return openTcp({
    ...given,
    host: platform.config.ingest.host,
    clock: platform.clock,
    log: platform.log,
    enabled: () => book.of(source.id).enabled,
    onChange: board.connections,
    onRefused: () => metrics.refused.add(1, { source: source.id }),
  });
};

const openSyslogStreams = async (context: Context, records: Gatherer): Promise<void> => {
  const { platform, opened, metrics } = context;
  const { syslogTcpPort, syslogTlsPort, tls } = platform.config.ingest;
  const refused = gather(context, SYSLOG, REFUSED_FORMAT, SYSLOG_WAIT_MS);
  const open = async (name: 'syslogTcp' | 'syslogTls', port: number, pair: TcpOptions['tls']): Promise<void> => {
    const listener = await attempt(context, name, port, () =>
      tcpOf(
        context,
        {
          port,
          tls: pair,
          maxConnections: SYSLOG_CONNECTIONS,
          firstRecordMs: MINUTE,
          idleMs: 60 * MINUTE,
          full: () => records.full() || refused.full(),
          onConnection: (connection) => syslogConnection({ records, refused }, connection),
          onClosed: (_, reason) => metrics.closed.add(1, { source: SYSLOG.id, reason }),
        },
        SYSLOG,
      ),
    );
    if (!listener) return;
    opened.ports[name] = listener.port;
    opened.closers.push(listener.close);
    for (const each of [records, refused]) each.onRoom(listener.resume);
  };
  if (syslogTcpPort > 0) await open('syslogTcp', syslogTcpPort, undefined);
  if (syslogTlsPort === 0) return;
  const { cert, key } = tls;
  if (cert !== undefined && key !== undefined) await open('syslogTls', syslogTlsPort, { cert, key });
  else platform.log.error('syslog over TLS needs ingest.tls.cert and ingest.tls.key', { port: syslogTlsPort });
};

const openSyslog = async (context: Context): Promise<void> => {
  const { platform, opened, metrics, book } = context;
  const { host, syslogUdpPort, syslogTcpPort, syslogTlsPort } = platform.config.ingest;
  if (syslogUdpPort + syslogTcpPort + syslogTlsPort === 0) return;
  opened.declared.push(SYSLOG);
  const records = gather(context, SYSLOG, 'syslog', SYSLOG_WAIT_MS);
  await openSyslogStreams(context, records);
  if (syslogUdpPort === 0) return;
  const udp = await attempt(context, 'syslog over UDP', syslogUdpPort, () =>
    openSyslogUdp({
      host,
      port: syslogUdpPort,
      records,
      clock: platform.clock,
      log: platform.log,
      enabled: () => book.of(SYSLOG.id).enabled,
      onLost: (datagrams) => metrics.lost.add(datagrams, { source: SYSLOG.id }),
    }),
  );
  if (!udp) return;
  opened.ports.syslogUdp = udp.port;
  opened.closers.push(udp.close);
};

const openVehicles = async (
  context: Context,
  counts: { total: number; bcc: number; structure: number },
): Promise<VehicleConnections | undefined> => {
  const { platform, opened, metrics } = context;
  const port = platform.config.ingest.gbt32960Port;
  if (port === 0) return undefined;
  opened.declared.push(VEHICLES);
  const pieces = gather(context, VEHICLES, 'gbt32960', VEHICLE_WAIT_MS);
  const reports = gather(context, VEHICLES, REPORT_FORMAT, REPORT_WAIT_MS);
  const notes = gather(context, VEHICLES, 'ndjson', SYSLOG_WAIT_MS);
  const desk = reportDesk({
    clock: platform.clock,
    vehicles: platform.config.ingest.vehicles,
    eventsPerSecond: platform.config.ingest.vehicleEventsPerSecond,
    onVerdict: (record, peer) => notes.add(Buffer.from(JSON.stringify(record)), peer),
  });
  const connections = vehicleConnections({
    pieces,
    reports,
    desk,
    notes,
    clock: platform.clock,
    onFrame: (status) => {
      counts.total += 1;
      if (status === 'bcc' || status === 'structure') counts[status] += 1;
      metrics.frames.add(1, { status });
    },
  });
  const listener = await attempt(context, 'GB/T 32960', port, () =>
    tcpOf(
      context,
      {
        port,
        maxConnections: VEHICLE_CONNECTIONS,
        firstRecordMs: MINUTE / 2,
        idleMs: 10 * MINUTE,
        full: () => pieces.full() || reports.full() || notes.full(),
        onConnection: connections.open,
        onClosed: (connection, reason) => {
          metrics.closed.add(1, { source: VEHICLES.id, reason });
          connections.closed(connection, reason);
        },
      },
      VEHICLES,
    ),
  );
  if (!listener) return connections;
  opened.ports.gbt32960 = listener.port;
  opened.closers.push(listener.close);
  for (const each of [pieces, reports, notes]) each.onRoom(listener.resume);
  return connections;
};

const openFolders = async (context: Context): Promise<void> => {
  const { platform, opened, accept } = context;
  const { watchFolders, maxBodyMb } = platform.config.ingest;
  for (const { path, source } of watchFolders) {
    opened.declared.push({ id: source, title: source, kind: 'folder', format: 'auto', retention: 'network' });
    const pieceBytes = maxBodyMb * MEGABYTE;
    try {
      const watched = await watchFolder({
        path,
        source,
        accept,
        pieceBytes,
        everyMs: FOLDER_LOOK_MS,
        log: platform.log,
      });
      opened.closers.push(watched.close);
    } catch (error) {
      platform.log.error('a folder cannot be watched', { folder: path, source, error });
    }
  }
};

/** Opens every listener that the configuration asks for. */
export const openListeners = async (options: ListenerOptions): Promise<Listeners> => {
  const opened: Opened = { declared: [], ports: {}, closers: [], gatherers: [] };
  const counts = { total: 0, bcc: 0, structure: 0 };
  const context: Context = { ...options, opened, metrics: listenerMetrics(options.platform.metrics) };
  await openSyslog(context);
  const vehicles = await openVehicles(context, counts);
  await openFolders(context);
  return {
    declared: opened.declared,
    ports: opened.ports,
    sessions: () => vehicles?.sessions() ?? [],
    frames: () => ({ ...counts }),
    close: async () => {
      await Promise.all(opened.closers.map((close) => close()));
      // Only then: what the last connections brought is still written.
      await Promise.all(opened.gatherers.map((each) => each.close()));
    },
  };
};
