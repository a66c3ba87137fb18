import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, evtxJsonLine, readEvtx } from '../index.ts';
import type { EvtxDamage, EvtxRecord } from '../index.ts';
import { buildEvtx, FIRST_TEMPLATE, sysmonRecord, value } from '../../testing/evtx-builder.ts';
import type { BuiltElement, BuiltValue } from '../../testing/evtx-builder.ts';

const events = (file: Uint8Array): readonly EvtxRecord[] =>
  [...readEvtx(file)].flatMap((item) => (item.kind === 'event' ? [item] : []));
const damages = (file: Uint8Array): readonly EvtxDamage[] =>
  [...readEvtx(file)].flatMap((item) => (item.kind === 'damage' ? [item] : []));

/** What the reader makes of one value, seen through a whole file. */
const throughFile = (built: BuiltValue): unknown => {
  const root: BuiltElement = { name: 'Event', children: [{ name: 'Value', children: [built] }] };
  const [record] = events(buildEvtx([[{ id: 1n, ticks: 133_000_000_000_000_000n, root }]]));
  return (record?.event['Event'] as { readonly Value: unknown } | undefined)?.Value;
};

const rendered = (root: BuiltElement): unknown => events(buildEvtx([[{ id: 1n, ticks: 0n, root }]]))[0]?.event;

describe('EVTX values', () => {
  const guid = Buffer.from('0f5d7057223ae043bf4c06f5698ffbd9', 'hex');

  it.each([
    ['string', value.string('cmd.exe /c "dir" '), 'cmd.exe /c "dir" '],
    ['string with trailing NUL', value.string('abc\0'), 'abc'],
    ['surrogate pair', value.string('车盾 🚗'), '车盾 🚗'],
    ['ansi', value.ansi('plain'), 'plain'],
    ['ansi beyond ASCII', { type: 0x02, bytes: Buffer.from([0x80, 0xe9]) }, '€é'],
    ['number without bytes', { type: 0x08, bytes: Buffer.alloc(0) }, null],
    ['empty binary', value.binary(Buffer.alloc(0)), ''],
    ['uint8', value.uint8(255), 255],
    ['int32', value.int32(-5), -5],
    ['uint32', value.uint32(4_294_967_295), 4_294_967_295],
    ['small uint64', value.uint64(9_007_199_254_740_991n), 9_007_199_254_740_991],
    ['uint64 beyond 2^53', value.uint64(18_446_744_073_709_551_615n), '18446744073709551615'],
    ['int64 below -2^53', value.int64(-9_223_372_036_854_775_808n), '-9223372036854775808'],
    ['double', value.double(1.5), 1.5],
    ['NaN', value.double(Number.NaN), 'NaN'],
    ['true', value.bool(1), true],
    ['false', value.bool(0), false],
    ['binary', value.binary(Buffer.from([0xde, 0xad])), 'DEAD'],
    ['guid', value.guid(guid), '57705D0F-3A22-43E0-BF4C-06F5698FFBD9'],
    ['filetime', value.fileTime(116_444_736_000_000_000n - 1n), '1969-12-31T23:59:59.999999Z'],
    ['largest filetime', value.fileTime(18_446_744_073_709_551_615n), '+060056-05-28T05:36:10.955161Z'],
    ['systemtime', value.systemTime([2026, 7, 2, 28, 11, 28, 41, 9]), '2026-07-28T11:28:41.009000Z'],
    ['sid', value.sid(5, [21, 4_000_000_000, 500]), 'S-1-5-21-4000000000-500'],
    ['hex32', value.hex32(0xbeef), '0xbeef'],
    ['hex64', value.hex64(0x8000_0000_0000_0000n), '0x8000000000000000'],
    ['string array', value.strings(['a', '', 'c']), ['a', '', 'c']],
    ['uint32 array', value.uint32s([1, 2]), [1, 2]],
    ['null', value.none(), null],
    ['fragment', value.fragment('Inner', 'text'), { Inner: 'text' }],
  ])('%s', (_name, built, expected) => {
    expect(throughFile(built)).toEqual(expected);
  });

  it('refuses a value shorter than its type and keeps the place', () => {
    const broken = { type: 0x08, bytes: Buffer.from([1, 2]) };
    const [damage] = damages(buildEvtx([[{ id: 1n, ticks: 0n, root: { name: 'Event', children: [broken] } }]]));
    expect(damage).toMatchObject({ kind: 'damage', part: 'record', offset: 4608 });
    expect(damage?.error.code).toBe('logs.bad_evtx');
  });
});

describe('EVTX rendering', () => {
  it('puts attributes, text, repeated and empty elements as evtx_dump does', () => {
    const root: BuiltElement = {
      name: 'Event',
      children: [
        {
          name: 'EventID',
          attributes: [{ name: 'Qualifiers', value: value.uint16(16_384) }],
          children: [value.uint16(7045)],
        },
        { name: 'Correlation', attributes: [{ name: 'ActivityID', value: value.none() }] },
        { name: 'Data', attributes: [{ name: 'Name', value: 'Image' }], children: [value.string('a.exe')] },
        { name: 'Data', children: ['first'] },
        { name: 'Data', children: ['second'] },
        { name: 'Twice', children: [value.uint8(1)] },
        { name: 'Twice', children: [value.uint8(2)] },
        { name: 'Mixed', children: ['pre', value.uint8(7)] },
      ],
    };
    expect(rendered(root)).toEqual({
      Event: {
        EventID: { '#attributes': { Qualifiers: 16_384 }, '#text': 7045 },
        Correlation: null,
        Image: 'a.exe',
        Data: { '#text': ['first', 'second'] },
        Twice: [1, 2],
        Mixed: 'pre7',
      },
    });
  });

  it('keeps a field named __proto__ as data', () => {
    const root: BuiltElement = { name: 'Event', children: [{ name: '__proto__', children: ['x'] }] };
    const event = (rendered(root) as { readonly Event: object }).Event;
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
    expect(JSON.stringify(event)).toBe('{"__proto__":"x"}');
  });

  it('stops a record that repeats a value until it is huge', () => {
    const repeated = Array.from({ length: 999 }, () => 0);
    const file = buildEvtx([
      [{ id: 1n, ticks: 0n, root: { name: 'Event', children: [value.string('x'.repeat(8000)), ...repeated] } }],
    ]);
    expect(events(file)).toHaveLength(0);
    expect(damages(file).find((item) => item.part === 'record')?.error.message).toContain('beyond its limit');
  });
});

describe('EVTX round trip', () => {
  const name = fc.stringMatching(/^[A-Z][A-Za-z]{0,12}$/).filter((word) => word !== 'Data');
  const data = fc.dictionary(name, fc.string({ unit: 'grapheme', maxLength: 60 }), { maxKeys: 12 });

  it('gives back every record of every chunk, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(data, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
        (chunks) => {
          let id = 0;
          const built = chunks.map((records) => records.map((fields) => sysmonRecord((id += 1), 1, fields)));
          const read = events(buildEvtx(built));
          expect(read.map((record) => Number(record.recordId))).toEqual(
            Array.from({ length: id }, (_item, index) => index + 1),
          );
          const expected = chunks
            .flat()
            .map((fields) =>
              Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, text.replace(/\0+$/, '')])),
            );
          expect(
            read.map((record) => (record.event['Event'] as { readonly EventData: unknown }).EventData ?? {}),
          ).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives lines that the evtx decoder normalises', () => {
    const [record] = events(
      buildEvtx([[sysmonRecord(7, 1, { Image: 'C:\\cmd.exe', CommandLine: 'cmd /c whoami', User: 'CORP\\a' })]]),
    );
    expect(record).toMatchObject({ recordId: 7n, time: 1_655_526_407_000, offset: 4608 });
    const event = record === undefined ? undefined : createDecoder('evtx').decode(evtxJsonLine(record));
    expect(event).toMatchObject({
      format: 'evtx',
      time: 1_655_526_400_000,
      logsource: { product: 'windows', service: 'sysmon', category: 'process_creation' },
      ocsf: {
        classUid: 1007,
        activityId: 1,
        host: 'ws-01',
        process: 'C:\\cmd.exe',
        commandLine: 'cmd /c whoami',
        user: 'CORP\\a',
        eventCode: '1',
      },
    });
  });
});

describe('damaged EVTX', () => {
  const three = () =>
    buildEvtx([
      [sysmonRecord(1, 1, { A: 'one' }), sysmonRecord(2, 1, { A: 'two' })],
      [sysmonRecord(3, 1, { A: 'three' })],
    ]);
  const ids = (file: Uint8Array) => events(file).map((record) => Number(record.recordId));

  it('refuses what is no EVTX at all', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('ElfFil'), Buffer.alloc(70_000)]) {
      expect(() => [...readEvtx(bytes)]).toThrowError(expect.objectContaining({ code: 'logs.bad_evtx' }) as Error);
    }
  });

  it('reads on after a chunk without signature and names its offset', () => {
    const file = three();
    file.fill(0xff, 4096, 4104);
    expect(ids(file)).toEqual([3]);
    expect(damages(file)).toMatchObject([{ part: 'chunk', offset: 4096 }]);
  });

  it('skips chunks that Windows preallocated', () => {
    const file = Buffer.concat([three(), Buffer.alloc(65_536)]);
    expect(ids(file)).toEqual([1, 2, 3]);
    expect(damages(file)).toEqual([]);
  });

  it('reports a wrong record checksum and still reads the records', () => {
    const file = three();
    file.writeUInt32LE(1, 4096 + 52);
    expect(ids(file)).toEqual([1, 2, 3]);
    expect(damages(file)).toMatchObject([{ part: 'chunk', offset: 4096 }]);
  });

  it('loses only the record whose length is broken', () => {
    const file = three();
    file.writeUInt32LE(0xffff, 4608 + 4);
    expect(ids(file)).toEqual([2, 3]);
    expect(damages(file).map((item) => item.part)).toEqual(['chunk', 'record']);
  });

  it('reads a file that was cut off in its last chunk', () => {
    const file = three();
    expect(ids(file.subarray(0, 4096 + 65_536 + 2000))).toEqual([1, 2, 3]);
    expect(ids(file.subarray(0, 4096 + 65_536 + 600))).toEqual([1, 2]);
    expect(damages(file.subarray(0, 4096 + 65_536 + 600)).at(0)).toMatchObject({ part: 'chunk', offset: 69_632 });
  });

  it('stops a template that contains itself', () => {
    const root: BuiltElement = { name: 'Event', children: ['x'.repeat(40)] };
    const file = buildEvtx([[{ id: 1n, ticks: 0n, root }, sysmonRecord(2, 1, { A: 'two' })]]);
    // The literal gives way to two instances of the template that it stands in.
    const instance = Buffer.alloc(14);
    instance.writeUInt8(0x0c, 0);
    instance.writeUInt32LE(FIRST_TEMPLATE, 6);
    const literal = file.indexOf(Buffer.from([0x05, 0x01, 40, 0]));
    file.set(Buffer.concat([instance, instance]), literal);
    expect(ids(file)).toEqual([2]);
    expect(damages(file).find((item) => item.part === 'record')?.error.message).toContain('contains itself');
  });

  it('gathers thousands of repeated elements', () => {
    const children = Array.from({ length: 3000 }, () => ({ name: 'A', children: [] }));
    expect(rendered({ name: 'Event', children })).toEqual({ Event: { A: Array.from({ length: 3000 }, () => null) } });
  });

  it('reads a chunk that was carved without its file header', () => {
    expect(ids(three().subarray(4096, 4096 + 65_536))).toEqual([1, 2]);
  });

  it('names a broken file header and reads on', () => {
    const file = three();
    file.writeUInt32LE(0, 124);
    expect(damages(file)).toMatchObject([{ part: 'file', offset: 0 }]);
    expect(ids(file)).toEqual([1, 2, 3]);
  });

  it('survives any bytes written over a chunk', () => {
    const patch = fc.record({ at: fc.nat(3000), bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
    const clean = three();
    fc.assert(
      fc.property(fc.array(patch, { minLength: 1, maxLength: 6 }), (patches) => {
        const file = Buffer.from(clean);
        for (const { at, bytes } of patches) file.set(bytes, 4096 + at);
        for (const item of readEvtx(file)) {
          if (item.kind === 'damage') expect(isDomainError(item.error, 'logs.bad_evtx')).toBe(true);
          else expect(JSON.stringify(item.event).length).toBeLessThan(5_000_000);
        }
      }),
      { numRuns: 300 },
    );
  });
});
