import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, fromHex, toHex } from '../testing/hex.ts';
import { PLACE, PLACE_VALUES } from '../testing/vector.ts';
import { decodeBody } from './decode.ts';
import { encodeBody } from './encode.ts';
import { extraLayouts } from './extras.ts';
import { isList, isValues } from './layout.ts';
import type { Value, Values } from './layout.ts';
import { parameterLayouts, SERVER_PARAMETERS } from './parameters.ts';
import { MAX_ELEMENTS } from './read.ts';
import { extraBytes } from './write.ts';

const valuesOf = (id: number, body: Uint8Array): Values => {
  const read = decodeBody(id, '2019', body);
  expect(toHex(encodeBody(id, '2019', read.body)) + toHex(read.rest)).toBe(toHex(body));
  return read.body.kind === 'fields' ? read.body.values : {};
};
const itemsOf = (value: Value | undefined): readonly Values[] => (isList(value) ? value.filter(isValues) : []);
const byteHex = (value: number): string => value.toString(16).padStart(2, '0');
const dwordHex = (value: number): string => value.toString(16).padStart(8, '0');

const parameter = (id: number, content: string): Values | undefined =>
  itemsOf(
    valuesOf(0x8103, fromHex(`01 ${dwordHex(id)} ${byteHex(fromHex(content).length)} ${content}`))['parameters'],
  )[0];
const extra = (id: number, content: string): Values | undefined =>
  itemsOf(
    valuesOf(0x0200, fromHex(`${PLACE} ${byteHex(id)} ${byteHex(fromHex(content).length)} ${content}`))['extras'],
  )[0];

describe('parameters', () => {
  const numbers = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it('of four bytes', () => {
    const ids = [...numbers(1, 7), 0x18, 0x19, 0x20, 0x21, 0x22, ...numbers(0x27, 0x29), ...numbers(0x2c, 0x30)];
    const more = [
      0x45,
      0x46,
      0x47,
      ...numbers(0x50, 0x5a),
      0x64,
      0x65,
      ...numbers(0x70, 0x74),
      0x80,
      0x93,
      0x100,
      0x102,
    ];
    for (const id of [...ids, ...more]) expect(parameter(id, '0000012c')).toEqual({ id, value: 300 });
  });

  it('of two bytes and of one', () => {
    for (const id of [0x31, 0x5b, 0x5c, 0x5d, 0x5e, 0x81, 0x82, 0x101, 0x103])
      expect(parameter(id, '012c')).toEqual({ id, value: 300 });
    for (const id of [0x84, 0x90, 0x91, 0x92, 0x94]) expect(parameter(id, '2c')).toEqual({ id, value: 44 });
  });

  it('of text', () => {
    for (const id of [
      ...numbers(0x10, 0x17),
      0x1a,
      0x1d,
      ...numbers(0x23, 0x26),
      ...numbers(0x40, 0x44),
      0x48,
      0x49,
      0x83,
    ])
      expect(parameter(id, ascii('a;b'))).toEqual({ id, value: 'a;b' });
  });

  it('of another length than the table says stay bytes', () => {
    expect(parameter(1, '012c')).toEqual({ id: 1, value: fromHex('012c') });
    expect(parameter(0x84, '')).toEqual({ id: 0x84, value: fromHex('') });
    expect(parameter(0x75, '01')).toEqual({ id: 0x75, value: fromHex('01') });
  });

  it('of video, for all channels and for single ones', () => {
    const all = { realtimeEncode: 0, realtimeResolution: 5, realtimeFrameInterval: 50, realtimeFrameRate: 25 };
    const stored = { storageEncode: 1, storageResolution: 3, storageFrameInterval: 100, storageFrameRate: 15 };
    const rates = { realtimeBitRate: 1024, storageBitRate: 512, odsConfig: 3 };
    const stream = '00 05 0032 19 00000400 01 03 0064 0f 00000200 0003';
    expect(parameter(0x75, `${stream} 01`)).toEqual({
      id: 0x75,
      value: { ...all, ...stored, ...rates, audioEnabled: 1 },
    });
    expect(parameter(0x77, `01 02 ${stream}`)).toEqual({
      id: 0x77,
      value: { channels: [{ channelNo: 2, ...all, ...stored, ...rates }] },
    });
  });

  it('of sleeping and waking', () => {
    const value = parameter(0x7c, '02 00 7f 01 0600 2200 0000 0000 0000 0000 0000 0000')?.['value'];
    expect(value).toMatchObject({ mode: 2, dayOfWeek: 127, timeFlag: 1, wakeTime1: '0600', sleepTime1: '2200' });
  });

  it('of active safety, cut short by older editions', () => {
    for (const id of [0xf364, 0xf365]) {
      const longest = id === 0xf364 ? 57 : 65;
      expect(isValues(parameter(id, 'ff'.repeat(longest))?.['value'])).toBe(true);
      expect(parameter(id, 'ff'.repeat(longest + 1))?.['value']).toBeInstanceOf(Uint8Array);
      // 4 bytes end in the middle of a WORD
      expect(parameter(id, '01020304')?.['value']).toBeInstanceOf(Uint8Array);
      expect(parameter(id, '0102030004')?.['value']).toEqual({ p00: 1, p01: 2, p02: 3, p03: 4 });
    }
    expect(parameter(0xf366, `${ascii('900R20', 12)} ${'0003'.repeat(9)} ${'00'.repeat(6)}`)?.['value']).toMatchObject({
      tireType: '900R20',
      pressureUnit: 3,
      reportInterval: 3,
    });
  });

  it('that lead to a server all have a layout', () => {
    for (const id of SERVER_PARAMETERS) expect(parameterLayouts(id)).toHaveLength(1);
    expect(parameterLayouts(0xffff_ffff)).toEqual([]);
  });
});

describe('additional items', () => {
  it('of another length than the table says stay bytes', () => {
    for (const id of [1, 2, 0x11, 0x12, 0x13, 0x18, 0x25, 0x30, 0x64, 0x65, 0x66, 0x67])
      expect(extra(id, '0102030405060708090a')).toEqual({ id, value: fromHex('0102030405060708090a') });
  });

  it('of vendors stay bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0xe0, max: 0xff }), fc.uint8Array({ maxLength: 60 }), (id, value) => {
        expect(extra(id, toHex(value))).toEqual({ id, value });
        expect(extraLayouts(id)).toEqual([]);
      }),
    );
  });

  it('give their bytes back one by one', () => {
    expect(toHex(extraBytes({ id: 1, value: 5000 }))).toBe('00001388');
    expect(toHex(extraBytes({ id: 0x11, layout: 1, value: { areaType: 0 } }))).toBe('00');
    expect(toHex(extraBytes({ id: 0xe1, value: fromHex('0a') }))).toBe('0a');
    expect(() => extraBytes({ id: 0xe1, value: 5 })).toThrow(/jtt808\.range/);
    expect(() => extraBytes({ id: 1 })).toThrow(/jtt808\.range/);
    expect(() => extraBytes({ value: fromHex('') })).toThrow(/jtt808\.range/);
  });

  it('may repeat, be empty and stop in the middle', () => {
    const values = valuesOf(0x0200, fromHex(`${PLACE} 3001 01 3001 02 e000 0104 0000`));
    expect(values).toEqual({
      ...PLACE_VALUES,
      extras: [
        { id: 0x30, value: 1 },
        { id: 0x30, value: 2 },
        { id: 0xe0, value: fromHex('') },
      ],
      extrasRest: fromHex('01040000'),
    });
  });
});

describe('the number of elements', () => {
  const filled = (front: string, bytes: number): Uint8Array =>
    Uint8Array.from([...fromHex(front), ...new Uint8Array(bytes).fill(0)]);

  it('of additional items is bounded; the rest stays bytes', () => {
    const values = valuesOf(0x0200, filled(PLACE, (MAX_ELEMENTS + 10) * 2));
    expect(itemsOf(values['extras'])).toHaveLength(MAX_ELEMENTS);
    expect(values['extrasRest']).toHaveLength(20);
  });

  it('of lists is bounded; the body stays bytes', () => {
    const count = dwordHex(MAX_ELEMENTS + 1);
    const tooMany = [
      [0x8608, filled(`00 ${count}`, (MAX_ELEMENTS + 1) * 4)],
      [0x1205, filled(`0007 ${count}`, (MAX_ELEMENTS + 1) * 28)],
      [0x8302, filled('00 00', (MAX_ELEMENTS + 2) * 3)],
    ] as const;
    for (const [id, body] of tooMany) expect(decodeBody(id, '2019', body).status).toBe('structure');
  });
});

describe('registrations that two editions could have sent', () => {
  const start = `000c 0064 ${ascii('MAKER')}`;
  const variantOf = (body: string): string => {
    const read = decodeBody(0x0100, '2011/2013', fromHex(body));
    return read.body.kind === 'fields' ? read.body.variant : read.status;
  };

  it('are told by the plate colour', () => {
    const vin = ascii('LCDTEST18R0000017');
    expect(variantOf(`${start} ${ascii('MODEL', 8)} ${ascii('T1', 7)} 00 ${vin}`)).toBe('2011');
    expect(variantOf(`${start} ${ascii('MODEL', 20)} ${ascii('T1', 7)} 00 ${vin}`)).toBe('2013');
    expect(variantOf(`${start} ${ascii('MODEL', 20)} ${ascii('T1', 7)} 5b ${ascii('A1')}`)).toBe('2013');
    expect(variantOf(`${start} ${ascii('MODEL', 8)} ${ascii('T1', 7)} 02`)).toBe('2011');
    expect(variantOf(`${start} ${ascii('MODEL', 20)} ${ascii('T1', 7)} 02`)).toBe('2013');
    expect(variantOf(start)).toBe('structure');
  });

  it('and fall back to 2013 when neither colour is known', () => {
    expect(variantOf(`${start} ${ascii('M'.repeat(20))} ${ascii('T'.repeat(7))} 20 ${ascii('A1')}`)).toBe('2013');
  });
});
