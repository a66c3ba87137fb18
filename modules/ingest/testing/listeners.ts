import type { Gate, SecuredJudge, SignatureSighting } from '../contract.ts';
import { createHmac } from 'node:crypto';
import { createServer, connect, type Socket } from 'node:net';
import { fixedClock } from '@chedun/kernel';
import { openMetrics, type Metrics } from '@chedun/log';
import type { Platform } from '@chedun/module';
import { silentLog, TEST_TIME } from '@chedun/records/testing';
import { openListeners, type Listeners } from '../listeners/open.ts';
import type { SourceSettings } from '../sources.ts';
import { acceptUpload } from '../use-cases/accept-upload.ts';
import { testJournals, type TestJournals } from './journals.ts';
import { cutHere } from '../intake/cutter.ts';

/** Listeners on real sockets in front of real journals. */
export interface TestListeners extends TestJournals {
  readonly listeners: Listeners;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly metrics: Metrics;
  /** Signed reports and offered keys that the vehicle listener saw. */
  readonly signatures: readonly SignatureSighting[];
  readonly errors: string[];
  /** Settings of all sources; change them to disable a source. */
  readonly settings: { -readonly [Key in keyof SourceSettings]: SourceSettings[Key] };
  readonly accepted: () => number;
  /** Opens a client connection. */
  readonly dial: (port: number | undefined) => Promise<TestClient>;
}

/** A client of a TCP listener. */
interface TestClient {
  readonly socket: Socket;
  readonly received: () => Buffer;
  readonly closed: () => boolean;
}

/** A port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const dial = (port: number | undefined): Promise<TestClient> =>
  new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let closed = false;
    const socket = connect({ port: port ?? 0, host: '127.0.0.1' });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => {
      closed = true;
    });
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.removeListener('error', failed);
      socket.on('error', () => undefined);
      done({ socket, received: () => Buffer.concat(chunks), closed: () => closed });
    });
  });

type IngestConfig = Platform['config']['ingest'];

/** Every listener is off. */
export const OFF: IngestConfig = {
  host: '127.0.0.1',
  syslogUdpPort: 0,
  syslogTcpPort: 0,
  syslogTlsPort: 0,
  tls: {},
  vehicles: 10_000,
  vehicleEventsPerSecond: 100_000,
  gbt32960Port: 0,
  jtt808Port: 0,
  gbt32960TlsPort: 0,
  jtt808TlsPort: 0,
  gbt32960TlcpPort: 0,
  jtt808TlcpPort: 0,
  vehicleTlcp: {
    clientCertificate: 'optional',
    decryption: 'openssl',
    crls: [],
    issuingAuthorities: [],
    revocation: 'if-known',
  },
  jtt809Port: 0,
  vehicleTls: { clientCertificate: 'optional' },
  idsPort: 0,
  v2xPort: 0,
  netflowPort: 0,
  roadsideUnits: [],
  netflowExporters: [],
  mqtt: { clientId: 'chedun', topics: [] },
  nats: { subjects: [] },
  watchFolders: [],
  maxBodyMb: 8,
};

/** Opens the listeners that `config` turns on; everything else is off. */
export const testListeners = async (
  config: Partial<IngestConfig>,
  options: {
    readonly queuedBytes?: number;
    readonly journals?: TestJournals['journals'];
    readonly gate?: Gate;
    readonly judge?: SecuredJudge;
    readonly natsUrl?: string;
  } = {},
): Promise<TestListeners> => {
  const clock = fixedClock(TEST_TIME);
  const world = await testJournals(clock, options.queuedBytes);
  const journals = options.journals ?? world.journals;
  const settings = { enabled: true, format: 'auto', retention: 'network' as const };
  const errors: string[] = [];
  const signatures: SignatureSighting[] = [];
  const metrics = openMetrics();
  const log = { ...silentLog, error: (message: string) => errors.push(message) };
  let accepted = 0;
  const board = {
    accepted: (records: number) => {
      accepted += records;
    },
    connections: () => undefined,
  };
  const keys = {
    ensure: async () => undefined,
    hmac: async (name: string, data: Uint8Array) => createHmac('sha256', name).update(data).digest(),
  };
  const ingest = { ...OFF, ...config };
  const bus = { natsUrl: options.natsUrl, natsMonitorUrls: [] };
  const platform = { config: { ingest, bus }, clock, log, metrics, journals, keys } as unknown as Platform;
  const listeners = await openListeners({
    platform,
    board,
    onSignature: (sighting) => signatures.push(sighting),
    gate: () => options.gate,
    judge: () => options.judge,
    declare: async () => undefined,
    book: { of: () => settings, load: async () => undefined },
    accept: acceptUpload({
      settings: () => settings,
      journals,
      clock,
      cut: cutHere(),
      maxBodyBytes: (config.maxBodyMb ?? OFF.maxBodyMb) * 1024 * 1024,
      maxInWork: 64 * 1024 * 1024,
      onAccepted: board.accepted,
    }),
  });
  return {
    ...world,
    listeners,
    clock,
    metrics,
    errors,
    signatures,
    settings,
    accepted: () => accepted,
    dial,
    close: async () => {
      await listeners.close();
      await world.close();
    },
  };
};
