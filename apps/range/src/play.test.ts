import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createDecoder } from '@chedun/logs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { jumpingClock, startHttpTarget, startTcpTarget } from '../testing/targets.ts';
import type { HttpTarget, TcpTarget } from '../testing/targets.ts';
import type { RangeOptions } from './options.ts';
import { playRange } from './play.ts';
import type { RangeProgress } from './report.ts';

const START = Date.UTC(2026, 10, 23, 2, 0, 0);

const open: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const target of open.splice(0)) await target.close();
});

const tcpTarget = async (): Promise<TcpTarget> => {
  const target = await startTcpTarget();
  open.push(target);
  return target;
};

const httpTarget = async (...args: Parameters<typeof startHttpTarget>): Promise<HttpTarget> => {
  const target = await startHttpTarget(...args);
  open.push(target);
  return target;
};

const run = (
  targets: { tcp?: TcpTarget; http?: HttpTarget; forward?: 'platform' },
  changes: Partial<RangeOptions> = {},
): RangeOptions => ({
  vehicles: 40,
  seconds: 30,
  seed: 7,
  stories: [],
  rate: 20,
  ...(targets.tcp && { tcp: { host: '127.0.0.1', port: targets.tcp.port, forward: targets.forward ?? 'vehicles' } }),
  ...(targets.http && { http: { url: targets.http.url, token: 'T' } }),
  ...changes,
});

const commands = (target: TcpTarget): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const { frame } of target.arrivals) counts.set(frame.command, (counts.get(frame.command) ?? 0) + 1);
  return counts;
};

describe('a run that goes on', () => {
  it('plays attacks once, then normal traffic at the rate of afterwards until it is stopped', async () => {
    const tcp = await tcpTarget();
    const stop = new AbortController();
    const played = vi.fn(async () => undefined);
    const report = await playRange(run({ tcp }, { stories: ['tbox'], afterRate: 2, seconds: 20 }), {
      clock: jumpingClock(START),
      signal: stop.signal,
      onPlayed: played,
      onProgress: ({ elapsed }) => {
        if (elapsed >= 120) stop.abort();
      },
    });
    expect(report.aborted).toBe(true);
    expect(played).toHaveBeenCalledTimes(1);
    expect(report.actions).toBeGreaterThan(80);
    const late = tcp.arrivals.filter(({ frame }) => frame.body.kind === 'realtime' && frame.body.time !== undefined);
    const after = late.filter(
      ({ frame }) => frame.body.kind === 'realtime' && Number(frame.body.time) > START + 20_000,
    );
    expect(after.length).toBeGreaterThan(195);
    expect(after.length).toBeLessThan(206);
    expect(new Set(after.map(({ frame }) => frame.id)).size).toBe(40);
  });
});

describe('a quiet run', () => {
  it('logs every vehicle in, reports at the rate, and logs out', async () => {
    const tcp = await tcpTarget();
    const report = await playRange(run({ tcp }), { clock: jumpingClock(START) });
    expect(commands(tcp)).toEqual(
      new Map([
        [1, 40],
        [2, 600],
        [4, 40],
      ]),
    );
    expect(tcp.arrivals.every(({ frame }) => frame.status === 'ok')).toBe(true);
    expect(report).toMatchObject({ aborted: false, frames: 680, unsent: 0, connections: 40, rejected: 0, elapsed: 30 });
    expect(tcp.connections()).toBe(40);
    expect(tcp.garbage()).toBe(0);
  });

  it('reports each vehicle in the order of time, over its own connection', async () => {
    const tcp = await tcpTarget();
    await playRange(run({ tcp }), { clock: jumpingClock(START) });
    const last = new Map<string, { readonly time: number; readonly port: number }>();
    for (const { frame, localPort } of tcp.arrivals) {
      if (frame.body.kind !== 'realtime') continue;
      const time = Number(frame.body.time);
      const before = last.get(frame.id);
      if (before !== undefined) {
        expect(time).toBeGreaterThan(before.time);
        expect(localPort).toBe(before.port);
      }
      last.set(frame.id, { time, port: localPort });
    }
    expect(last.size).toBe(40);
  });

  it('forwards everything over one connection of a platform', async () => {
    const tcp = await tcpTarget();
    const report = await playRange(run({ tcp, forward: 'platform' }), { clock: jumpingClock(START) });
    expect(tcp.connections()).toBe(1);
    expect(report.connections).toBe(1);
    expect(tcp.arrivals[0]?.frame.command).toBe(5);
    expect(commands(tcp).get(1)).toBe(40);
    expect(commands(tcp).get(2)).toBe(600);
  });

  it('writes platform logs that decode, with everyday commands only', async () => {
    const http = await httpTarget();
    const report = await playRange(run({ http }, { rate: 200 }), { clock: jumpingClock(START) });
    const tsp = http.linesOf('tsp');
    expect(tsp.length + http.linesOf('tsp-windows').length + http.linesOf('tsp-linux').length).toBe(1200);
    expect(report.lines.tsp).toBe(tsp.length);
    const decoder = createDecoder('tsp');
    const types = new Set<unknown>();
    for (const line of tsp) {
      const event = decoder.decode(line);
      if (event === undefined) throw new Error(`no event in ${line}`);
      expect(event.logsource.product).toBe('tsp');
      expect(event.time).toBeGreaterThanOrEqual(START);
      types.add(event.fields['type']);
    }
    expect(types).toEqual(new Set(['api', 'login', 'remote_control', 'ota']));
  });

  it('plays the same run for the same seed', async () => {
    const first = await httpTarget();
    const second = await httpTarget();
    await playRange(run({ http: first }), { clock: jumpingClock(START) });
    await playRange(run({ http: second }), { clock: jumpingClock(START) });
    expect(second.linesOf('tsp')).toEqual(first.linesOf('tsp'));
  });
});

describe('under pressure', () => {
  it('waits when the server asks for it and delivers every line once', async () => {
    const http = await httpTarget((index) =>
      index % 3 === 0 ? { status: 429, headers: { 'retry-after': '1' } } : undefined,
    );
    const report = await playRange(run({ http }, { stories: ['takeover'] }), { clock: jumpingClock(START) });
    expect(report.throttled).toBeGreaterThan(0);
    expect(http.posted.flatMap((one) => one.lines)).toHaveLength(
      Object.values(report.lines).reduce((sum, count) => sum + count, 0),
    );
    expect(report.skippedActions).toBe(0);
  });

  it('connects again and logs in again when the listener drops everybody', async () => {
    const tcp = await tcpTarget();
    let dropped = false;
    const clock = jumpingClock(START);
    const report = await playRange(run({ tcp }), {
      clock,
      onProgress: ({ elapsed }) => {
        if (elapsed < 10 || dropped) return;
        dropped = true;
        tcp.drop();
      },
    });
    expect(report.connections).toBeGreaterThan(40);
    expect(commands(tcp).get(1)).toBeGreaterThan(40);
  });

  it('ends early when it is told to, and says so', async () => {
    const tcp = await tcpTarget();
    const stop = new AbortController();
    const seen: RangeProgress[] = [];
    const report = await playRange(run({ tcp }), {
      clock: jumpingClock(START),
      signal: stop.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (progress.elapsed > 5) stop.abort();
      },
    });
    expect(report.aborted).toBe(true);
    expect(report.elapsed).toBeLessThan(10);
    expect(seen.length).toBeGreaterThan(3);
  });
});

describe('wrong use', () => {
  it.each([
    [{}, 'tcp'],
    [{ http: { url: 'http://127.0.0.1:1', token: 't' }, vehicles: 0 }, 'vehicles'],
    [{ http: { url: 'http://127.0.0.1:1', token: 't' }, seconds: Number.NaN }, 'seconds'],
    [{ http: { url: 'http://127.0.0.1:1', token: 't' }, rate: 1e9 }, 'rate'],
  ])('%j names the option', async (changes, field) => {
    await expect(playRange(run({}, changes))).rejects.toMatchObject({ code: 'range.options', detail: { field } });
  });

  it('says when nobody listens', async () => {
    const tcp = await startTcpTarget();
    await tcp.close();
    await expect(playRange(run({ tcp }), { clock: jumpingClock(START) })).rejects.toMatchObject({
      code: 'range.unreachable',
    });
  });
});

describe('the firewall', () => {
  it('writes one message a line to the syslog listener', async () => {
    const received: string[] = [];
    const server = createServer((socket) => {
      socket.on('data', (chunk: Buffer) => received.push(chunk.toString('utf8')));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    open.push({ close: () => new Promise((done) => server.close(() => done())) });
    const { port } = server.address() as AddressInfo;
    const report = await playRange({ ...run({}), syslog: { host: '127.0.0.1', port } }, { clock: jumpingClock(START) });
    await vi.waitFor(() => expect(received.join('').split('\n').filter(Boolean)).toHaveLength(60));
    expect(report.messages).toBe(60);
    const lines = received.join('').split('\n').filter(Boolean);
    for (const line of lines)
      expect(line).toMatch(/^<13[24]>1 2026-11-23T.*Z edge-fw-01 filter 811 - - action=(allow|deny) proto=TCP /);
    expect(lines.some((line) => line.includes('action=allow'))).toBe(true);
  });

  it('says when nobody listens there', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const options = { ...run({}), syslog: { host: '127.0.0.1', port } };
    await expect(playRange(options, { clock: jumpingClock(START) })).rejects.toMatchObject({
      code: 'range.unreachable',
      detail: { field: 'syslog' },
    });
  });
});
