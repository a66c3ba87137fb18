import { isDomainError, say } from '@chedun/kernel';
import { decodeMessage, toEvents, type MessageEvent } from '@chedun/v2x';
import type { Verdict } from '@chedun/v2x/misbehaviour';
import type { V2xSenderRow, V2xSummary } from '../contract.ts';
import { createFaults } from '../domain/faults.ts';
import { titleOf } from '../domain/titles.ts';
import type { StreamAnalysis } from './can-analysis.ts';
import { datagramReader, type Datagram } from './datagrams.ts';
import { createFindings, type Findings } from './findings.ts';
import type { Task } from './protocol.ts';
import { createSeries, type Sink } from './sink.ts';
import { createJudge, type Report } from './v2x-judge.ts';
import { CAPTURE_WORDS } from '../phrases.ts';

const CHUNK_POINTS = 10_000;
const MOST_POINTS = 5_000_000;
const MOST_SENDERS = 50_000;
const MOST_VERDICTS = 50_000;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const iso = (ms: number): string => new Date(Math.floor(ms)).toISOString();
const numberIn = (fields: MessageEvent['fields'], name: string): number | undefined => {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
};
const textIn = (fields: MessageEvent['fields'], name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

interface SenderDraft {
  readonly vehicleClass: string;
  readonly rules: Set<string>;
  readonly first: number;
  last: number;
  messages: number;
  misbehaving: number;
  suspicion: number;
  maxSpeedMps: number | null;
}

/** Senders of a log. */
const createSenders = () => {
  const drafts = new Map<string, SenderDraft>();
  return {
    size: () => drafts.size,
    misbehaving: () => [...drafts.values()].filter((draft) => draft.misbehaving > 0).length,
    saw: (sender: string, at: number, vehicleClass: string, speed: number | null): void => {
      const known = drafts.get(sender);
      if (known === undefined && drafts.size >= MOST_SENDERS) return;
      const fresh = { vehicleClass, rules: new Set<string>(), first: at, last: at, messages: 0, misbehaving: 0 };
      const draft: SenderDraft = known ?? { ...fresh, suspicion: 0, maxSpeedMps: null };
      draft.messages += 1;
      draft.last = Math.max(draft.last, at);
      if (speed !== null) draft.maxSpeedMps = Math.max(draft.maxSpeedMps ?? 0, speed);
      if (known === undefined) drafts.set(sender, draft);
    },
    judged: ({ pseudonym, kind, suspicion, signs }: Verdict): void => {
      const draft = drafts.get(pseudonym);
      if (draft === undefined) return;
      if (kind === 'misbehaving') draft.misbehaving += 1;
      draft.suspicion = Math.max(draft.suspicion, suspicion);
      for (const { rule } of signs) draft.rules.add(rule);
    },
    rows: (): readonly Omit<V2xSenderRow, 'seq'>[] =>
      [...drafts].map(([sender, { first, last, rules, ...draft }]) => ({
        sender,
        ...draft,
        rules: [...rules],
        first: iso(first),
        last: iso(last),
      })),
  };
};

/** Verdicts become rows, and findings of their rule and sender once the suspicion is enough. */
const tell = (report: Report, verdict: Verdict, sink: Sink, findings: Findings, count: { verdicts: number }): void => {
  const { sender } = report;
  for (const sign of verdict.signs) {
    count.verdicts += 1;
    const { rule, observed, limit, unit, other = '' } = sign;
    const { title } = titleOf(rule);
    const suspicion = rounded(verdict.suspicion);
    const row = {
      at: iso(report.receivedAt * 1000),
      sender,
      rule,
      title: { ...title },
      observed,
      limit,
      unit,
      other,
      suspicion,
    };
    if (count.verdicts <= MOST_VERDICTS)
      sink.row('verdicts', `${sender} ${rule} ${title.zh} ${title.en} ${other}`, { ...row });
    if (verdict.kind !== 'misbehaving') continue;
    findings.add(`${rule} ${sender}`, {
      signal: rule,
      category: 'v2x',
      subject: sender,
      expected: say(CAPTURE_WORDS.atMost, { limit: `${Math.round(limit * 100) / 100} ${unit}` }),
      seen: `${Math.round(observed * 100) / 100} ${unit}`,
      fields: {
        'v2x.kind': 'misbehaviour',
        'v2x.rules': [rule],
        'v2x.suspicion': suspicion,
        'v2x.accused': sender,
        'v2x.id': sender,
        'v2x.lat': report.lat,
        'v2x.lon': report.lon,
        ...(other === '' ? {} : { 'v2x.related': other }),
      },
      firstS: report.receivedAt,
    });
  }
};

const reportOf = (sender: string, at: number, { time, fields }: MessageEvent): Report | undefined => {
  const [lat, lon] = [numberIn(fields, 'v2x.lat'), numberIn(fields, 'v2x.lon')];
  const [speedMps, headingDeg] = [numberIn(fields, 'v2x.speed_mps'), numberIn(fields, 'v2x.heading_deg')];
  if (lat === undefined || lon === undefined || speedMps === undefined || headingDeg === undefined) return undefined;
  const accelerationMps2 = numberIn(fields, 'v2x.accel_long_mps2') ?? 0;
  const about = { lat, lon, speedMps, headingDeg, accelerationMps2 };
  return { sender, sentAt: (time ?? at) / 1000, receivedAt: at / 1000, ...about };
};

const undecodable = ({ at, line, offset }: Datagram, error: unknown, findings: Findings): void => {
  const code = isDomainError(error) ? error.code : 'v2x.not_a_message';
  findings.add(`undecodable ${code}`, {
    signal: 'captures.v2x-undecodable',
    category: 'v2x',
    subject:
      line === undefined ? say(CAPTURE_WORDS.offset, { offset: offset ?? 0 }) : say(CAPTURE_WORDS.line, { line }),
    expected: say(CAPTURE_WORDS.roadMessage, {}),
    seen: isDomainError(error) ? (error.detail.reason ?? code) : code,
    fields: { 'v2x.kind': 'undecodable', 'v2x.error': code },
    firstS: at / 1000,
  });
};

/** Box around positions. */
const createBox = () => {
  const box = { south: 90, west: 180, north: -90, east: -180 };
  return {
    add: (lat: number, lon: number): void => {
      box.south = Math.min(box.south, lat);
      box.north = Math.max(box.north, lat);
      box.west = Math.min(box.west, lon);
      box.east = Math.max(box.east, lon);
    },
    bounds: () => (box.south > box.north ? null : box),
  };
};

/** Counts messages by kind and the time that they span. */
const createCount = () => {
  const kinds = new Map<string, number>();
  let [messages, first, last] = [0, Infinity, -Infinity];
  return {
    add: (kind: string, at: number): void => {
      messages += 1;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      first = Math.min(first, at);
      last = Math.max(last, at);
    },
    finish: () => ({
      messages,
      byMessage: [...kinds].map(([message, count]) => ({ message, count })),
      first: messages === 0 ? null : iso(first),
      last: messages === 0 ? null : iso(last),
    }),
  };
};

/** Positions and senders of basic safety messages, and what is thought of them. */
const createSafety = (sink: Sink, findings: Findings) => {
  const [senders, judge, box] = [createSenders(), createJudge(), createBox()];
  const series = createSeries(sink, 'points', CHUNK_POINTS, MOST_POINTS);
  const count = { verdicts: 0 };
  const message = (at: number, event: MessageEvent): void => {
    const { fields } = event;
    const sender = textIn(fields, 'v2x.id');
    const speed = numberIn(fields, 'v2x.speed_mps') ?? null;
    senders.saw(sender, at, textIn(fields, 'v2x.class'), speed);
    const [lat, lon] = [numberIn(fields, 'v2x.lat'), numberIn(fields, 'v2x.lon')];
    if (lat === undefined || lon === undefined) return;
    box.add(lat, lon);
    const judged: { suspicion: number; rules: readonly string[] } = { suspicion: 0, rules: [] };
    const heading = numberIn(fields, 'v2x.heading_deg') ?? null;
    const line = () => [at, sender, lat, lon, speed, heading, judged.suspicion, judged.rules];
    series.add({ time: at, key: sender, marks: () => judged.rules.length, line });
    const report = reportOf(sender, at, event);
    if (report === undefined) return;
    judge.report(report, (verdict) => {
      judged.suspicion = rounded(verdict.suspicion);
      judged.rules = verdict.signs.map(({ rule }) => rule);
      senders.judged(verdict);
      tell(report, verdict, sink, findings, count);
    });
  };
  const end = () => {
    judge.end();
    series.end();
    for (const row of senders.rows())
      sink.row('senders', `${row.sender} ${row.vehicleClass} ${row.rules.join(' ')}`, { ...row });
    const [all, misbehavingSenders] = [senders.size(), senders.misbehaving()];
    return { ...count, senders: all, misbehavingSenders, bounds: box.bounds(), points: series.kept() };
  };
  return { message, own: judge.own, end };
};

/** Where the messages of one log go. */
const createMessages = (sink: Sink, findings: Findings) => {
  const [safety, seen] = [createSafety(sink, findings), createCount()];
  let lost = 0;
  const take = (datagram: Datagram): void => {
    const { at, bytes } = datagram;
    try {
      const events = toEvents(decodeMessage(bytes), { received: at, srcIp: '', srcPort: 0 });
      const kind = textIn(events[0]?.fields ?? {}, 'v2x.message') || 'unknown';
      seen.add(kind, at);
      if (kind === 'bsm') for (const event of events) safety.message(at, event);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      lost += 1;
      undecodable(datagram, error, findings);
    }
  };
  const end = (): V2xSummary => ({ kind: 'v2x', undecodable: lost, ...seen.finish(), ...safety.end() });
  return { take, own: safety.own, end };
};

/** Analyses a log of V2X messages; what cannot be read is told with its place. */
export const analyseV2x = (task: Task, sink: Sink): StreamAnalysis => {
  const [faults, findings] = [createFaults(), createFindings(task)];
  const messages = createMessages(sink, findings);
  const into = { datagram: messages.take, own: messages.own };
  const reader = datagramReader(task.format, task.size, into, faults);
  return {
    push: reader.push,
    end: () => {
      reader.end();
      const summary = messages.end();
      return { summary, findings: findings.end(sink), faults: faults.list, unreadable: faults.count() };
    },
  };
};
