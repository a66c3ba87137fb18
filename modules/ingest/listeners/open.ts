import type { FrameStatus } from '@chedun/gbt32960';
import { revocationBook, watchRevocationFiles, type RevocationBook } from '@chedun/tlcp-socket';
import type { z } from 'zod';
import type { VehicleSession } from '../contract.ts';
import { OPENED_FORMAT, REPORT_FORMAT, SEALED_FORMAT } from '../domain/records.ts';
import { REFUSED_FORMAT } from '../intake/frames.ts';
import type { Gatherer } from '../intake/gather.ts';
import {
  ANSWER_WAIT_MS,
  attempt,
  gather,
  MINUTE,
  QUIET_WAIT_MS,
  tcpOf,
  type Context,
  type DeclaredSource,
  type FrameCounts,
  type GrowingCounts,
  type ListenerOptions,
  type Opened,
  type PortName,
} from './context.ts';
import { watchFolder } from './folder.ts';
import { vehicleConnections, type VehicleConnections } from './gbt32960.ts';
import { listenerMetrics } from './metrics.ts';
import { reportDesk } from './reports.ts';
import { openIds } from './open-ids.ts';
import { openTerminals } from './open-jtt808.ts';
import { openPlatforms } from './open-jtt809.ts';
import { openMqtt } from './open-mqtt.ts';
import { openNats } from './open-nats.ts';
import { openNetflow } from './open-netflow.ts';
import { openRoads } from './open-v2x.ts';
import { openSignedRoads, type SignedRoads } from './v2x-signed.ts';
import { roadUnits, type RoadUnitCounts, type RoadUnits } from './road-units.ts';
import { openVehiclePorts } from './vehicle-ports.ts';
import { openSyslogUdp, syslogConnection } from './syslog.ts';
import type { TcpOptions } from './tcp.ts';

export type { FrameCounts } from './context.ts';

/** The listeners of this process. */
export interface Listeners {
  readonly declared: readonly DeclaredSource[];
  readonly sessions: () => z.infer<typeof VehicleSession>[];
  /** Ports that are bound; a listener that is off or could not be opened is absent. */
  readonly ports: Readonly<Partial<Record<PortName, number>>>;
  /** Frames of the vehicle listener since start. */
  readonly frames: () => FrameCounts;
  /** The same of the JT/T 808 listener. */
  readonly terminalFrames: () => FrameCounts;
  /** Roadside units since start. */
  readonly roadUnits: () => RoadUnitCounts;
  readonly units: Pick<RoadUnits, 'lastHeard' | 'register' | 'all'>;
  /** Takes verified V2X messages. */
  readonly signedRoads: SignedRoads;
  /** Takes revocation lists of clients from elsewhere than files. */
  readonly revoke: RevocationBook['set'];
  readonly close: () => Promise<void>;
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
/** Nobody waits for the answer to a report. */
const REPORT_WAIT_MS = 100;
/** About a mebibyte: every frame costs a trip to the compressor, however small it is. */
const REPORTS_PER_FRAME = 2000;
/** Each connection may hold one unfinished message of 256 KiB. */
const SYSLOG_CONNECTIONS = 1000;
const FOLDER_LOOK_MS = 2000;
const REVOCATIONS_LOOK_MS = 10_000;

const openSyslogStreams = async (context: Context, records: Gatherer): Promise<void> => {
  const { platform, opened, metrics } = context;
  const { syslogTcpPort, syslogTlsPort, tls } = platform.config.ingest;
  const refused = gather(context, SYSLOG, REFUSED_FORMAT, QUIET_WAIT_MS);
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
  const records = gather(context, SYSLOG, 'syslog', QUIET_WAIT_MS);
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

const openVehicles = async (context: Context, counts: GrowingCounts): Promise<VehicleConnections | undefined> => {
  const { platform, opened, metrics } = context;
  const { gbt32960Port, gbt32960TlsPort, gbt32960TlcpPort } = platform.config.ingest;
  if (gbt32960Port + gbt32960TlsPort + gbt32960TlcpPort === 0) return undefined;
  opened.declared.push(VEHICLES);
  const pieces = gather(context, VEHICLES, 'gbt32960', ANSWER_WAIT_MS);
  const sealed = gather(context, VEHICLES, SEALED_FORMAT, REPORT_WAIT_MS);
  const clear = gather(context, VEHICLES, OPENED_FORMAT, ANSWER_WAIT_MS);
  const onFrames = (status: FrameStatus, frames: number): void => {
    counts.total += frames;
    if (status === 'bcc' || status === 'structure') counts[status] += frames;
    metrics.frames.add(frames, { status });
  };
  const reports = gather(context, VEHICLES, REPORT_FORMAT, REPORT_WAIT_MS, {
    maxRecords: REPORTS_PER_FRAME,
    onWritten: (frames) => onFrames('ok', frames),
  });
  const notes = gather(context, VEHICLES, 'ndjson', QUIET_WAIT_MS);
  const desk = reportDesk({
    clock: platform.clock,
    vehicles: platform.config.ingest.vehicles,
    eventsPerSecond: platform.config.ingest.vehicleEventsPerSecond,
    onSigned: context.onSignature,
    onVerdict: (record, peer) => notes.add(Buffer.from(JSON.stringify(record)), peer),
  });
  const connections = vehicleConnections({
    pieces,
    reports,
    desk,
    sealed,
    opened: clear,
    onSignature: context.onSignature,
    gate: context.gate,
    notes,
    clock: platform.clock,
    onRefused: () => metrics.refusedFrames.add(1, { source: VEHICLES.id }),
    onFrame: (status) => onFrames(status, 1),
  });
  await openVehiclePorts(context, {
    what: 'GB/T 32960',
    source: VEHICLES,
    ports: { plain: 'gbt32960', tls: 'gbt32960Tls', tlcp: 'gbt32960Tlcp' },
    gatherers: [pieces, sealed, clear, reports, notes],
    sharedReads: true,
    connections,
  });
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

/** Reads the revocation lists that the settings name, now and whenever they change. */
const openRevocations = async ({ platform, opened, revocations }: Context): Promise<void> => {
  const { crls } = platform.config.ingest.vehicleTlcp;
  if (crls.length === 0) return;
  const { clock, log } = platform;
  const options = { files: crls, book: revocations, everyMs: REVOCATIONS_LOOK_MS, now: clock.now, log };
  const watched = await watchRevocationFiles(options);
  opened.closers.push(async () => watched.close());
};

/** Opens every listener that the configuration asks for. */
export const openListeners = async (options: ListenerOptions): Promise<Listeners> => {
  const opened: Opened = { declared: [], ports: {}, closers: [], gatherers: [] };
  const counts = { total: 0, bcc: 0, structure: 0 };
  const terminalCounts = { total: 0, bcc: 0, structure: 0 };
  const units = roadUnits(options.platform.config.ingest.roadsideUnits);
  const revocations = revocationBook();
  const context: Context = {
    ...options,
    opened,
    units,
    revocations,
    metrics: listenerMetrics(options.platform.metrics),
  };
  await openRevocations(context);
  await openSyslog(context);
  const vehicles = await openVehicles(context, counts);
  const terminals = await openTerminals(context, terminalCounts);
  const platforms = await openPlatforms(context);
  await openIds(context);
  await openRoads(context);
  await openNetflow(context);
  await openMqtt(context);
  openNats(context);
  await openFolders(context);
  return {
    declared: opened.declared,
    ports: opened.ports,
    revoke: revocations.set,
    roadUnits: units.counts,
    units,
    signedRoads: openSignedRoads(context),
    sessions: () => [
      ...(vehicles?.sessions() ?? []),
      ...(terminals?.sessions() ?? []),
      ...(platforms?.sessions() ?? []),
    ],
    frames: () => ({ ...counts }),
    terminalFrames: () => ({ ...terminalCounts }),
    close: async () => {
      await Promise.all(opened.closers.map((close) => close()));
      // Only then: what the last connections brought is still written.
      await Promise.all(opened.gatherers.map((each) => each.close()));
    },
  };
};
