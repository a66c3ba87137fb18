import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPrng } from '../prng.ts';
import { createFleet } from './fleet.ts';
import { loadFleet, saveFleet } from './state.ts';
import { step } from './vehicle.ts';
import type { Vehicle } from './vehicle.ts';

const NOW = Date.UTC(2026, 10, 23, 2, 0, 0);
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const newFile = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'range-'));
  folders.push(folder);
  return join(folder, 'fleet.json');
};
const newFleet = (): readonly Vehicle[] => createFleet(30, createPrng(1));

describe('the state of the fleet', () => {
  it('goes on where it was', async () => {
    const file = await newFile();
    const driven = newFleet();
    for (const vehicle of driven) step(vehicle, 900, createPrng(4));
    await saveFleet(file, driven, NOW);
    const again = newFleet();
    expect(again).not.toEqual(driven);
    expect(await loadFleet(file, again, NOW, createPrng(2))).toBe(true);
    expect(again).toEqual(driven);
  });

  it('has driven on meanwhile, ten minutes at most, and never back', async () => {
    const file = await newFile();
    const before = newFleet();
    await saveFleet(file, before, NOW);
    const [soon, late] = [newFleet(), newFleet()];
    await loadFleet(file, soon, NOW + 60_000, createPrng(2));
    await loadFleet(file, late, NOW + 86_400_000, createPrng(2));
    const way = (fleet: readonly Vehicle[]): number[] =>
      fleet.map(({ odometerKm }, at) => odometerKm - (before[at]?.odometerKm ?? 0));
    expect(Math.min(...way(soon), ...way(late))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...way(soon))).toBeGreaterThan(0.2);
    expect(Math.max(...way(soon))).toBeLessThan(2.1);
    expect(Math.max(...way(late))).toBeLessThan(21);
  });

  it.each(['', '{', '[]', '{"vehicles":5}', 'null'])('that reads %j starts from the beginning', async (text) => {
    const file = await newFile();
    await writeFile(file, text);
    const fleet = newFleet();
    expect(await loadFleet(file, fleet, NOW, createPrng(2))).toBe(false);
    expect(fleet).toEqual(newFleet());
  });

  it('that lies in places is taken where it can be', async () => {
    const file = await newFile();
    const [first] = newFleet();
    const vehicles = [{ vin: first?.vin, odometerKm: 'far', phase: 'flying', socPct: 44 }, 5, { vin: 'NOBODY' }];
    await writeFile(file, JSON.stringify({ saved: NOW, vehicles }));
    const fleet = newFleet();
    expect(await loadFleet(file, fleet, NOW, createPrng(2))).toBe(true);
    expect(fleet[0]).toEqual({ ...first, socPct: 44 });
  });

  it('is whole at any time', async () => {
    const file = await newFile();
    await Promise.all([saveFleet(file, newFleet(), NOW), readFile(file).catch(() => undefined)]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ saved: NOW });
  });
});
