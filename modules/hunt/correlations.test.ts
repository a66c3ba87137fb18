import { blankEvent, eventBlock, eventsTable } from '@chedun/events';
import { openTestStore, type TestStore } from '@chedun/events/testing';
import { createDecoder } from '@chedun/logs';
import {
  compileCorrelations,
  createCorrelator,
  openHitFinder,
  parseRules,
  type CorrelationRule,
  type Firing,
  type SigmaRule,
} from '@chedun/sigma';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { huntCorrelations, type CorrelationOrder } from './use-cases/run-correlations.ts';
import { huntRule } from './use-cases/run-hunt.ts';

const FROM = Date.UTC(2026, 10, 22);
const EVENTS = 3_000;
const STEP_MS = 4_000;
const RANGE = { from: FROM, to: FROM + EVENTS * STEP_MS };

const rule = (name: string, detection: string): string =>
  `title: ${name}\nid: ${name}\nname: ${name}\nlogsource:\n  category: remote_control\ndetection:\n  s:\n    ${detection}\n  condition: s\n`;
const correlation = (name: string, lines: string): string =>
  `title: ${name}\nid: ${name}\nname: ${name}\ncorrelation:\n${lines}\nlevel: high\n`;
const TEXT = [
  rule('failed', 'result: failure'),
  rule('unlocked', 'command: unlock'),
  correlation(
    'often',
    '  type: event_count\n  rules: [failed]\n  group-by: [account]\n  timespan: 10m\n  condition:\n    gte: 6',
  ),
  correlation(
    'wide',
    '  type: value_count\n  rules: [unlocked]\n  group-by: [account]\n  timespan: 30m\n  window: tumbling\n  condition:\n    gte: 9\n    field: vin',
  ),
  correlation(
    'sitting',
    '  type: event_count\n  rules: [unlocked]\n  group-by: [vin]\n  timespan: 60m\n  window: session\n  gap: 5m\n  condition:\n    gte: 3',
  ),
  correlation(
    'chain',
    '  type: temporal_ordered\n  rules: [often, unlocked]\n  group-by: [account]\n  timespan: 5m\n  condition:\n    gte: 2',
  ),
].join('---\n');

const documents = parseRules(TEXT, { file: 'story.yml' }).documents;
const rules = new Map(
  documents.flatMap((each): [string, SigmaRule][] => (each.kind === 'rule' ? [[each.id ?? '', each]] : [])),
);
const plan = compileCorrelations(
  documents.filter((each): each is CorrelationRule => each.kind === 'correlation'),
  (reference) => (rules.has(reference) ? reference : undefined),
);
const base = plan.baseRules().flatMap((id) => {
  const document = rules.get(id);
  return document === undefined ? [] : [{ id, document }];
});
const order: CorrelationOrder = {
  plan,
  wanted: new Set(['often', 'wide', 'sitting', 'chain']),
  rules: base.map(({ id, document }) => huntRule({ id, rule: document, exceptions: [] })),
  pack: {
    version: 1,
    rules: base.map(({ id, document }) => ({ id, document, exceptions: [], fields: plan.fields(id) })),
  },
};

/** Records whose times are in order, and look random but are always the same. */
const records = (() => {
  let state = 11;
  const pick = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: EVENTS }, (_, n) => ({
    ts: new Date(FROM + n * STEP_MS).toISOString(),
    type: 'remote_control',
    vin: `LCDCDA1E0RW${String(pick(40)).padStart(6, '0')}`,
    account: `u-${pick(15)}`,
    command: ['unlock', 'horn', 'climate'][pick(3)],
    result: pick(6) === 0 ? 'failure' : 'success',
  }));
})();

const said = ({ rule: of, group, at, from, value }: Firing): string => JSON.stringify([of, group, at, from, value]);

describe('correlations over the store', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
    const block = eventBlock();
    const decoder = createDecoder('ndjson');
    for (const [n, record] of records.entries()) {
      const body = JSON.stringify(record);
      const event = decoder.decode(body);
      if (event === undefined) throw new Error('no event');
      const time = FROM + n * STEP_MS;
      const place = { journal: 'network', seq: Math.floor(n / 20) + 1, idx: n % 20 };
      block.add({ ...blankEvent, ...place, time, received: time, format: event.format, body });
    }
    await store.events.insertBlocks(eventsTable, [new Uint8Array(block.finish())], { token: 't' });
  }, 120_000);
  afterAll(async () => {
    await store.stop();
  });

  /** What the engine says when it sees the records one by one. */
  const expected = (): string[] => {
    const finder = openHitFinder(order.pack);
    const correlator = createCorrelator(plan, { groups: 10_000, latenessMs: 0, aheadMs: Number.MAX_SAFE_INTEGER });
    const decoder = createDecoder('ndjson');
    const firings: Firing[] = [];
    for (const [n, record] of records.entries()) {
      const event = decoder.decode(JSON.stringify(record));
      if (event === undefined) throw new Error('no event');
      for (const [of, time, weight, , values] of finder.find(event, n, FROM)) {
        const fields = plan.fields(of);
        const value = (field: string): string | number | undefined => values[fields.indexOf(field)] ?? undefined;
        firings.push(...correlator.observe({ rule: of, time, weight, ref: String(n), value }));
      }
    }
    firings.push(...correlator.advance(RANGE.to + plan.reachMs + 1));
    return firings.map(said);
  };

  interface Piece {
    readonly done: number;
    readonly of: number;
    readonly windows: Uint8Array;
  }

  const run = async (
    manner: { thorough?: boolean; skip?: number; of?: number; windows?: Uint8Array; eventsPerPiece?: number } = {},
    stopAfter = Infinity,
    wanted = order.wanted,
  ) => {
    const abort = new AbortController();
    const firings: Firing[] = [];
    const pieces: Piece[] = [];
    let began = 0;
    await huntCorrelations(
      store.events,
      { ...order, wanted },
      RANGE,
      {
        thorough: false,
        skip: 0,
        of: 0,
        windows: undefined,
        segments: [],
        eventsPerPiece: 300,
        ...manner,
        anew: async () => void (began += 1),
      },
      {
        firing: (firing) => void firings.push(firing),
        coldRead: () => undefined,
        pieceDone: async (done, of, windows) => {
          pieces.push({ done, of, windows: windows() });
          if (pieces.length >= stopAfter) abort.abort(new Error('enough'));
        },
        signal: abort.signal,
      },
    ).catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    });
    return { firings, pieces, began };
  };

  it('fire as they do when the events come one by one, looked up and read', { timeout: 240_000 }, async () => {
    const wanted = expected();
    expect(new Set(wanted.map((each) => (JSON.parse(each) as string[])[0])).size).toBe(4);
    for (const manner of [{}, { thorough: true }, { eventsPerPiece: 1_000_000 }]) {
      const { firings, pieces } = await run(manner);
      expect(pieces.length).toBe('eventsPerPiece' in manner ? 1 : 10);
      expect(firings.map(said)).toEqual(wanted);
    }
  });

  it('name the stored events that they stand on', { timeout: 120_000 }, async () => {
    const { firings } = await run({}, Infinity, new Set(['often']));
    expect(firings.every((firing) => firing.rule === 'often')).toBe(true);
    const [journal, seq, idx, time] = firings[0]?.refs.at(-1)?.split('/') ?? [];
    expect(journal).toBe('network');
    const n = (Number(seq) - 1) * 20 + Number(idx);
    expect(records[n]).toMatchObject({ result: 'failure', account: firings[0]?.group[0]?.[1] });
    expect(Date.parse(records[n]?.ts ?? '')).toBe(Number(time));
  });

  it(
    'go on with their windows after an interruption, and begin anew with other pieces',
    { timeout: 240_000 },
    async () => {
      const first = await run({}, 4);
      const { done, of, windows } = first.pieces.at(-1) ?? { done: 0, of: 0, windows: new Uint8Array() };
      expect([done, of]).toEqual([4, 10]);
      const rest = await run({ skip: done, of, windows });
      expect([...first.firings, ...rest.firings].map(said)).toEqual(expected());
      expect(rest.began).toBe(0);
      const other = await run({ skip: done, of: 99, windows });
      expect(other.began).toBe(1);
      expect(other.firings.map(said)).toEqual(expected());
    },
  );
});
