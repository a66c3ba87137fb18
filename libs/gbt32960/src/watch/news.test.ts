import { describe, expect, it } from 'vitest';
import { COMMAND } from '../codes.ts';
import { addFrame } from '../column-reader.ts';
import { createColumns, resetColumns } from '../columns.ts';
import { encodeFrame } from '../encode.ts';
import { buildItem, type ItemInput } from '../items.ts';
import { emptyMemory } from './fleet.ts';
import { frameHash } from './frame-hash.ts';
import { newsOf, tell, type News } from './news.ts';

/** One report: what differs from a healthy car at 60 km/h. */
interface Report {
  readonly vehicle?: ItemInput['values'];
  readonly alarm?: ItemInput['values'];
  readonly faults?: readonly number[];
  readonly extremes?: ItemInput['values'];
}

const START = Date.UTC(2026, 10, 23, 4);
const USUAL = { state: 1, charge: 3, speed_kmh: 62, soc_pct: 81, insulation_kohm: 3100, current_A: 20 };
const DUE_S = 600;

const frameOf = ({ vehicle, alarm, faults = [], extremes }: Report): Buffer => {
  const items = [
    buildItem('2016', 1, { values: { ...USUAL, ...vehicle } }),
    buildItem('2016', 6, { values: { max_v_V: 3.9, min_v_V: 3.8, max_t_C: 31, min_t_C: 30, ...extremes } }),
    buildItem('2016', 7, { values: { max_level: 0, bits: 0, ...alarm }, lists: { ress_faults: [...faults] } }),
  ];
  const body = { kind: 'realtime' as const, time: START, items };
  const frame = { edition: '2016' as const, command: COMMAND.realtime, answer: 0xfe, id: 'LNEWS000000000001' };
  return Buffer.from(encodeFrame({ ...frame, encryption: 1, body }));
};

/** News of each report of a vehicle, one every ten seconds, each of them told. */
const newsOfStory = (story: readonly (Report & { readonly s?: number })[]): News[] => {
  const memory = emptyMemory();
  const columns = createColumns(1);
  return story.map((report, n) => {
    const bytes = frameOf(report);
    resetColumns(columns);
    expect(addFrame(columns, bytes, 0, bytes.length)).toBe('row');
    const second = START / 1000 + (report.s ?? n * 10);
    const news = newsOf(memory, columns, 0, second, DUE_S);
    if (news !== 'none') tell(memory, columns, 0, second);
    return news;
  });
};

describe('news of a report', () => {
  it('tells the first report and stays silent while nothing leaves its band', () => {
    expect(newsOfStory([{}, { vehicle: { speed_kmh: 64, soc_pct: 80 } }, {}])).toEqual(['changed', 'none', 'none']);
  });

  it('tells again after a while', () => {
    expect(newsOfStory([{}, { s: 599 }, { s: 600 }, { s: 601 }])).toEqual(['changed', 'none', 'due', 'none']);
  });

  it.each<[string, Report]>([
    ['speed', { vehicle: { speed_kmh: 75 } }],
    ['state of charge', { vehicle: { soc_pct: 60 } }],
    ['charging', { vehicle: { charge: 1 } }],
    ['insulation', { vehicle: { insulation_kohm: 400 } }],
    ['current', { vehicle: { current_A: 180 } }],
    ['temperature', { extremes: { max_t_C: 45 } }],
    ['a mark instead of a value', { vehicle: { soc_pct: null } }],
  ])('tells a change of %s once', (_, report) => {
    expect(newsOfStory([{}, report, report])).toEqual(['changed', 'changed', 'none']);
  });

  it.each<[string, Report]>([
    ['an alarm', { alarm: { max_level: 2, bits: 4 } }],
    ['a fault code', { faults: [0x1234] }],
    ['a cell far out of bounds', { extremes: { max_v_V: 4.9 } }],
    ['a cell that is empty', { extremes: { min_v_V: 1.2 } }],
    ['a hot probe', { extremes: { max_t_C: 90 } }],
  ])('says that %s is urgent, when it comes and when it goes', (_, report) => {
    expect(newsOfStory([{}, report, report, {}])).toEqual(['changed', 'urgent', 'none', 'urgent']);
    expect(newsOfStory([report])).toEqual(['urgent']);
  });
});

describe('the fingerprint of a frame', () => {
  const fingerprint = (frame: Buffer): number =>
    frameHash(new DataView(frame.buffer, frame.byteOffset, frame.length), 0, frame.length);

  it('changes with every byte', () => {
    const frame = frameOf({});
    const hashes = Array.from(frame, (byte, at) => {
      const other = Buffer.from(frame);
      other[at] = byte ^ 0x40;
      return fingerprint(other);
    });
    expect(new Set([...hashes, fingerprint(frame)]).size).toBe(frame.length + 1);
  });
});
