import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

const SQUARE = [
  [121, 31],
  [122, 31],
  [122, 32],
  [121, 31],
];
const AREAS = JSON.stringify({
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: { name: '一区' }, geometry: { type: 'Polygon', coordinates: [SQUARE] } }],
});

/** Keys, roadside units and tables of the operator. */
export const tablesSuite = (world: () => World): void => {
  const file = (name: string, text: string): Promise<string> => world().folder.file(name, text);

  describe('chedun gateway keys', () => {
    it('makes a key once shown, imports one from a file, and withdraws it', async () => {
      const made = await world().run(['gateway', 'keys', 'add', 'east', '--algorithm', 'sm4', '--json']);
      expect(made.json()[0]?.['secret']).toMatch(/^[0-9a-f]{32}$/);
      const secret = '00112233445566778899aabbccddeeff';
      const given = ['--algorithm', 'aes', '--mode', 'cbc', '--iv', 'prefix', '--for', 'platform:east'];
      const run = await world().run([
        'gateway',
        'keys',
        'add',
        'west',
        ...given,
        '--file',
        await file('k.hex', secret),
        '--json',
      ]);
      const [added] = run.json() as { key: { id: string } }[];
      expect(run.out).not.toContain(secret);
      const listed = await world().run(['gateway', 'keys', 'list', '--lang', 'zh']);
      expect(listed.out).toMatch(/west +platform:east +AES cbc pkcs7 prefix/);
      expect(listed.out).not.toContain(secret);
      expect((await world().run(['gateway', 'keys', 'withdraw', added?.key.id ?? ''])).code).toBe(0);
      expect((await world().run(['gateway', 'keys', 'list', '--lang', 'en'])).out).toContain('withdrawn');
    });

    it('names the option that does not fit', async () => {
      const run = await world().run(['gateway', 'keys', 'add', 'x', '--algorithm', 'rsa', '--mode', 'cbc', '--json']);
      expect(run.code).toBe(2);
      expect(JSON.parse(run.err)).toMatchObject({ error: { code: 'cli.content-invalid', place: { field: '--mode' } } });
    });
  });

  describe('chedun gateway units', () => {
    it('imports a table, tells refused rows with 1, lists and removes', async () => {
      const rows = 'id,title,sender,lat,lon\nrsu-1,东路口,10.30.0.1,31.2,121.4\nrsu-2,,10.30.0.2,,\n';
      const run = await world().run(['gateway', 'units', 'import', await file('units.csv', rows), '--lang', 'en']);
      expect([run.code, run.out]).toEqual([1, expect.stringMatching(/units\.csv:3 not a valid position/)]);
      const listed = await world().run(['gateway', 'units', 'list', '--lang', 'zh']);
      expect([listed.code, listed.out]).toEqual([0, expect.stringMatching(/rsu-1 +东路口 +10\.30\.0\.1 +31\.200000/)]);
      expect((await world().run(['gateway', 'units', 'remove', 'rsu-1'])).code).toBe(0);
      expect((await world().run(['gateway', 'units', 'list', '--lang', 'en'])).out).toContain('no roadside units');
    });
  });

  describe('chedun tables', () => {
    it('replaces countries and areas, and keeps what is there when a file cannot be read', async () => {
      const ranges = await file('ranges.csv', '203.0.113.0/24,CN\n');
      const countries = await world().run(['tables', 'countries', ranges, '--home', 'CN,HK', '--json']);
      expect(countries.json()).toMatchObject([{ ranges: 1, home: ['CN', 'HK'] }]);
      const areas = await world().run(['tables', 'regions', await file('areas.json', AREAS), '--lang', 'zh']);
      expect(areas.out).toContain('1 个区域，4 个顶点');
      expect((await world().run(['tables', 'regions', await file('bad.json', '{}')])).code).toBe(2);
      expect((await world().run(['tables', 'regions', '--json'])).json()).toMatchObject([{ regions: 1 }]);
    });

    it('replaces the fields of packets by those of a file that is one', async () => {
      const before = (await world().run(['tables', 'packet-fields', '--json'])).json()[0] as {
        version: number;
        schema: object;
      };
      const text = JSON.stringify({ ...before.schema, standard: 'checked' });
      const run = await world().run(['tables', 'packet-fields', await file('fields.json', text), '--json']);
      expect(run.json()).toMatchObject([{ version: before.version + 1, schema: { standard: 'checked' } }]);
      expect((await world().run(['tables', 'packet-fields', await file('none.json', '{}')])).code).toBe(2);
    });
  });
};
