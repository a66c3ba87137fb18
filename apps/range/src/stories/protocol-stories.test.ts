import { decodeDatagram, toEvents as idsEvents, NO_EXTRACT } from '@chedun/idsm';
import { createFlowCollector } from '@chedun/pcap/netflow';
import { createDecoder } from '@chedun/logs';
import { addFrame, createColumns, createWatch, DETECTORS, encodeFrame, hashOf, resetColumns } from '@chedun/gbt32960';
import { bsmId, createBsmRecord, readBsm } from '@chedun/v2x';
import { createMonitor, DEFAULT_SETTINGS, fromCompass, planeAt } from '@chedun/v2x/misbehaviour';
import { toEvents as terminalEvents } from '@chedun/jtt808';
import { beforeAll, describe, expect, it } from 'vitest';
import { startDatagramTarget, startTerminalTarget, TERMINAL_CODE } from '../../testing/protocol-targets.ts';
import { jumpingClock, startHttpTarget, startTcpTarget } from '../../testing/targets.ts';
import { playRange } from '../play.ts';
import type { RangeReport } from '../report.ts';

const START = Date.UTC(2026, 10, 23, 2, 0, 0);

const open = async () => ({
  tcp: await startTcpTarget(),
  http: await startHttpTarget(),
  jtt808: await startTerminalTarget(),
  ids: await startDatagramTarget(),
  v2x: await startDatagramTarget(),
  netflow: await startDatagramTarget(),
});

type Sinks = Awaited<ReturnType<typeof open>>;

const play = async (): Promise<{ readonly report: RangeReport; readonly sinks: Sinks }> => {
  const sinks = await open();
  const at = (target: { readonly port: number }) => ({ host: '127.0.0.1', port: target.port });
  try {
    const report = await playRange(
      {
        tcp: at(sinks.tcp),
        http: { url: sinks.http.url, token: 'T' },
        jtt808: at(sinks.jtt808),
        ids: at(sinks.ids),
        v2x: at(sinks.v2x),
        netflow: at(sinks.netflow),
        vehicles: 80,
        seconds: 150,
        seed: 3,
        stories: ['tbox', 'telemetry', 'remote', 'terminals', 'ecu', 'road', 'flows'],
        rate: 14,
      },
      { clock: jumpingClock(START) },
    );
    return { report, sinks };
  } finally {
    for (const sink of Object.values(sinks)) await sink.close();
  }
};

/** The run is played once; the tests look at what arrived. */
let once: ReturnType<typeof play> | undefined;
const played = (): ReturnType<typeof play> => (once ??= play());

beforeAll(async () => void (await played()), 120_000);

const truthOf = ({ script }: RangeReport, name: string): Readonly<Record<string, readonly string[]>> =>
  script.find((story) => story.name === name)?.truth ?? {};

describe('a run with every protocol', () => {
  it('plays every action of every story and says when', async () => {
    const { report } = await played();
    expect(report).toMatchObject({ skippedActions: 0, unsent: 0, aborted: false });
    for (const { zh, en, steps } of report.script) {
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).toMatch(/^[A-Z]/);
      for (const { from = '', to = '', played: count, leftOut } of steps) {
        expect(count).toBeGreaterThan(0);
        expect(leftOut).toBe(0);
        expect(Date.parse(from)).toBeGreaterThan(START);
        expect(Date.parse(to)).toBeLessThanOrEqual(START + 150_000);
        expect(from <= to).toBe(true);
      }
    }
  });
});

describe('forged reports of GB/T 32960', () => {
  it('are told by every detector of the watch, of the vehicles that the script names and of no other', async () => {
    const { report, sinks } = await played();
    const columns = createColumns(1);
    const watch = createWatch({ vehicles: 1000 });
    const found = new Map<string, Set<string>>();
    for (const { frame, localPort, received } of sinks.tcp.arrivals) {
      const bytes = Buffer.from(encodeFrame(frame));
      resetColumns(columns);
      if (addFrame(columns, bytes, 0, bytes.length) !== 'row') continue;
      const hash = hashOf(bytes, 0, bytes.length);
      for (const { rule } of watch.observe({ columns, row: 0, received, source: localPort, hash }))
        found.set(rule, (found.get(rule) ?? new Set()).add(frame.id));
    }
    expect([...found.keys()].toSorted()).toEqual(DETECTORS.map(({ id }) => id).toSorted());
    const guilty = new Set(['telemetry', 'tbox'].flatMap((name) => Object.values(truthOf(report, name)).flat()));
    const accused = new Set([...found.values()].flatMap((vins) => [...vins]));
    expect([...accused].filter((vin) => !guilty.has(vin))).toEqual([]);
  });
});

describe('JT/T 808', () => {
  it('terminals register, authenticate with the code of the platform, and report', async () => {
    const { report, sinks } = await played();
    const codes = sinks.jtt808.arrivals.flatMap(({ frame }) =>
      frame.header.messageId === 0x0102 && frame.body.kind === 'fields' ? [frame.body.values['token']] : [],
    );
    expect(codes).toHaveLength(8);
    expect(new Set(codes)).toEqual(new Set([TERMINAL_CODE]));
    expect(sinks.jtt808.arrivals.every(({ frame }) => frame.status === 'ok')).toBe(true);
    expect(sinks.jtt808.arrivals).toHaveLength(report.terminalFrames);
    expect(report.terminalAnswers).toBeGreaterThan(150);
  });

  it('shows a foreign server, control of terminals, a clone and tampering', async () => {
    const { report, sinks } = await played();
    const truth = truthOf(report, 'terminals');
    const signals = sinks.jtt808.arrivals.flatMap(({ frame, peer }) =>
      terminalEvents(frame, { received: START, srcIp: peer, srcPort: 1, skippedBefore: 0 }).map(({ fields }) => fields),
    );
    const phonesWith = (signal: string): unknown[] => [
      ...new Set(signals.filter((fields) => fields['jt808.signal'] === signal).map(({ phone }) => phone)),
    ];
    expect(phonesWith('server_address_change')).toEqual(truth['phones']);
    expect(phonesWith('terminal_control')).toEqual(truth['phones']);
    expect(phonesWith('tamper_alarm')).toEqual(truth['tampered']);
    const server = signals.find((fields) => fields['jt808.signal'] === 'server_address_change');
    expect(server?.['jt808.parameter_values']).toContain(truth['addresses']?.[0]);
    if (process.platform === 'linux') {
      const cloned = sinks.jtt808.arrivals.filter(({ frame }) => frame.header.phone === truth['cloned']?.[0]);
      expect(new Set(cloned.map(({ peer }) => peer))).toEqual(new Set(['127.0.0.1', '127.0.0.2']));
    }
  });
});

describe('AUTOSAR IDS messages', () => {
  it('burst from the two ECUs that the script names, between quiet ones', async () => {
    const { report, sinks } = await played();
    const all = sinks.ids.datagrams.flatMap((bytes) =>
      idsEvents(decodeDatagram(bytes), NO_EXTRACT, { received: START }).map(({ fields }) => fields),
    );
    expect(all.every(({ status }) => status === 'ok')).toBe(true);
    const loud = all.filter((fields) => fields['ids.event_range'] === 'autosar');
    expect([...new Set(loud.map((fields) => String(fields['ids.idsm_id'])))].toSorted()).toEqual(
      truthOf(report, 'ecu')['idsms'],
    );
    const count = (event: number): number => loud.filter((fields) => fields['ids.event_id'] === event).length;
    expect([11, 44, 103, 106].map(count)).toEqual([12, 120, 25, 8]);
    expect(all.length - loud.length).toBe(10);
    expect(sinks.ids.datagrams).toHaveLength(report.datagrams.ids);
  });
});

describe('V2X at the junction', () => {
  it('shows ghosts and a sender that stands still to the monitor, and no honest road user', async () => {
    const { report, sinks } = await played();
    const monitor = createMonitor(DEFAULT_SETTINGS);
    const record = createBsmRecord();
    const plane = planeAt({ latitude: 31.2745, longitude: 121.1772 });
    const accused = new Map<string, Set<string>>();
    const heard = new Set<string>();
    let second = 0;
    let last = -1;
    for (const bytes of sinks.v2x.datagrams) {
      expect(readBsm(bytes, record)).toBe('ok');
      if (record.secMark < last - 30_000) second += 60;
      last = record.secMark;
      const at = second + record.secMark / 1000;
      const heading = record.heading * 0.0125;
      heard.add(bsmId(record));
      const verdict = monitor.receive({
        pseudonym: bsmId(record),
        sentAt: at,
        receivedAt: at,
        position: plane({ latitude: record.lat / 1e7, longitude: record.long / 1e7 }),
        speed: fromCompass(record.speed * 0.02, heading),
        acceleration: fromCompass(record.accelLong / 100, heading),
        heading: fromCompass(1, heading),
        accuracy: { position: 2, speed: 0.3 },
      });
      if (verdict.kind !== 'misbehaving') continue;
      const rules = accused.get(bsmId(record)) ?? new Set();
      accused.set(bsmId(record), rules);
      for (const { rule } of verdict.signs) rules.add(rule);
    }
    const truth = truthOf(report, 'road');
    const guilty = [...(truth['sybil'] ?? []), ...(truth['constant-position'] ?? [])];
    expect([...accused.keys()].toSorted()).toEqual(guilty.toSorted());
    expect(heard.size).toBeGreaterThan(guilty.length + 10);
    expect(accused.get(truth['sybil']?.[3] ?? '')?.has('v2x-sybil')).toBe(true);
    expect(accused.get(truth['constant-position']?.[0] ?? '')?.has('v2x-constant-position')).toBe(true);
  });
});

describe('flow exports', () => {
  it('show a beacon of even intervals and a scan of ports among usual flows', async () => {
    const { report, sinks } = await played();
    const truth = truthOf(report, 'flows');
    const collector = createFlowCollector();
    const exported = sinks.netflow.datagrams.flatMap((bytes) => {
      const { seconds: time, flows } = collector.read(bytes, '127.0.0.1');
      return flows.map((flow) => ({ time, ...flow }) as Readonly<Record<string, unknown>>);
    });
    const from = (address: string | undefined) => exported.filter((flow) => flow['src_ip'] === address);
    const beacons = from(truth['beaconing']?.[0]);
    expect(beacons).toHaveLength(40);
    expect(new Set(beacons.map((flow) => flow['dst_ip']))).toEqual(new Set(truth['addresses']));
    const gaps = beacons.slice(1).map((flow, at) => Number(flow['time']) - Number(beacons[at]?.['time']));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
    expect(new Set(from(truth['port-scan']?.[0]).map((flow) => flow['dst_port'])).size).toBe(240);
    expect(exported.length).toBeGreaterThan(280 + 900);
  });
});

describe('abuse of the interface of a partner', () => {
  it('unlocks without a session, replays a command and fails with signatures', async () => {
    const { report, sinks } = await played();
    const truth = truthOf(report, 'remote');
    const decoder = createDecoder('tsp');
    const events = sinks.http
      .linesOf('tsp')
      .map((line) => decoder.decode(line)?.fields ?? {})
      .filter((fields) => fields['account'] === truth['accounts']?.[0]);
    const unlocked = events.filter((fields) => fields['session_id'] === undefined && fields['result'] === 'success');
    expect(new Set(unlocked.map((fields) => fields['vin']))).toEqual(new Set(truth['vins']));
    expect(events.filter((fields) => fields['nonce_state'] === 'reused')).toHaveLength(11);
    expect(events.filter((fields) => fields['signature'] === 'failed')).toHaveLength(15);
  });
});
