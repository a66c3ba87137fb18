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

    it('resets a password on the data folder only while the server is stopped', async () => {
      const run = await world().plain(['users', 'reset', 'security-admin', '--local', '--json']);
      expect(run.code).toBe(2);
      expect(JSON.parse(run.err)).toMatchObject({ error: { code: 'journal.locked' } });
      const nobody = await world().plain(['users', 'reset', 'security-admin', '--json']);
      expect(JSON.parse(nobody.err)).toMatchObject({ error: { code: 'cli.person-missing' } });
    });

    it('empties the store, and the next start has every event again, once, with progress', async () => {
      const before = await count();
      expect(before).toBeGreaterThan(700);
      await world().stop();
      const gone = await world().run(['sources', 'list', '--json']);
      expect(gone.code).toBe(2);
      expect(JSON.parse(gone.err)).toMatchObject({ error: { code: 'cli.server-unreachable' } });
      const reset = await world().plain(['user', 'reset', 'security-admin', '--local', '--json']);
      expect(reset).toMatchObject({ code: 0, err: '' });
      expect(reset.json()).toEqual([{ name: 'security-admin', oneTimePassword: expect.stringMatching(/\S{8,}/) }]);
      const nobody = await world().plain(['users', 'reset', 'nobody', '--local', '--json']);
      expect(JSON.parse(nobody.err)).toMatchObject({ error: { code: 'cli.user-unknown' } });
      const following = world().run(['store', 'rebuild', '--follow', '--json', '--lang', 'en']);
      await expect
        .poll(() => existsSync(`${world().dataDir}/events/db`), { timeout: 20_000, interval: 20 })
        .toBe(false);
      // The positions go, and the locks are given back, a moment after the folder is gone.
      for (const file of ['events.position', 'lock'])
        await expect
          .poll(() => existsSync(`${world().dataDir}/journal/network/${file}`), { timeout: 5_000 })
          .toBe(false);
      await world().start();
      const run = await following;
      expect(run.code).toBe(0);
      expect(run.err).toContain('The event store is empty');
      expect(run.json()).toEqual([expect.objectContaining({ rebuilt: true, frames: expect.any(Number) })]);
      expect(await count()).toBe(before);
      const once = String(reset.json()[0]?.['oneTimePassword']);
      const entering = await world().plain(['users', 'list', '--as', 'security-admin', '--json'], once);
      expect(JSON.parse(entering.err)).toMatchObject({ error: { reason: 'new-password-needed' } });
      expect((await world().audit(['audit', 'verify'])).code).toBe(0);
    }, 90_000);
  });
};
