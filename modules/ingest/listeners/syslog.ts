import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { isDomainError, type Clock } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import { createSyslogSplitter } from '@chedun/logs';
import type { Gatherer } from '../intake/gather.ts';
import { refusalRecord, tooLong } from '../intake/refusals.ts';
import type { Connection, Protocol } from './tcp.ts';
import { kernelDrops } from './udp-drops.ts';

/** Longest message over TCP and TLS: bounds what one connection may hold in memory. */
const SYSLOG_MAX_BYTES = 256 * 1024;

/** Where messages go. */
export interface SyslogIntake {
  readonly records: Gatherer;
  /** Messages that could not be framed. */
  readonly refused: Gatherer;
}

/** RFC 6587 and RFC 5425: one splitter a connection. A broken octet count loses the stream, so it ends the connection. */
export const syslogConnection = ({ records, refused }: SyslogIntake, connection: Connection): Protocol => {
  const { peer } = connection;
  const refuse = (record: Buffer): void => refused.add(record, peer);
  const splitter = createSyslogSplitter(
    {
      record: (bytes) => {
        records.add(bytes, peer);
        connection.progress();
      },
      oversized: (head, offset, length) => refuse(refusalRecord(tooLong(head, offset, length, SYSLOG_MAX_BYTES))),
    },
    { maxLineBytes: SYSLOG_MAX_BYTES },
  );
  let broken = false;
  const guarded = (work: () => void, head: Uint8Array): void => {
    if (broken) return;
    try {
      work();
    } catch (error) {
      if (!isDomainError(error)) throw error;
      broken = true;
      const place = `offset ${error.detail.offset ?? 0}`;
      const kept = Buffer.from(head.subarray(0, 1024)).toString('base64');
      refuse(refusalRecord({ code: error.code, reason: error.message, place, size: head.length, head: kept }));
      connection.close('garbage');
    }
  };
  return {
    data: (chunk) => guarded(() => splitter.push(chunk), chunk),
    end: () => guarded(() => splitter.end(), new Uint8Array(0)),
  };
};

type GapReason = 'listener-full' | 'kernel-full';

/** RFC 5424 message that says how many datagrams were lost; structured data under the documentation number of RFC 5612. */
const gapRecord = (lost: number, reason: GapReason, now: number): Buffer =>
  Buffer.from(
    `<44>1 ${new Date(now).toISOString()} - chedun - gap [gap@32473 lost="${lost}" reason="${reason}"] ` +
      `${lost} datagrams were lost because they came faster than they could be written`,
  );

/** An open UDP listener. */
export interface UdpListener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Options of {@link openSyslogUdp}. */
export interface UdpOptions {
  readonly host: string;
  readonly port: number;
  readonly records: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
  readonly enabled: () => boolean;
  readonly onLost: (datagrams: number) => void;
  readonly log: Logger;
}

const RECEIVE_BUFFER = 4 * 1024 * 1024;
const GAP_LOOK_MS = 1000;

/** Notes losses of the listener as they end, and those of the kernel as its count grows. */
const gapNotes = async ({ records, clock, onLost }: UdpOptions, port: number) => {
  let lost = 0;
  let dropped = await kernelDrops(port);
  const flush = (): void => {
    if (lost === 0 || records.full()) return;
    records.add(gapRecord(lost, 'listener-full', clock.now()));
    lost = 0;
  };
  const look = async (): Promise<void> => {
    flush();
    const now = await kernelDrops(port);
    if (now > dropped) {
      onLost(now - dropped);
      records.add(gapRecord(now - dropped, 'kernel-full', clock.now()));
    }
    dropped = now;
  };
  const timer = setInterval(() => void look(), GAP_LOOK_MS);
  return {
    lose: () => {
      lost += 1;
      onLost(1);
    },
    close: () => {
      clearInterval(timer);
      flush();
    },
  };
};

const bind = (socket: Socket, host: string, port: number): Promise<void> =>
  new Promise((done, failed) => {
    socket.once('error', failed);
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.removeListener('error', failed);
      done();
    });
  });

/** One datagram is one message (RFC 5426). UDP cannot be pushed back: what finds no room is counted and noted as a gap. */
export const openSyslogUdp = async (options: UdpOptions): Promise<UdpListener> => {
  const { host, records, enabled, log } = options;
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' });
  await bind(socket, host, options.port);
  socket.on('error', (error) => log.warn('syslog over UDP failed', { error }));
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
  } catch (error) {
    log.debug('the receive buffer of syslog over UDP stays small', { error });
  }
  const { port } = socket.address();
  const gaps = await gapNotes(options, port);
  socket.on('message', (message, { address, port: from }) => {
    if (message.length === 0 || !enabled()) return;
    if (records.full()) gaps.lose();
    else records.add(message, { ip: address, port: from });
  });
  return {
    port,
    close: async () => {
      await new Promise<void>((done) => socket.close(() => done()));
      gaps.close();
    },
  };
};
