import { reportFrame } from '@chedun/telemetry/testing';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const VIN = 'LSVAA49J132047371';
const REPORTS = 30;

/** Reports of the last minutes, one a second. */
const frames = (): Buffer => {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const told = Array.from({ length: REPORTS }, (_, at) => ({
    vin: VIN,
    time: now - (REPORTS - at) * 1000,
    vehicle: { speed_kmh: at, soc_pct: 55 },
    cells: [3650, 3660],
  }));
  return Buffer.concat(told.map(reportFrame));
};

/** `chedun vehicles show` and `chedun telemetry export` on a real server. */
export const vehiclesSuite = (world: () => World): void => {
  describe('chedun vehicles and telemetry', () => {
    it('shows what a vehicle reported last', async () => {
      const file = await world().folder.file('tbox.bin', frames());
      expect(await world().run(['ingest', file, '--source', 'tbox', '--json'])).toMatchObject({ code: 0 });
      await world().run(['store', 'status', '--follow', '--json']);
      const shown = await world().run(['vehicles', 'show', VIN.toLowerCase(), '--json']);
      expect(shown).toMatchObject({ code: 0, err: '' });
      expect(shown.json()[0]).toMatchObject({
        vin: VIN,
        report: { vin: VIN, cells: 2, quantities: { speed: { value: REPORTS - 1 }, soc: { value: 55 } } },
      });
      const zh = await world().run(['vehicles', 'show', VIN, '--lang', 'zh']);
      expect(zh.out).toMatch(/车速 +29 km\/h/);
      expect(zh.out).not.toContain('null');
    });

    it('ends with 1 for a vehicle that nobody knows, and with 2 for no VIN', async () => {
      const run = await world().run(['vehicles', 'show', 'LSVAA49J132040000', '--lang', 'en']);
      expect(run).toMatchObject({ code: 1 });
      expect(run.out).toContain('not registered');
      expect((await world().run(['vehicles', 'show', 'car'])).code).toBe(2);
    });

    it('exports reports, printed or into a file', async () => {
      const printed = await world().run(['telemetry', 'export', '--vin', VIN, '--from', '1h', '--limit', '5']);
      expect(printed.json()).toHaveLength(5);
      expect(printed.json()[0]).toMatchObject({ vin: VIN, cells: [3.65, 3.66] });
      const file = `${world().folder.path}/reports.csv`;
      const written = await world().run(['telemetry', 'export', '--vin', VIN, '--csv', '--out', file, '--json']);
      expect(written.json()[0]).toMatchObject({ file, format: 'csv', reports: REPORTS });
      expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(REPORTS + 1);
    });

    it('names the file that cannot be written', async () => {
      const run = await world().run(['telemetry', 'export', '--out', '/nowhere/x.csv', '--json']);
      expect(run.code).toBe(2);
      expect(JSON.parse(run.err)).toMatchObject({
        error: { code: 'cli.file-unwritable', place: { file: '/nowhere/x.csv' } },
      });
    });
  });
};
