import {
  addIntactFrame,
  createColumns,
  createWatch,
  DETECTORS,
  frameHash,
  newsOf,
  resetColumns,
  tell,
  viewOf,
  type Columns,
  type Fleet,
  type Verdict,
  type Watch,
} from '@chedun/gbt32960';
import { allowance, type Allowance, type Clock } from '@chedun/kernel';
import type { SignatureSighting } from '../contract.ts';
import type { Peer } from '../domain/records.ts';

/** How a report goes on: as an event with all its fields, or only as a row of columns. */
type ReportWay = 'event' | 'columns';

/** Looks at every realtime report once, in the order of arrival, before it is written. */
export interface ReportDesk {
  /**
   * Judges the frame `bytes[from .. to)`, whose checksum is right. Undefined when it is no well-formed report: then it is
   * handled as any other frame. `source` is a number that stands for where it came from.
   */
  readonly take: (bytes: Buffer, from: number, to: number, source: number, peer: Peer) => ReportWay | undefined;
  /** Vehicles that are known, and those that found no room. */
  readonly fleet: () => Pick<Fleet, 'size' | 'refused'>;
}

/** What a desk stands on. */
export interface ReportDeskOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** Vehicles that are remembered at most. */
  readonly vehicles: number;
  /**
   * Reports a second that become events because something changed. Reports with alarms and faults that changed always
   * do, and with room to spare all do: rules see every report of a small fleet, and every change in a large one.
   */
  readonly eventsPerSecond: number;
  /** Hears of signed reports; absent when nobody wants to. */
  readonly onSigned?: ((sighting: SignatureSighting) => void) | undefined;
  /** Takes the record of a verdict. */
  readonly onVerdict: (record: Readonly<Record<string, unknown>>, peer: Peer) => void;
}

/** After this long without news a report is told again, seconds. */
const DUE_S = 600;
const HIGHEST_ALARM = 4;
const DECODER = new TextDecoder('latin1');
const TITLES = new Map(DETECTORS.map((detector) => [detector.id, detector]));

const vinOf = ({ ids }: Columns): string => DECODER.decode(ids.subarray(0, 17)).replace(/[^\x20-\x7e]+$/u, '');

const recordOf = (verdict: Verdict, columns: Columns, received: number, peer: Peer): Record<string, unknown> => ({
  time: new Date(received).toISOString(),
  product: 'vehicle',
  category: 'gbt32960',
  protocol: 'gbt32960',
  cmd: 'detector',
  status: 'ok',
  signal: verdict.rule,
  level: TITLES.get(verdict.rule)?.level ?? 'medium',
  expected: verdict.expected,
  seen: verdict.seen,
  vin: vinOf(columns),
  report_time: new Date(columns.scalar.time[0] ?? 0).toISOString(),
  src_ip: peer.ip,
  src_port: peer.port,
});

/** The signed bytes run from the collection time to the mark before the signature (Annex A). */
const SIGNED_FROM = 24;

/** A signed report with copies of its bytes; undefined when it is not signed. */
const signedOf = (columns: Columns, frame: Buffer, received: number, peer: Peer): SignatureSighting | undefined => {
  const { signatureOffset, signatureAlgorithm, alarmLevel } = columns.scalar;
  const mark = signatureOffset[0] ?? 0;
  if (mark === 0) return undefined;
  const rAt = mark + 4;
  const sAt = rAt + frame.readUInt16BE(rAt - 2) + 2;
  const level = alarmLevel[0] ?? 0;
  return {
    kind: 'report',
    vin: vinOf(columns),
    algorithm: signatureAlgorithm[0] ?? 0,
    signed: new Uint8Array(frame.subarray(SIGNED_FROM, mark)),
    r: new Uint8Array(frame.subarray(rAt, sAt - 2)),
    s: new Uint8Array(frame.subarray(sAt, sAt + frame.readUInt16BE(sAt - 2))),
    urgent: level > 0 && level <= HIGHEST_ALARM,
    ip: peer.ip,
    port: peer.port,
    time: new Date(received).toISOString(),
  };
};

const wayOf = (watch: Watch, columns: Columns, received: number, mayTell: Allowance): ReportWay => {
  const memory = watch.memory();
  if (!memory) return mayTell(received) ? 'event' : 'columns';
  const second = Math.floor(received / 1000);
  const news = newsOf(memory, columns, 0, second, DUE_S);
  if (news !== 'urgent' && !mayTell(received)) return 'columns';
  tell(memory, columns, 0, second);
  watch.keep();
  return 'event';
};

/** Opens the desk: the watch over the fleet, and what becomes an event. */
export const reportDesk = ({
  clock,
  vehicles,
  eventsPerSecond,
  onSigned,
  onVerdict,
}: ReportDeskOptions): ReportDesk => {
  const columns = createColumns(1);
  const watch = createWatch({ vehicles });
  const mayTell = allowance(eventsPerSecond);
  const arrival = { columns, row: 0, received: 0, source: 0, hash: 0 };
  return {
    take: (bytes, from, to, source, peer) => {
      resetColumns(columns);
      if (addIntactFrame(columns, bytes, from, to) !== 'row') return undefined;
      arrival.received = clock.now();
      arrival.source = source;
      arrival.hash = frameHash(viewOf(columns, bytes), from, to);
      const signed = onSigned && signedOf(columns, bytes.subarray(from, to), arrival.received, peer);
      if (signed) onSigned?.(signed);
      const verdicts = watch.observe(arrival);
      for (const verdict of verdicts) onVerdict(recordOf(verdict, columns, arrival.received, peer), peer);
      return verdicts.length > 0 ? 'event' : wayOf(watch, columns, arrival.received, mayTell);
    },
    fleet: () => watch.fleet,
  };
};
