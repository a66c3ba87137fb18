import { describe, expect, it } from 'vitest';
import { fromHex, newFrame, oldFrame, toHex } from '../testing/hex.ts';
import { AREA_VECTORS } from '../testing/vectors-areas.ts';
import { PLATFORM_VECTORS } from '../testing/vectors-platform.ts';
import { TERMINAL_VECTORS } from '../testing/vectors-terminal.ts';
import { VIDEO_VECTORS } from '../testing/vectors-video.ts';
import { decodeBody, decodeFrame } from './decode.ts';
import { encodeBody, encodeFrame } from './encode.ts';
import { fieldNames, MESSAGE_IDS, messageDirection, messageName, variantsOf } from './messages.ts';

const ALL = [...TERMINAL_VECTORS, ...PLATFORM_VECTORS, ...AREA_VECTORS, ...VIDEO_VECTORS];
const hexId = (id: number): string => id.toString(16).padStart(4, '0');

describe('bodies written by hand from the tables', () => {
  it.each(
    ALL.map((vector, index) => [`${index} ${hexId(vector.id)} ${vector.edition} ${vector.variant}`, vector] as const),
  )('%s', (_, { id, edition, variant, body, values }) => {
    const read = decodeBody(id, edition, body);
    expect(read.body).toEqual({ kind: 'fields', variant, values });
    expect(read.status).toBe('ok');
    expect(read.rest).toHaveLength(0);
    expect(toHex(encodeBody(id, edition, { kind: 'fields', variant, values }))).toBe(toHex(body));
  });

  it('cover every message under both headers', () => {
    for (const edition of ['2011/2013', '2019'] as const) {
      const covered = new Set(ALL.filter((one) => one.edition === edition).map((one) => one.id));
      const missing = MESSAGE_IDS.filter((id) => !covered.has(id)).map(hexId);
      expect(missing).toEqual(edition === '2019' ? ['0801'] : ['0608']);
    }
  });

  it('cover every message that the family lists', () => {
    const up = '0001 0002 0003 0004 0005 0100 0102 0104 0107 0108 0200 0201 0301 0302 0303 0500 0608 0700 0701 0702';
    const more = '0704 0705 0800 0801 0802 0805 0900 0901 0a00 1003 1005 1205 1206 1210 1211 1212';
    const down = '8001 8003 8004 8100 8103 8104 8105 8106 8107 8108 8201 8202 8203 8204 8300 8301 8302 8303 8304 8400';
    const areas = '8401 8500 8600 8601 8602 8603 8604 8605 8606 8607 8608 8700 8701 8702 8800 8801 8802 8803 8804';
    const video = '8805 8900 8a00 9003 9101 9102 9105 9201 9202 9205 9206 9207 9208 9212 9301 9302 9303 9304 9305 9306';
    expect(MESSAGE_IDS.map(hexId)).toEqual([up, more, down, areas, video].join(' ').split(' '));
  });

  it('survive a whole frame of either header', () => {
    for (const { id, edition, body } of ALL) {
      const make = edition === '2019' ? newFrame : oldFrame;
      const bytes = make(hexId(id), toHex(body));
      const frame = decodeFrame(bytes);
      expect(frame.status).toBe('ok');
      expect(frame.header.edition).toBe(edition);
      expect(toHex(encodeFrame(frame))).toBe(toHex(bytes));
    }
  });
});

describe('bodies that are too short', () => {
  it('are never read beyond their end', () => {
    for (const { id, edition, body } of ALL) {
      for (let end = 0; end < body.length; end += 1) {
        const read = decodeBody(id, edition, body.slice(0, end));
        const again = encodeBody(id, edition, read.body);
        expect(toHex(again) + toHex(read.rest)).toBe(toHex(body.slice(0, end)));
      }
    }
  });

  it('say where reading stopped', () => {
    expect(decodeBody(0x0001, '2019', fromHex('0007 81'))).toMatchObject({
      status: 'structure',
      stopOffset: 2,
      body: { kind: 'raw' },
    });
  });

  it('do not trust a count', () => {
    const read = decodeBody(0x0608, '2019', fromHex('01 ffffffff 00'));
    expect(read).toMatchObject({ status: 'ok', body: { variant: 'opaque' } });
    expect(decodeBody(0x8608, '2019', fromHex('01 ffffffff 00')).status).toBe('structure');
    expect(decodeBody(0x8103, '2019', fromHex('ff 00')).status).toBe('structure');
    expect(decodeBody(0x0704, '2019', fromHex('ffff 00 0001')).status).toBe('structure');
  });
});

describe('bodies that are too long', () => {
  it('keep what is left over', () => {
    const read = decodeBody(0x0301, '2019', fromHex('05 aabb'));
    expect(read).toMatchObject({ status: 'trailing', stopOffset: 1, body: { values: { eventId: 5 } } });
    expect(toHex(read.rest)).toBe('aabb');
  });

  it('and unknown ones are kept whole', () => {
    expect(decodeBody(0xf001, '2019', fromHex('aabb'))).toMatchObject({
      status: 'unknown_message',
      body: { kind: 'raw', data: fromHex('aabb') },
    });
  });
});

describe('encoding a body', () => {
  const values = { responseSerialNo: 7, responseMessageId: 0x200, resultCode: 0 };
  it('needs a known variant', () => {
    expect(() => encodeBody(0x8001, '2019', { kind: 'fields', variant: 'none', values })).toThrow(/no_layout/);
    expect(() => encodeBody(0xf001, '2019', { kind: 'fields', variant: 'all', values })).toThrow(/no_layout/);
  });

  it.each([
    ['a missing field', 0x8001, { responseSerialNo: 7 }],
    ['a number that does not fit', 0x8001, { ...values, resultCode: 256 }],
    ['a fraction', 0x8001, { ...values, resultCode: 1.5 }],
    ['text for a number', 0x8001, { ...values, resultCode: '1' }],
    ['a number for text', 0x8400, { type: 1, phoneNumber: 5 }],
    ['a number for bytes', 0x8701, { type: 1, content: 5 }],
    ['a number for a list', 0x8106, { id: 5 }],
    ['text in a list of numbers', 0x8106, { id: ['x'] }],
    ['a number for a group', 0x8301, { type: 2, events: [5] }],
    ['digits that are none', 0x8004, { dateTime: '26011709300x' }],
    ['too few digits', 0x8004, { dateTime: '2601' }],
    ['bytes of another length', 0x8a00, { e: 3, n: new Uint8Array(3) }],
    ['text longer than its field', 0x0102, { token: '', imei: '1'.repeat(16), softwareVersion: '' }],
    ['a count that differs from its list', 0x0704, { total: 3, type: 0, items: [] }],
    ['a parameter without layout', 0x8103, { parameters: [{ id: 0xf900, value: 5 }] }],
    ['a parameter that is no group', 0x8103, { parameters: [5] }],
    ['an item of a layout that does not exist', 0x8103, { parameters: [{ id: 1, layout: 4, value: 5 }] }],
  ] as const)('refuses %s', (_, id, wrong) => {
    const variant = variantsOf(id, '2019')[0]?.name ?? '';
    expect(() => encodeBody(id, '2019', { kind: 'fields', variant, values: wrong })).toThrow(/jtt808\.range/);
  });
});

describe('names', () => {
  it('of messages and who sends them', () => {
    expect(messageName(0x8105)).toBe('terminal_control');
    expect(messageName(0xf001)).toBe('vendor_f001');
    expect(messageName(0x0f01)).toBe('unknown_0f01');
    expect([0x0200, 0x8105, 0xe001, 0xf001, 0x0f01, 0x8f01].map(messageDirection)).toEqual([
      'up',
      'down',
      'up',
      'down',
      'up',
      'down',
    ]);
  });

  it('are unique', () => {
    const names = MESSAGE_IDS.map(messageName);
    expect(new Set(names).size).toBe(names.length);
  });

  it('of fields, with those of all variants', () => {
    expect(fieldNames(0x8500, '2011/2013')).toEqual(['type']);
    expect(fieldNames(0x8500, '2019')).toEqual(['controls', 'type', 'param']);
    expect(fieldNames(0x0200, '2019')).toContain('extrasRest');
    expect(fieldNames(0x0608, '2019')).toEqual(['type', 'total', 'items', 'data']);
    expect(fieldNames(0xf001, '2019')).toEqual([]);
  });
});
