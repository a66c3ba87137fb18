import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CaptureFault, CaptureSummary, type CaptureKind } from './contract.ts';
import { attackedLines, carCapture, idsMessages, v2xLines } from './testing/recordings.ts';
import { capturesWorld, type CapturesWorld } from './testing/world.ts';
import { analyseCan } from './worker/can-analysis.ts';
import { analyseIds } from './worker/ids-analysis.ts';
import { analysePcap } from './worker/pcap-analysis.ts';
import type { FromWorker, Outcome, Task } from './worker/protocol.ts';
import { createSink } from './worker/sink.ts';
import { analyseV2x } from './worker/v2x-analysis.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const taskOf = (kind: CaptureKind, format: string, size: number): Task => ({
  job: 'analyse',
  capture: '01936f3a-7c00-7000-8000-000000000001',
  kind,
  format,
  size,
  uploadedAt: 1_763_000_000_000,
  vin: null,
  toEvents: true,
  dbc: undefined,
  model: undefined,
});

/** Analyses bytes as the thread does, in pieces of some size. */
const analyse = (kind: CaptureKind, format: string, bytes: Uint8Array, piece = 1000): Outcome | 'refused' => {
  const task = taskOf(kind, format, bytes.length);
  const sent: FromWorker[] = [];
  const sink = createSink((message) => sent.push(message));
  try {
    if (kind === 'pcap') return analysePcap(bytes, task, sink);
    const analysis = { can: analyseCan, v2x: analyseV2x, ids: analyseIds }[kind](task, sink);
    for (let at = 0; at < bytes.length; at += piece) analysis.push(bytes.subarray(at, at + piece));
    return analysis.end();
  } catch (error) {
    if (isDomainError(error)) return 'refused';
    throw error;
  }
};

const FORMS: readonly (readonly [CaptureKind, string, Uint8Array])[] = [
  ['pcap', 'pcap', carCapture()],
  ['can', 'candump', Buffer.from(attackedLines(3).join('\n'))],
  ['can', 'asc', Buffer.from('date x\nbase hex\n0.001 1 120 Rx d 2 01 02\n')],
  ['can', 'blf', Buffer.from('LOGG')],
  ['can', 'trc', Buffer.from(';$FILEVERSION=1.1\n1) 1.0 Rx 0120 2 01 02\n')],
  ['can', 'csv', Buffer.from('timestamp,can_id,dlc,data\n0.1,120,2,0102\n')],
  ['v2x', 'jsonl', Buffer.from(v2xLines(1).join('\n'))],
  ['ids', 'bytes', idsMessages()],
  ['ids', 'jsonl', Buffer.from('{"time":1,"hex":"00"}\n')],
  ['ids', 'pcap', carCapture()],
  ['v2x', 'pcap', carCapture()],
];

describe.each(FORMS)('foreign bytes as %s (%s)', (kind, format, whole) => {
  const isSound = (outcome: Outcome | 'refused'): void => {
    if (outcome === 'refused') return;
    CaptureSummary.parse(outcome.summary);
    for (const fault of outcome.faults) CaptureFault.parse(fault);
    expect(outcome.unreadable).toBeGreaterThanOrEqual(outcome.faults.length);
  };

  it('never break the analysis, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => isSound(analyse(kind, format, bytes, 64))),
      { numRuns: 150 },
    );
  });

  it('never break it when a good file is cut or changed', () => {
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255), end: fc.nat(whole.length) });
    fc.assert(
      fc.property(change, ({ at, to, end }) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = to;
        isSound(analyse(kind, format, bytes.subarray(0, end)));
      }),
      { numRuns: 60 },
    );
  });

  it('give the same result however they were cut into pieces', () => {
    if (kind === 'pcap') return;
    expect(analyse(kind, format, whole, 7)).toEqual(analyse(kind, format, whole, 100_000));
  });
});

describe('broken uploads', () => {
  let world: CapturesWorld;
  beforeAll(async () => {
    world = await capturesWorld();
  });
  afterAll(() => world.close());
  const kept = () => world.platform.platform.blobs.list({ limit: 100 });

  it.each([
    ['an empty file', 'name=x', new Uint8Array(0), 'captures.empty'],
    ['a file of no known kind', 'name=x', Buffer.from('MZ\u0000\u0001 something else'), 'captures.kind-unknown'],
    ['a CAN log said to be a capture', 'name=x&kind=pcap', Buffer.from('(1.0) can0 120#01\n'), 'captures.not-of-kind'],
    [
      'a DBC that nobody has',
      'name=x&dbcId=01936f3a-7c00-7000-8000-000000000001',
      carCapture(),
      'captures.dbc-unknown',
    ],
  ])('%s is refused and nothing is kept', async (_, query, bytes, code) => {
    const answer = await world.call(`POST /captures?${query}`, bytes);
    expect(answer.problem).toMatchObject({ code });
    expect(await kept()).toEqual([]);
  });

  it('a capture that ends in the middle is analysed up to there, with the place', async () => {
    const whole = carCapture();
    const cut = await world.analysed('name=cut.pcap', whole.subarray(0, whole.length - 30));
    expect(cut).toMatchObject({ status: 'done', unreadable: 1, summary: { frames: 17 } });
    expect(cut.faults).toMatchObject([{ code: 'captures.cut-short' }]);
    expect(cut.faults[0]?.offset).toBeGreaterThan(1000);
  });

  it('a capture without one whole frame fails with the place', async () => {
    const broken = await world.analysed('name=broken.pcap', carCapture().subarray(0, 30));
    expect(broken).toMatchObject({
      status: 'failed',
      summary: null,
      fault: { code: 'captures.nothing-read', offset: 24 },
    });
    expect(broken.fault?.message.zh).toContain('没有一条可读');
  });

  it('a log with unreadable lines tells each line and keeps the rest', async () => {
    const lines = ['(1.0) can0 120#0102', '(1.1) can0 XYZ#01', '(1.2) can0 120#0103', 'garbage'];
    const log = await world.analysed('name=damaged.log', lines.join('\n'));
    expect(log).toMatchObject({ status: 'done', unreadable: 2, summary: { frames: 2 } });
    expect(log.faults.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('a BLF that is none fails', async () => {
    const log = await world.analysed('name=x.blf', Buffer.concat([Buffer.from('LOGG'), Buffer.alloc(300, 0xff)]));
    expect(log).toMatchObject({ status: 'failed', format: 'blf', fault: { code: 'captures.nothing-read' } });
  });
});
