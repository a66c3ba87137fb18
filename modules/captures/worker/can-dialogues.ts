import {
  createIsoTpReassembler,
  createJ1939Reassembler,
  decodeUds,
  idText,
  j1939IdOf,
  type CanFrame,
  type IsoTpFault,
  type IsoTpMessage,
  type J1939Fault,
  type J1939Message,
} from '@chedun/can';
import type { CanDialogueRow } from '../contract.ts';
import type { Sink } from './sink.ts';

const MOST_DIALOGUES = 50_000;
const MOST_DATA = 64;
/** Identifiers of diagnostics: 700 to 7FF, and the fixed addresses of ISO 15765-3. */
const FIRST_DIAGNOSTIC = 0x700;

/** True for identifiers under which diagnostics usually run. */
export const isDiagnostic = ({ id, extended }: Pick<CanFrame, 'id' | 'extended'>): boolean => {
  if (!extended) return id >= FIRST_DIAGNOSTIC;
  const group = (id >> 16) & 0xff;
  return group === 0xda || group === 0xdb;
};

type Row = Omit<CanDialogueRow, 'seq'>;
const hex = (data: Uint8Array): string => Buffer.from(data.subarray(0, MOST_DATA)).toString('hex');

const udsRow = (message: IsoTpMessage): Row | undefined => {
  const uds = decodeUds(message.data);
  if (uds.kind === 'invalid') return undefined;
  const { channel, id, extended, from, data } = message;
  const common = { kind: 'uds' as const, timeS: from, channel, idHex: idText(id, extended), code: uds.service };
  const bytes = { length: data.length, data: hex(data) };
  if (uds.kind === 'negative') return { ...common, role: 'negative', title: uds.name, detail: uds.reason, ...bytes };
  const sub = uds.subFunction === undefined ? '' : `0x${uds.subFunction.toString(16).padStart(2, '0')}`;
  const security = uds.security === undefined ? '' : `${uds.security.step} level ${uds.security.level}`;
  return { ...common, role: uds.kind, title: uds.name, detail: [sub, security].filter(Boolean).join(' '), ...bytes };
};

const isoTpFaultRow = (fault: IsoTpFault): Row => ({
  kind: 'fault',
  timeS: fault.time,
  channel: fault.channel,
  idHex: idText(fault.id, fault.extended),
  role: '',
  code: null,
  title: 'ISO-TP',
  detail: fault.reason,
  length: 0,
  data: '',
});

const j1939Row = (message: J1939Message | J1939Fault): Row => {
  const { pgn, source, destination, channel, time } = message;
  const id = pgn === undefined ? 0 : j1939IdOf({ pgn, source, destination, priority: 6 });
  const about = { channel, timeS: time, idHex: idText(id, true), role: '' as const, code: pgn ?? null };
  const way = `${source.toString(16)} → ${destination.toString(16)}`;
  if (message.kind === 'fault')
    return { ...about, kind: 'fault', title: 'J1939 TP', detail: `${way} ${message.reason}`, length: 0, data: '' };
  const { data, transport } = message;
  return {
    ...about,
    kind: 'j1939',
    title: `PGN ${pgn}`,
    detail: `${way} ${transport}`,
    length: data.length,
    data: hex(data),
  };
};

/** Reads diagnostics and transport protocols out of the frames. */
export interface Dialogues {
  readonly frame: (frame: CanFrame) => void;
  readonly count: () => number;
}

/** Starts reading: ISO-TP and UDS on diagnostic identifiers, J1939 wherever its transport protocol is spoken. */
export const createDialogues = (sink: Sink): Dialogues => {
  const isoTp = createIsoTpReassembler();
  const j1939 = createJ1939Reassembler();
  let count = 0;
  const put = (row: Row | undefined): void => {
    if (row === undefined) return;
    count += 1;
    if (count > MOST_DIALOGUES) return;
    sink.row('dialogues', `${row.title} ${row.detail} ${row.idHex} ${row.data}`, { ...row });
  };
  return {
    count: () => count,
    frame: (frame) => {
      if (frame.kind !== 'data') return;
      if (isDiagnostic(frame))
        for (const outcome of isoTp.push(frame)) {
          if (outcome.kind === 'message') put(udsRow(outcome));
          else if (outcome.kind === 'fault') put(isoTpFaultRow(outcome));
        }
      else if (frame.extended)
        for (const outcome of j1939.push(frame))
          if (outcome.kind === 'fault' || outcome.transport !== 'single') put(j1939Row(outcome));
    },
  };
};
