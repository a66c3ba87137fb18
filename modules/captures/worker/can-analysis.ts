import { say } from '@chedun/kernel';
import { createCanReader, createIds, idText, parseDbc } from '@chedun/can';
import type { CanFormat, CanFrame, CanRecord, Ids, IdsOptions, IdsVerdict } from '@chedun/can';
import type { CanSummary } from '../contract.ts';
import { createFaults, type FaultList } from '../domain/faults.ts';
import { createDialogues } from './can-dialogues.ts';
import { createCanIds } from './can-ids.ts';
import { createRate } from './can-rate.ts';
import { judgeFrame } from './can-signs.ts';
import { createVerdicts } from './can-verdicts.ts';
import { createFindings, type Findings } from './findings.ts';
import type { Outcome, Task } from './protocol.ts';
import { createSeries, type Sink } from './sink.ts';
import { CAPTURE_WORDS } from '../phrases.ts';

/** Frames in a chunk of the window, and most that are kept. */
const CHUNK_FRAMES = 20_000;
const MOST_FRAMES = 10_000_000;
/** Frames whose marks can still come: the detection waits for at most one slot of an identifier. */
const OPEN_MARKS = 40_000;
const EPOCH_S = 1e9;

/** Reads a CAN log piece by piece. */
export interface StreamAnalysis {
  readonly push: (bytes: Uint8Array) => void;
  readonly end: () => Outcome;
}

/** Messages of a DBC as the detection takes them. */
export const messagesOf = (dbc: string | undefined): IdsOptions =>
  dbc === undefined ? {} : { messages: parseDbc(dbc).messages };

/** Marks of the newest frames by their number. */
const createMarks = () => {
  const marks = new Map<number, string[]>();
  return {
    open: (number: number): readonly string[] => {
      const list: string[] = [];
      marks.set(number, list);
      marks.delete(number - OPEN_MARKS);
      return list;
    },
    mark: ({ frame, rule }: IdsVerdict): boolean => {
      const list = marks.get(frame);
      if (list === undefined || list.includes(rule)) return false;
      list.push(rule);
      return list.length === 1;
    },
  };
};

const numbers = (): { first: number | null; last: number | null; frames: number; bytes: number } & Pick<
  CanSummary,
  'errorFrames' | 'remoteFrames' | 'fdFrames'
> => ({ first: null, last: null, frames: 0, bytes: 0, errorFrames: 0, remoteFrames: 0, fdFrames: 0 });

const countFrame = (total: ReturnType<typeof numbers>, frame: CanFrame): void => {
  total.first = Math.min(total.first ?? frame.time, frame.time);
  total.last = Math.max(total.last ?? frame.time, frame.time);
  total.frames += 1;
  total.bytes += frame.data.length;
  if (frame.kind === 'error') total.errorFrames += 1;
  if (frame.kind === 'remote') total.remoteFrames += 1;
  if (frame.fd) total.fdFrames += 1;
};

const noteFault = (record: CanRecord & { kind: 'fault' }, faults: FaultList, findings: Findings, at: number): void => {
  const { reason, line, offset } = record;
  const place = { ...(line === undefined ? {} : { line }), ...(offset === undefined ? {} : { offset }) };
  faults.add('captures.unreadable-place', { reason, ...place });
  findings.add(`fault ${reason.slice(0, 60)}`, {
    signal: 'captures.log-fault',
    category: 'can',
    subject:
      line === undefined ? say(CAPTURE_WORDS.offset, { offset: offset ?? 0 }) : say(CAPTURE_WORDS.line, { line }),
    expected: say(CAPTURE_WORDS.frame, {}),
    seen: reason,
    fields: {
      'can.kind': 'fault',
      'can.reason': reason,
      ...(line === undefined ? { 'can.offset': offset ?? 0 } : { 'can.line': line }),
    },
    firstS: at,
  });
};

/** Where the frames of one log go. */
const createFrames = (task: Task, sink: Sink, findings: Findings) => {
  const [ids, rate, dialogues] = [createCanIds(), createRate(), createDialogues(sink)];
  const series = createSeries(sink, 'frames', CHUNK_FRAMES, MOST_FRAMES);
  const detection: Ids | undefined = task.model && createIds(task.model.content, messagesOf(task.dbc));
  const [marks, verdicts, channels, total] = [createMarks(), createVerdicts(), new Set<string>(), numbers()];
  let suspicious = 0;
  const judge = (frame: CanFrame): void => {
    for (const verdict of detection?.push(frame) ?? []) {
      verdicts.take(verdict);
      if (verdict.weight === 'hint' || !marks.mark(verdict)) continue;
      suspicious += 1;
      ids.suspect(verdict);
      rate.add(verdict.time, 'suspicious');
    }
  };
  const take = (frame: CanFrame): void => {
    const { time, channel, id, extended, kind, fd, data } = frame;
    const number = total.frames;
    const list = marks.open(number);
    countFrame(total, frame);
    if (channels.size < 64) channels.add(channel);
    const key = idText(id, extended);
    const line = () => [number, time, channel, id, extended, kind, fd, Buffer.from(data).toString('hex'), list];
    series.add({ time, key, marks: () => list.length, line });
    rate.add(time, kind === 'error' ? 'errors' : 'frames');
    if (kind === 'data') ids.frame(frame);
    dialogues.frame(frame);
    judgeFrame(frame, findings);
    judge(frame);
  };
  const end = (): CanSummary => {
    series.end();
    const alerts = detection === undefined ? null : verdicts.end(findings);
    const rows = ids.rows();
    for (const row of rows) sink.row('can-ids', `${row.idHex} ${row.channel}`, { ...row });
    sink.row('can-rate', '', { ...rate.finish() });
    return {
      kind: 'can',
      ...total,
      kept: series.kept(),
      channels: [...channels],
      ids: rows.length,
      timeBase: (total.first ?? 0) > EPOCH_S ? 'epoch' : 'relative',
      dialogues: dialogues.count(),
      suspicious: detection === undefined ? null : suspicious,
      alerts,
      modelId: task.model?.id ?? null,
      modelTitle: task.model?.title ?? null,
    };
  };
  return { take, end, at: () => total.last ?? 0 };
};

/** Analyses a CAN log; damage is passed over and told with its place. */
export const analyseCan = (task: Task, sink: Sink): StreamAnalysis => {
  const reader = createCanReader(task.format as CanFormat);
  const [faults, findings] = [createFaults(), createFindings(task)];
  const frames = createFrames(task, sink, findings);
  const takeAll = (records: readonly CanRecord[]): void => {
    for (const record of records)
      if (record.kind === 'frame') frames.take(record.frame);
      else noteFault(record, faults, findings, frames.at());
  };
  return {
    push: (bytes) => takeAll(reader.push(bytes)),
    end: () => {
      takeAll(reader.end());
      const summary = frames.end();
      return { summary, findings: findings.end(sink), faults: faults.list, unreadable: faults.count() };
    },
  };
};
