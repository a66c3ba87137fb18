import { afterEach, describe, expect, it } from 'vitest';
import { jumpingClock, startHttpTarget } from '../../testing/targets.ts';
import type { HttpTarget, Reply } from '../../testing/targets.ts';
import { newCounters } from '../report.ts';
import type { Counters } from '../report.ts';
import { createLogSender } from './log-sender.ts';
import type { LogSender } from './log-sender.ts';

let target: HttpTarget | undefined;

afterEach(async () => {
  await target?.close();
  target = undefined;
});

interface Bench {
  readonly sender: LogSender;
  readonly counters: Counters;
  readonly target: HttpTarget;
  readonly slept: readonly number[];
  readonly stop: AbortController;
}

const start = async (reply?: Reply): Promise<Bench> => {
  target = await startHttpTarget(reply);
  const counters = newCounters();
  const clock = jumpingClock(1_764_000_000_000);
  const stop = new AbortController();
  return {
    sender: createLogSender({ url: `${target.url}/`, token: 'T0K' }, counters, clock, stop.signal),
    counters,
    target,
    slept: clock.slept,
    stop,
  };
};

describe('the log sender', () => {
  it('posts lines to their source with the token', async () => {
    const { sender, counters, target: server } = await start();
    sender.add('tsp', '{"a":1}');
    sender.add('tsp', '{"a":2}');
    sender.add('tsp-linux', '<86>1 - - - - - - x');
    await sender.flush();
    expect(server.posted.map((one) => [one.path, one.lines.length])).toEqual([
      ['/api/ingest/tsp', 2],
      ['/api/ingest/tsp-linux', 1],
    ]);
    expect(server.posted[0]?.authorization).toBe('Bearer T0K');
    expect(counters.lines).toEqual({ tsp: 2, 'tsp-windows': 0, 'tsp-linux': 1 });
  });

  it('sends at most 2,000 lines in a request, in order', async () => {
    const { sender, target: server } = await start();
    for (let index = 0; index < 4500; index += 1) sender.add('tsp', String(index));
    await sender.flush();
    expect(server.posted.map((one) => one.lines.length)).toEqual([2000, 2000, 500]);
    expect(server.linesOf('tsp')).toEqual(Array.from({ length: 4500 }, (_, index) => String(index)));
  });

  it('waits as long as the server asks for, and loses nothing', async () => {
    const {
      sender,
      counters,
      target: server,
      slept,
    } = await start((index) =>
      index < 2 ? { status: index === 0 ? 429 : 503, headers: { 'retry-after': String(3 + index) } } : undefined,
    );
    sender.add('tsp', 'line');
    await sender.flush();
    expect(slept).toEqual([3000, 4000]);
    expect(counters).toMatchObject({ throttled: 2, lines: { tsp: 1 } });
    expect(server.linesOf('tsp')).toEqual(['line']);
  });

  it('stops with a clear error when the server refuses', async () => {
    const { sender } = await start(() => ({ status: 401 }));
    sender.add('tsp', 'line');
    await expect(sender.flush()).rejects.toMatchObject({
      code: 'range.refused',
      detail: { status: 401, field: 'tsp' },
    });
  });

  it('tries five times before it calls the server unreachable', async () => {
    const { sender, target: server, slept } = await start();
    await server.close();
    sender.add('tsp', 'line');
    await expect(sender.flush()).rejects.toMatchObject({ code: 'range.unreachable' });
    expect(slept).toHaveLength(4);
  });

  it('gives up at once when the run is stopped', async () => {
    const { sender, counters, stop } = await start();
    stop.abort();
    sender.add('tsp', 'line');
    await sender.flush();
    expect(counters.lines.tsp).toBe(0);
  });
});
