import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, fromHex, toHex } from '../../testing/hex.ts';
import { cipher809 } from './cipher.ts';
import { crc809 } from './crc.ts';
import { escape809, unescape809 } from './escape.ts';
import { toEvents809 } from './event.ts';
import { createFramer809, MAX_WIRE_PACKET } from './framer.ts';
import { MESSAGE_IDS_809, messageName809 } from './messages.ts';
import { decodePacket809, encodePacket809 } from './packet.ts';
import type { Header809, PacketInput809 } from './packet.ts';

const OLD: Header809 = {
  edition: '2011',
  serial: 1,
  messageId: 0x1001,
  accessCode: 110_000,
  version: '1.0.0',
  encrypted: false,
  key: 0,
  time: undefined,
};
const NEW: Header809 = { ...OLD, edition: '2019', version: '1.2.19', time: 1_768_613_400n };
const CONSTANTS = { m1: 10_000_000, ia1: 20_000_000, ic1: 30_000_000 };
const META = { received: 1_768_613_402_000, srcIp: '192.0.2.1', srcPort: 9000 };

const LOGIN = { userId: 7, password: 'pass', downLinkIp: '192.0.2.7', downLinkPort: 809 };
const login: PacketInput809 = { header: OLD, body: { kind: 'fields', layout: 0, values: LOGIN } };

/** Bit by bit, as the clause words it. */
const slowCrc = (bytes: Uint8Array): number => {
  let crc = 0xffff;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const carry = ((crc >> 15) & 1) ^ ((byte >> bit) & 1);
      crc = (crc << 1) & 0xffff;
      if (carry === 1) crc ^= 0x1021;
    }
  }
  return crc;
};

describe('the CRC', () => {
  it('has the published check value and agrees with the slow judge', () => {
    expect(crc809(new TextEncoder().encode('123456789'))).toBe(0x29b1);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(crc809(bytes)).toBe(slowCrc(bytes));
      }),
    );
  });
});

describe('escapes', () => {
  it('are the four of the standard', () => {
    expect(toHex(escape809(fromHex('5b5a5d5e00')))).toBe('5a015a025e015e0200');
    expect(toHex(unescape809(fromHex('5a015a025e015e0200')))).toBe('5b5a5d5e00');
    expect(toHex(unescape809(fromHex('5a035e')))).toBe('5a035e');
  });

  it('are undone', () => {
    const bytes = fc.array(fc.constantFrom(0x5a, 0x5b, 0x5d, 0x5e, 1, 2), { maxLength: 40 });
    fc.assert(
      fc.property(bytes, (all) => {
        const escaped = escape809(Uint8Array.from(all));
        expect(toHex(unescape809(escaped))).toBe(toHex(Uint8Array.from(all)));
        expect(escaped.some((byte) => byte === 0x5b || byte === 0x5d)).toBe(false);
      }),
    );
  });
});

describe('the cipher', () => {
  /** The formula of the clause with exact integers. */
  const slow = (bytes: Uint8Array, key: number, m1: number, ia1: number, ic1: number): Uint8Array => {
    let state = BigInt(key === 0 ? 1 : key);
    const modulus = BigInt(m1 === 0 ? 1 : m1);
    return bytes.map((byte) => {
      state = (BigInt(ia1) * (state % modulus) + BigInt(ic1)) & 0xffff_ffffn;
      return byte ^ Number((state >> 20n) & 0xffn);
    });
  };
  const dword = fc.oneof(fc.constantFrom(0, 1, 0xffff_ffff), fc.integer({ min: 0, max: 0xffff_ffff }));

  it('agrees with the slow judge and undoes itself', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), dword, dword, dword, dword, (bytes, key, m1, ia1, ic1) => {
        const sent = cipher809(bytes, key, { m1, ia1, ic1 });
        expect(toHex(sent)).toBe(toHex(slow(bytes, key, m1, ia1, ic1)));
        expect(toHex(cipher809(sent, key, { m1, ia1, ic1 }))).toBe(toHex(bytes));
      }),
    );
  });
});

describe('a packet', () => {
  it('of 2011 is laid out as the tables say', () => {
    const body = `00000007 ${ascii('pass', 8)} ${ascii('192.0.2.7', 32)} 0329`;
    const plain = fromHex(`00000048 00000001 1001 0001adb0 010000 00 00000000 ${body}`);
    const bytes = encodePacket809(login);
    expect(toHex(unescape809(bytes.subarray(1, -3)))).toBe(toHex(plain));
    expect([bytes[0], bytes.at(-1), bytes.length]).toEqual([0x5b, 0x5d, 72]);
    expect(decodePacket809(bytes)).toMatchObject({
      status: 'ok',
      length: 72,
      header: OLD,
      body: { kind: 'fields', layout: 0, values: LOGIN },
    });
  });

  it('of 2019 has the time in its header', () => {
    const values = { ...LOGIN, accessCode: 110_000 };
    const packet = decodePacket809(encodePacket809({ header: NEW, body: { kind: 'fields', layout: 1, values } }));
    expect(packet).toMatchObject({ status: 'ok', header: NEW, body: { layout: 1, values } });
    expect(
      decodePacket809(
        encodePacket809({ header: { ...NEW, messageId: 0x1005 }, body: { kind: 'fields', layout: 0, values: {} } }),
      ),
    ).toMatchObject({
      status: 'ok',
      header: { edition: '2019', messageId: 0x1005 },
    });
  });

  it('is of the edition that the caller says', () => {
    const bytes = encodePacket809({
      header: { ...NEW, messageId: 0x1005 },
      body: { kind: 'fields', layout: 0, values: {} },
    });
    expect(decodePacket809(bytes, { edition: '2011' })).toMatchObject({
      status: 'structure',
      header: { edition: '2011' },
    });
  });

  it('about a vehicle, and about none', () => {
    const vehicle = { plateNo: '津A12345', plateColor: 2, subId: 0x1202, data: fromHex('010203') };
    const one = {
      header: { ...OLD, messageId: 0x1200 },
      body: { kind: 'fields', layout: 0, values: vehicle },
    } as const;
    expect(decodePacket809(encodePacket809(one)).body).toEqual(one.body);
    const platform = { subId: 0x1301, data: fromHex('0102') };
    const two = {
      header: { ...OLD, messageId: 0x1300 },
      body: { kind: 'fields', layout: 1, values: platform },
    } as const;
    expect(decodePacket809(encodePacket809(two)).body).toEqual(two.body);
  });

  it('that is encrypted needs the constants', () => {
    const input = { ...login, header: { ...OLD, encrypted: true, key: 256 } };
    const bytes = encodePacket809(input, CONSTANTS);
    expect(toHex(bytes)).not.toContain(ascii('pass'));
    const closed = decodePacket809(bytes);
    expect(closed).toMatchObject({ status: 'encrypted', body: { kind: 'raw' } });
    expect(decodePacket809(bytes, { constants: CONSTANTS })).toMatchObject({ status: 'ok', body: { values: LOGIN } });
    expect(toHex(encodePacket809(closed))).toBe(toHex(bytes));
  });

  it('with faults keeps its bytes', () => {
    const bytes = encodePacket809(login);
    const broken = bytes.slice();
    broken[30] = 0x41;
    expect(decodePacket809(broken)).toMatchObject({ status: 'crc', body: { kind: 'raw' } });
    const short = encodePacket809({ header: OLD, body: { kind: 'raw', data: fromHex('0102') } });
    expect(decodePacket809(short)).toMatchObject({ status: 'structure' });
    const unknown = encodePacket809({
      header: { ...OLD, messageId: 0x1234 },
      body: { kind: 'raw', data: fromHex('0102') },
    });
    expect(decodePacket809(unknown)).toMatchObject({ status: 'unknown_message', body: { data: fromHex('0102') } });
    const plain = fromHex(`00000099 00000001 1005 0001adb0 010000 00 00000000`);
    const crc = slowCrc(plain);
    const lying = Uint8Array.from([0x5b, ...escape809(Uint8Array.from([...plain, crc >> 8, crc & 0xff])), 0x5d]);
    expect(decodePacket809(lying)).toMatchObject({ status: 'length', length: 0x99 });
  });

  it('refuses what cannot be one, and what does not fit', () => {
    for (const hex of ['', '5b', '5b5d', '5b0102035d', '01025d'])
      expect(() => decodePacket809(fromHex(hex))).toThrow(/not_a_frame/);
    expect(() => encodePacket809({ ...login, body: { kind: 'fields', layout: 9, values: {} } })).toThrow(/no_layout/);
    for (const version of ['1.0', '1.0.256', 'a.b.c', '1.0.0.0'])
      expect(() => encodePacket809({ ...login, header: { ...OLD, version } })).toThrow(/range/);
    expect(() => encodePacket809({ ...login, header: { ...OLD, serial: 2 ** 32 } })).toThrow(/range/);
  });

  it('of random bodies comes back', () => {
    const ids = fc.oneof(fc.constantFrom(...MESSAGE_IDS_809), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(ids, fc.constantFrom(OLD, NEW), fc.uint8Array({ maxLength: 60 }), (messageId, header, data) => {
        const bytes = encodePacket809({ header: { ...header, messageId }, body: { kind: 'raw', data } });
        const packet = decodePacket809(bytes, { edition: header.edition });
        expect(toHex(encodePacket809(packet))).toBe(toHex(bytes));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the framer', () => {
  const A = encodePacket809(login);
  const B = encodePacket809({
    header: { ...OLD, messageId: 0x1005, serial: 0x5b5d5a5e },
    body: { kind: 'raw', data: new Uint8Array(0) },
  });
  const cut = (stream: Uint8Array, size: number): readonly string[] => {
    const framer = createFramer809();
    const found: string[] = [];
    for (let at = 0; at < stream.length; at += size)
      for (const piece of framer.push(stream.subarray(at, at + size)))
        if (piece.kind === 'frame') found.push(toHex(piece.bytes));
    framer.end();
    return found;
  };

  it('finds packets between garbage, split anywhere', () => {
    const stream = new Uint8Array(
      Buffer.concat([fromHex('0102'), A, fromHex('5d5d'), B, A.subarray(0, 9), A, fromHex('5b01')]),
    );
    for (const size of [1, 3, 7, 1000]) expect(cut(stream, size)).toEqual([toHex(A), toHex(B), toHex(A)]);
  });

  it('is bounded and counts', () => {
    const framer = createFramer809();
    framer.push(Uint8Array.of(0x5b));
    for (let turn = 0; turn < 5; turn += 1) {
      framer.push(new Uint8Array(40_000));
      expect(framer.pending()).toBeLessThanOrEqual(MAX_WIRE_PACKET);
    }
    framer.push(A);
    expect(framer.stats()).toEqual({ frames: 1, bytes: 200_001 + A.length, skipped: 200_001 });
    expect(framer.end()).toEqual([]);
    framer.push(Uint8Array.of(0x5b, 1));
    expect(framer.end()).toEqual([{ kind: 'garbage', bytes: Uint8Array.of(0x5b, 1) }]);
  });
});

describe('events', () => {
  const signals = (input: PacketInput809): readonly unknown[] =>
    toEvents809(decodePacket809(encodePacket809(input)), META)
      .slice(1)
      .map((event) => event.fields['jt809.signal']);

  it('of a login show who and where, not the password', () => {
    const events = toEvents809(decodePacket809(encodePacket809(login)), META);
    expect(events[0]).toMatchObject({
      time: undefined,
      fields: { protocol: 'jtt809', cmd: 'up_login', 'jt809.user_id': 7, 'jt809.down_link_ip': '192.0.2.7' },
    });
    expect(JSON.stringify(events)).not.toContain('pass"');
    expect(events[1]?.fields['jt809.signal']).toBe('clear_password');
  });

  it('have the time of 2019', () => {
    const input = { header: { ...NEW, messageId: 0x1005 }, body: { kind: 'fields', layout: 0, values: {} } } as const;
    const [event] = toEvents809(decodePacket809(encodePacket809(input)), META);
    expect(event).toMatchObject({ time: 1_768_613_400_000, fields: { clock_skew_s: 2 } });
  });

  it('report what is weak or wrong', () => {
    expect(signals({ ...login, header: { ...OLD, encrypted: true, key: 1 } })).toEqual(['weak_encryption']);
    expect(signals({ header: { ...OLD, messageId: 0x1234 }, body: { kind: 'raw', data: fromHex('') } })).toEqual([
      'unknown_message',
    ]);
    expect(signals({ header: OLD, body: { kind: 'raw', data: fromHex('01') } })).toEqual(['bad_structure']);
    const broken = encodePacket809(login);
    broken[30] = 0x41;
    expect(toEvents809(decodePacket809(broken), META)[1]?.fields['jt809.signal']).toBe('bad_checksum');
  });

  it('have names', () => {
    expect(messageName809(0x9101)).toBe('position_count');
    expect(messageName809(0x1234)).toBe('unknown_1234');
    expect(new Set(MESSAGE_IDS_809.map(messageName809)).size).toBe(MESSAGE_IDS_809.length);
  });
});
