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
      broadcast: (each) => void sent.push(each.version),
      replace: async () => void calls.push('replace'),
      now: () => Date.now(),
      log: silentLog,
    });
    return { reload, sent, calls, fail, silence: (ids: string[]) => void (silenced = ids) };
  };

  it('tells detection only what changed, then workers, then the windows', async () => {
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
    expect(world.sent).toEqual([1, 1, 1]);
    world.reload.seen(1);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(world.sent).toEqual([1, 1, 1]);
  });

  it('gives up after a while where nothing is evaluated, and sends when an old result comes', async () => {
    const world = open();
    await world.reload.now();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(world.sent).toHaveLength(6);
    world.reload.seen(0);
    expect(world.sent).toHaveLength(7);
    world.reload.close();
  });

  it('gathers changes that come close together, and tries again when reading fails', async () => {
    const world = open();
    world.fail.next = true;
    for (let n = 0; n < 5; n += 1) world.reload.soon();
    await vi.advanceTimersByTimeAsync(600);
    expect(world.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(world.sent[0]).toBe(1);
    world.reload.close();
  });
});
