import type { Gate, SecuredJudge, SignatureSighting } from '../contract.ts';
import type { Platform } from '@chedun/module';
import type { RevocationBook } from '@chedun/tlcp-socket';
import type { FlowBoard } from '../flow.ts';
import { gatherer, type Gatherer, type GatherOptions } from '../intake/gather.ts';
import type { SourceBook } from '../sources.ts';
import type { acceptUpload } from '../use-cases/accept-upload.ts';
import type { ListenerMetrics } from './metrics.ts';
import type { RoadUnits } from './road-units.ts';
import { openTcp, type TcpListener, type TcpOptions } from './tcp.ts';

/** What the process itself declares as a source. */
export interface DeclaredSource {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly format: string;
  readonly retention: string;
}

/** A listener with a port. */
export type PortName =
  | 'syslogUdp'
  | 'syslogTcp'
  | 'syslogTls'
  | 'gbt32960'
  | 'gbt32960Tls'
  | 'gbt32960Tlcp'
  | 'jtt808'
  | 'jtt808Tls'
  | 'jtt808Tlcp'
  | 'jtt809'
  | 'autosarIds'
  | 'v2x'
  | 'netflow';

/** Frames of a listener, and those of them with a wrong checksum or structure. */
export interface FrameCounts {
  readonly total: number;
  readonly bcc: number;
  readonly structure: number;
}

/** Counts that grow. */
export type GrowingCounts = { -readonly [Key in keyof FrameCounts]: FrameCounts[Key] };

/** What the listeners of a process stand on. */
export interface ListenerOptions {
  readonly platform: Platform;
  readonly book: SourceBook;
  readonly board: Pick<FlowBoard, 'accepted' | 'connections'>;
  readonly accept: ReturnType<typeof acceptUpload>;
  /** Makes a source known that begins while the process runs. */
  readonly declare: (source: DeclaredSource) => Promise<void>;
  /** Hears of signed reports and offered keys. */
  readonly onSignature: (sighting: SignatureSighting) => void;
  /** Judges connections of vehicles; asked at each connection, because modules set it later. */
  readonly gate: () => Gate | undefined;
  /** Verifies signed V2X messages of brokers; asked at each message. */
  readonly judge: () => SecuredJudge | undefined;
}

/** What was opened so far. */
export interface Opened {
  readonly declared: DeclaredSource[];
  readonly ports: Partial<Record<PortName, number>>;
  readonly closers: (() => Promise<void>)[];
  readonly gatherers: Gatherer[];
}

/** Handed to everything that opens a listener. */
export interface Context extends ListenerOptions {
  readonly opened: Opened;
  /** Registered roadside units. */
  readonly units: RoadUnits;
  /** Lists of revoked client certificates, for TLCP. */
  readonly revocations: RevocationBook;
  readonly metrics: ListenerMetrics;
}

/** A minute in milliseconds. */
export const MINUTE = 60_000;
/** Longest wait of a record for others where nobody waits for an answer, ms. */
export const QUIET_WAIT_MS = 100;
/** The same where a vehicle waits for its answer, ms. */
export const ANSWER_WAIT_MS = 20;

/** A gatherer of one source and format, closed with the listeners. */
export const gather = (
  context: Context,
  source: DeclaredSource,
  format: string,
  waitMs: number,
  more: Pick<GatherOptions, 'maxRecords' | 'onWritten'> = {},
): Gatherer => {
  const { platform, book, board, metrics, opened } = context;
  const made = gatherer({
    ...more,
    source: source.id,
    format,
    waitMs,
    journal: () => platform.journals[book.of(source.id).retention],
    clock: platform.clock,
    log: platform.log,
    onWritten: (records) => {
      board.accepted(records);
      metrics.records.add(records, { source: source.id });
      more.onWritten?.(records);
    },
  });
  opened.gatherers.push(made);
  return made;
};

/** Opens one listener; one that cannot be opened is told and the others go on. */
export const attempt = async <T>(
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

/** What differs between TCP listeners. */
export type TcpGiven = Pick<
  TcpOptions,
  | 'port'
  | 'tls'
  | 'tlcp'
  | 'maxConnections'
  | 'sharedReads'
  | 'firstRecordMs'
  | 'idleMs'
  | 'full'
  | 'onConnection'
  | 'onClosed'
>;

/** A TCP listener that serves a source. */
export const tcpOf = (context: Context, given: TcpGiven, source: DeclaredSource): Promise<TcpListener> => {
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
