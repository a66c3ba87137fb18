import { isDomainError, type Clock } from '@chedun/kernel';
import { createSyslogSplitter } from '@chedun/logs';
import type { Gatherer } from '../intake/gather.ts';
import { refusalRecord, tooLong } from '../intake/refusals.ts';
import type { Connection, Protocol } from './tcp.ts';
import { openUdp, type GapReason, type UdpListener, type UdpOptions } from './udp.ts';

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

/** RFC 5424 message that says how many datagrams were lost; structured data under the documentation number of RFC 5612. */
const gapRecord = (lost: number, reason: GapReason, now: number): Buffer =>
  Buffer.from(
    `<44>1 ${new Date(now).toISOString()} - chedun - gap [gap@32473 lost="${lost}" reason="${reason}"] ` +
      `${lost} datagrams were lost because they came faster than they could be written`,
  );

/** Options of {@link openSyslogUdp}. */
export interface SyslogUdpOptions extends Pick<UdpOptions, 'host' | 'port' | 'enabled' | 'onLost' | 'log'> {
  readonly records: Gatherer;
  readonly clock: Pick<Clock, 'now'>;
}

/** One datagram is one message (RFC 5426). */
export const openSyslogUdp = ({ records, clock, ...given }: SyslogUdpOptions): Promise<UdpListener> =>
  openUdp({
    ...given,
    full: records.full,
    onDatagram: records.add,
    onGap: (lost, reason) => records.add(gapRecord(lost, reason, clock.now())),
  });
