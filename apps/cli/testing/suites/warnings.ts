import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** Warnings, alert quality and the export of findings on a real server. */
export const warningsSuite = (world: () => World): void => {
  describe('chedun warnings', () => {
    it('evaluates, lists, shows, decides and explains risk', async () => {
      const run = await world().run(['warnings', 'list', '--evaluate', '--all', '--json']);
      expect([0, 1]).toContain(run.code);
      expect(run.json()[0]).toHaveProperty('items');
      expect((await world().run(['warnings', 'risk', '--json'])).json()[0]).toHaveProperty('total');
      const why = await world().run(['warnings', 'risk', 'vehicle:LSVAA4182E2100017', '--json']);
      expect(why.json()[0]).toMatchObject({ halfLifeHours: 24, ruleCap: 60 });
      expect((await world().run(['warnings', 'channels', '--json'])).json()).toEqual([{ items: [] }]);
      const unknown = ['warnings', 'show', '0193a000-0000-7000-8000-000000000999', '--json'];
      expect((await world().run(unknown)).code).toBe(2);
    });
  });

  describe('chedun quality', () => {
    it('drills every family of rules and ends with 0 when all raised their alert', async () => {
      const run = await world().run(['quality', 'drill', '--within', '120', '--json']);
      const [drill] = run.json() as unknown as [{ results: { outcome: string }[] }];
      expect(drill.results.filter(({ outcome }) => outcome !== 'alerted')).toEqual([]);
      expect([run.code, drill.results.length > 10]).toEqual([0, true]);
      const proofs = await world().run(['quality', 'proofs', '--lang', 'en']);
      expect([proofs.code, proofs.out]).toEqual([0, expect.stringMatching(/proven.* of \d+ proven, 0 missed/s)]);
      for (const name of ['scores', 'proposals', 'duplicates', 'exceptions'])
        expect((await world().run(['quality', name, '--json'])).json()[0], name).toHaveProperty('items');
    }, 180_000);
  });

  describe('chedun findings export', () => {
    it('prints OCSF, one finding a line, drills among them as suppressed', async () => {
      const run = await world().run(['findings', 'export', '--format', 'ocsf', '--status', 'drill']);
      const lines = run.out.trim().split('\n');
      expect(lines.length).toBeGreaterThan(10);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ class_uid: 2004, status_id: 3, unmapped: { drill: true } });
    });
  });
};
