import { silentLog } from '@chedun/records/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reloader } from './reloader.ts';

const pack = (version: number) => ({ version, rules: [] });

describe('taking changes into what runs', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = () => {
    let version = 0;
    let silenced: string[] = [];
    const sent: number[] = [];
    const calls: string[] = [];
    const order: string[] = [];
    const fail = { next: false };
    const reload = reloader({
      book: {
        load: async () => {
          if (fail.next) {
            fail.next = false;
            throw new Error('no connection');
          }
          version += 1;
        },
        filters: () => [],
        silenced: () => silenced,
        pack: () => pack(version),
      } as never,
      detection: {
        filter: async () => void calls.push('filter'),
        silence: async (ids) => void calls.push(`silence ${ids.join(' ')}`),
      },
      broadcast: (each) => {
        sent.push(each.version);
        order.push('workers');
      },
      replace: async () => {
        calls.push('replace');
        order.push('windows');
      },
      now: () => Date.now(),
      log: silentLog,
    });
    return { reload, sent, calls, order, fail, silence: (ids: string[]) => void (silenced = ids) };
  };

  it('lets the windows know a rule before workers find its hits, so that none is lost in between', async () => {
    const world = open();
    await world.reload.now();
    expect(world.order).toEqual(['windows', 'workers']);
    world.reload.close();
  });

  it('takes what is committed at once, and once more what was under way', async () => {
    const world = open();
    for (let n = 0; n < 5; n += 1) world.reload.soon();
    await vi.advanceTimersByTimeAsync(0);
    expect(world.sent).toEqual([1]);
    await vi.advanceTimersByTimeAsync(600);
    expect([...new Set(world.sent)]).toEqual([1, 2]);
    world.reload.close();
  });

  it('tells detection only what changed, then the windows, then workers', async () => {
    const world = open();
    await world.reload.now();
    expect(world.calls).toEqual(['replace']);
    world.silence(['a']);
    await world.reload.now();
    await world.reload.now();
    expect(world.calls).toEqual(['replace', 'silence a', 'replace', 'replace']);
    expect(world.sent).toEqual([1, 2, 3]);
    world.reload.close();
  });

  it('sends a pack again until a result was made with it', async () => {
    const world = open();
    await world.reload.now();
    await vi.advanceTimersByTimeAsync(7_500);
    expect(world.sent).toEqual([1, 1, 1, 1]);
    world.reload.seen(1);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(world.sent).toEqual([1, 1, 1, 1]);
  });

  it('gives up after a while where nothing is evaluated, and sends when an old result comes', async () => {
    const world = open();
    await world.reload.now();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(world.sent).toHaveLength(8);
    world.reload.seen(0);
    expect(world.sent).toHaveLength(9);
    world.reload.close();
  });

  it('gathers changes that come close together, and tries again when reading fails', async () => {
    const world = open();
    world.fail.next = true;
    for (let n = 0; n < 5; n += 1) world.reload.soon();
    await vi.advanceTimersByTimeAsync(10);
    world.fail.next = true;
    await vi.advanceTimersByTimeAsync(600);
    expect(world.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(world.sent[0]).toBe(1);
    world.reload.close();
  });
});
