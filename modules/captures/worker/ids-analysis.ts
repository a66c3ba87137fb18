import { say } from '@chedun/kernel';
import { createIdsFramer, decodeDatagram, NO_EXTRACT, toEvents } from '@chedun/idsm';
import type { DecodedDatagram, IdsEvent, IdsPiece } from '@chedun/idsm';
import type { IdsEventRow, IdsSummary } from '../contract.ts';
import { createFaults, type FaultList } from '../domain/faults.ts';
import type { StreamAnalysis } from './can-analysis.ts';
import { datagramReader, type Datagram, type DatagramReader } from './datagrams.ts';
import { createFindings, type Findings } from './findings.ts';
import type { FlatRecord, Task } from './protocol.ts';
import type { Sink } from './sink.ts';
import { CAPTURE_WORDS } from '../phrases.ts';

const MOST_KINDS = 5000;

interface Draft {
  readonly row: Omit<IdsEventRow, 'seq' | 'messages' | 'events' | 'first' | 'last' | 'anomalies'>;
  readonly fields: FlatRecord;
  readonly anomalies: Set<string>;
  messages: number;
  events: number;
  first: number | undefined;
  last: number | undefined;
}

const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const amount = (value: unknown): number => (typeof value === 'number' ? value : 0);

const draftOf = ({ fields }: IdsEvent): Draft => ({
  row: {
    eventId: amount(fields['ids.event_id']),
    eventIdHex: text(fields['ids.event_id_hex']),
    name: text(fields['ids.event']),
    idsm: amount(fields['ids.idsm_id']),
    sensor: amount(fields['ids.sensor_id']),
    context: text(fields['ids.context_hex']),
  },
  fields: fields as FlatRecord,
  anomalies: new Set(),
  messages: 0,
  events: 0,
  first: undefined,
  last: undefined,
});

type Place = { readonly line?: number; readonly offset?: number };

const nameOfPlace = ({ line, offset = 0 }: Place): string =>
  line === undefined ? say(CAPTURE_WORDS.offset, { offset }) : say(CAPTURE_WORDS.line, { line });

/** Row and finding of one kind of event. */
const tell = (
  { row, fields, anomalies, messages, events, first, last }: Draft,
  task: Task,
  sink: Sink,
  findings: Findings,
): void => {
  const { eventIdHex, name, idsm, sensor } = row;
  const times = { first: isoOrNull(first), last: isoOrNull(last) };
  sink.row('ids-events', `${eventIdHex} ${name}`, { ...row, messages, events, anomalies: [...anomalies], ...times });
  findings.add(`event ${eventIdHex} ${idsm} ${sensor}`, {
    signal: 'captures.ecu-event',
    category: 'ecu_sev',
    subject: `IdsM ${idsm}, ${sensor}`,
    expected: say(CAPTURE_WORDS.noSecurityEvent, {}),
    seen: name === '' ? eventIdHex : `${name} (${eventIdHex})`,
    fields: { ...fields, 'ids.count': events },
    firstS: (first ?? task.uploadedAt) / 1000,
    lastS: (last ?? task.uploadedAt) / 1000,
    count: events,
  });
};

/** Counts over all messages. */
const createTotals = () => {
  const total = { messages: 0, events: 0, signed: 0, undecodedBytes: 0 };
  const idsms = new Set<number>();
  let span: { readonly first: number; readonly last: number } | undefined;
  return {
    total,
    add: ({ fields, weight }: IdsEvent, time: number | undefined): void => {
      total.messages += 1;
      total.events += weight;
      if (fields['ids.signed'] === true) total.signed += 1;
      idsms.add(amount(fields['ids.idsm_id']));
      if (time === undefined) return;
      span = { first: Math.min(span?.first ?? time, time), last: Math.max(span?.last ?? time, time) };
    },
    finish: (): IdsSummary => ({
      kind: 'ids',
      ...total,
      idsms: [...idsms].toSorted((a, b) => a - b),
      first: isoOrNull(span?.first),
      last: isoOrNull(span?.last),
    }),
  };
};

/** Security events of a recording by kind and sensor. */
const createEvents = (task: Task, findings: Findings, faults: FaultList) => {
  const drafts = new Map<string, Draft>();
  const { total, add, finish } = createTotals();
  const note = (event: IdsEvent, at: number | undefined): void => {
    const { fields } = event;
    const time = event.time ?? at;
    add(event, time);
    const key = [fields['ids.event_id'], fields['ids.idsm_id'], fields['ids.sensor_id']].join(' ');
    const draft = drafts.get(key) ?? draftOf(event);
    if (drafts.size < MOST_KINDS) drafts.set(key, draft);
    draft.messages += 1;
    draft.events += event.weight;
    for (const one of [fields['ids.anomalies'] ?? []].flat()) draft.anomalies.add(String(one));
    if (time === undefined) return;
    draft.first = Math.min(draft.first ?? time, time);
    draft.last = Math.max(draft.last ?? time, time);
  };
  const noteFault = ({ fields }: IdsEvent, place: Place): void => {
    total.undecodedBytes += amount(fields['ids.undecoded_bytes']);
    const reason = text(fields['ids.fault']);
    faults.add('captures.unreadable-place', { reason, ...place });
    findings.add(`fault ${text(fields['status'])}`, {
      signal: 'captures.ids-undecodable',
      category: 'ecu_sev',
      subject: nameOfPlace(place),
      expected: say(CAPTURE_WORDS.idsMessage, {}),
      seen: reason,
      fields: fields as FlatRecord,
      firstS: task.uploadedAt / 1000,
    });
  };
  return {
    take: (decoded: DecodedDatagram, at: number | undefined, place: Place): void => {
      const received = at ?? task.uploadedAt;
      for (const event of toEvents(decoded, NO_EXTRACT, { received }))
        if ('ids.fault' in event.fields) noteFault(event, place);
        else note(event, at);
    },
    end: (sink: Sink): IdsSummary => {
      for (const draft of drafts.values()) tell(draft, task, sink, findings);
      return finish();
    },
  };
};

/** Messages one after the other, as a TCP connection carries them. */
const byteReader = (take: (piece: IdsPiece, offset: number) => void): DatagramReader => {
  const framer = createIdsFramer();
  let offset = 0;
  const takeAll = (pieces: readonly IdsPiece[]): void => {
    for (const piece of pieces) {
      take(piece, offset);
      offset += piece.bytes.length;
    }
  };
  return { push: (bytes) => takeAll(framer.push(bytes)), end: () => takeAll(framer.end()) };
};

/** Analyses messages of the AUTOSAR IDS protocol: bytes, JSON lines, or UDP payloads of a capture. */
export const analyseIds = (task: Task, sink: Sink): StreamAnalysis => {
  const [faults, findings] = [createFaults(), createFindings(task)];
  const events = createEvents(task, findings, faults);
  const datagram = ({ bytes, at, line, offset }: Datagram): void => {
    const place = { ...(line === undefined ? {} : { line }), ...(offset === undefined ? {} : { offset }) };
    events.take(decodeDatagram(bytes), at, place);
  };
  let broken = false;
  const piece = ({ bytes, kind }: IdsPiece, offset: number): void => {
    // After a fault nothing of a stream can be told apart; one fault stands for the rest.
    if (broken) return;
    broken = kind === 'lost';
    events.take(decodeDatagram(bytes), undefined, { offset });
  };
  const reader =
    task.format === 'bytes'
      ? byteReader(piece)
      : datagramReader(task.format, task.size, { datagram, own: () => {} }, faults);
  return {
    push: reader.push,
    end: () => {
      reader.end();
      const summary = events.end(sink);
      return { summary, findings: findings.end(sink), faults: faults.list, unreadable: faults.count() };
    },
  };
};
