import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** Verification of the journal and the rebuild of the event store of a real server; last, because it stops the server. */
export const storeSuite = (world: () => World): void => {
  const count = async (): Promise<number> => {
    const run = await world().run(['events', 'search', '', '--from', '24h', '--limit', '100000', '--ndjson']);
    return run.out.trimEnd().split('\n').length;
  };

  describe('chedun journal verify and store rebuild', () => {
    it('verifies beside the running server', async () => {
      const run = await world().plain(['journal', 'verify', '--json']);
      expect(run).toMatchObject({ code: 0, err: '' });
      expect(run.json()).toEqual([
        {
          kind: 'intact',
          streams: [
            expect.objectContaining({ stream: 'network', kind: 'intact', from: 1 }),
            expect.objectContaining({ stream: 'telemetry', kind: 'intact' }),
          ],
        },
      ]);
    });

    it('refuses to rebuild while the server runs', async () => {
      const run = await world().plain(['store', 'rebuild', '--json']);
      expect(run.code).toBe(2);
      expect(JSON.parse(run.err)).toMatchObject({ error: { code: 'journal.locked' } });
      expect(existsSync(`${world().dataDir}/events/db`)).toBe(true);
    });

    it('empties the store, and the next start has every event again, once, with progress', async () => {
      const before = await count();
      expect(before).toBeGreaterThan(700);
      await world().stop();
      const gone = await world().run(['sources', 'list', '--json']);
      expect(gone.code).toBe(2);
      expect(JSON.parse(gone.err)).toMatchObject({ error: { code: 'cli.server-unreachable' } });
      const following = world().run(['store', 'rebuild', '--follow', '--json', '--lang', 'en']);
      await expect
        .poll(() => existsSync(`${world().dataDir}/events/db`), { timeout: 20_000, interval: 20 })
        .toBe(false);
      expect(existsSync(`${world().dataDir}/journal/network/events.position`)).toBe(false);
      // The locks are given back a moment after the folder is gone.
      await expect.poll(() => existsSync(`${world().dataDir}/journal/network/lock`), { timeout: 5_000 }).toBe(false);
      await world().start();
      const run = await following;
      expect(run.code).toBe(0);
      expect(run.err).toContain('The event store is empty');
      expect(run.json()).toEqual([expect.objectContaining({ rebuilt: true, frames: expect.any(Number) })]);
      expect(await count()).toBe(before);
    }, 90_000);
  });
};
