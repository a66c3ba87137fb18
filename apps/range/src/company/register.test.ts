import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { jumpingClock } from '../../testing/targets.ts';
import { createFleet } from '../fleet/fleet.ts';
import { createPrng } from '../prng.ts';
import { companyFiles, registerCompany } from './register.ts';
import { csvOf } from './csv.ts';

const cellsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe('the files of the company', () => {
  const [vehicles, hosts, services] = companyFiles({ vehicles: 200, seed: 1 }).map(({ text }) => cellsOf(text));

  it('name the vehicles that the same seed drives, but for the last three', () => {
    const fleet = createFleet(200, createPrng(1).fork('fleet')).map(({ vin }) => vin);
    const listed = [...new Set((vehicles ?? []).slice(1).map(([vin]) => vin))];
    expect(listed).toEqual(fleet.slice(0, -3));
  });

  it('leave nobody out of a small fleet', () => {
    const [small] = companyFiles({ vehicles: 5, seed: 1 });
    expect(new Set(cellsOf(small.text).map(([vin]) => vin)).size).toBe(6);
  });

  it('give every vehicle model, owner reference and units, and some an older version', () => {
    const rows = (vehicles ?? []).slice(1);
    for (const [, brand, model, year, , owner, , ecu, supplier, part, hardware, software] of rows) {
      expect([brand, model, supplier, part, hardware, software].every((cell) => cell !== '')).toBe(true);
      expect(year).toMatch(/^202[4-7]$/);
      expect(owner).toMatch(/^cust-[0-9a-f]{10}$/);
      expect(ecu).toMatch(/^(TBOX|GW|BMS|IVI|ADAS)$/);
    }
    const boxes = rows.filter((row) => row[7] === 'TBOX').map((row) => row[11]);
    expect(new Set(boxes)).toEqual(new Set(['4.7.2', '4.6.9']));
  });

  it('have as many cells in a row as the header', () => {
    for (const table of [vehicles, hosts, services])
      for (const row of table ?? []) expect(row).toHaveLength(table?.[0]?.length ?? 0);
  });

  it('quote what CSV must quote', () => {
    expect(csvOf(['a', 'b'], [['x,y', 'say "hi"']])).toBe('a,b\r\n"x,y","say ""hi"""\r\n');
  });
});

describe('registering', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const server = async (replies: readonly (readonly [status: number, body: object])[]) => {
    const seen: string[] = [];
    const http = createServer((request, response) => {
      const [status, body] = replies[Math.min(seen.length, replies.length - 1)] ?? [500, {}];
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      request.resume().on('end', () => response.writeHead(status, { 'retry-after': '1' }).end(JSON.stringify(body)));
    });
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    closing.push(() => {
      http.closeAllConnections();
      return new Promise((done) => http.close(() => done()));
    });
    return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, seen };
  };
  const register = (url: string) =>
    registerCompany({ url, token: 'T', vehicles: 4, seed: 1 }, jumpingClock(0), new AbortController().signal);

  it('names the sources, then imports vehicles, hosts and services, waiting when asked to', async () => {
    const { url, seen } = await server([
      [503, {}],
      [200, { applied: true }],
    ]);
    await register(url);
    const line = (path: string): string => `POST /api/${path} Bearer T`;
    const sources = Array.from({ length: 4 }, () => line('sources'));
    const files = ['vehicle', 'host', 'service'].map((kind) => line(`assets/import?kind=${kind}&mode=apply`));
    expect(seen).toEqual([...sources, ...files]);
  });

  it('goes on when the sources are there already', async () => {
    const { url, seen } = await server([
      [409, {}],
      [409, {}],
      [409, {}],
      [200, { applied: true }],
    ]);
    await register(url);
    expect(seen).toHaveLength(6);
  });

  it.each([
    [403, { code: 'no' }, 'tsp'],
    [200, { applied: false, problems: [] }, 'vehicle'],
  ])('throws for the answer %i %j', async (status, body, field) => {
    const { url } = await server([[status, body]]);
    await expect(register(url)).rejects.toMatchObject({ code: 'range.refused', detail: { field } });
  });

  it('throws when nobody answers', async () => {
    await expect(register('http://127.0.0.1:1')).rejects.toMatchObject({ code: 'range.unreachable' });
  });
});
