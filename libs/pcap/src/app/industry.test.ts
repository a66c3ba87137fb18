import { describe, expect, it } from 'vitest';
import { anomaliesOf, bodiesOf, recordsOf } from '../../testing/captures.ts';
import { ascii, be, join } from '../../testing/bytes.ts';
import { conversation, datagram, ENDS } from '../../testing/packets.ts';
import { createAssembler } from './assembler.ts';
import { readKerberos } from './krb5.ts';

const MODBUS = { ...ENDS, server: ['198.51.100.7', 502] } as const;
const KERBEROS = { ...ENDS, server: ['198.51.100.7', 88] } as const;

const unit = (id: number, ...data: readonly number[]): Uint8Array =>
  join(be(id, 2), be(0, 2), be(data.length + 1, 2), 9, Uint8Array.from(data));

const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = join(...parts);
  return body.length < 128 ? join(tag, body.length, body) : join(tag, 0x81, body.length, body);
};
const field = (tag: number, content: Uint8Array): Uint8Array => der(0xa0 + tag, content);
const number = (value: number): Uint8Array => der(2, Uint8Array.of(value));
const text = (value: string): Uint8Array => der(0x1b, ascii(value));
const name = (...parts: readonly string[]): Uint8Array =>
  der(0x30, field(0, number(1)), field(1, der(0x30, ...parts.map(text))));
const asRequest = der(
  0x6a,
  der(
    0x30,
    field(1, number(5)),
    field(2, number(10)),
    field(4, der(0x30, field(1, name('tbox')), field(2, text('FLEET')), field(3, name('krbtgt', 'FLEET')))),
  ),
);
const asReply = der(
  0x6b,
  der(
    0x30,
    field(0, number(5)),
    field(1, number(11)),
    field(3, text('FLEET')),
    field(4, name('tbox')),
    field(5, der(0x61, der(0x30, field(1, text('FLEET')), field(2, name('krbtgt', 'FLEET'))))),
    field(6, der(0x30, field(0, number(23)))),
  ),
);
const failure = der(
  0x7e,
  der(0x30, field(1, number(30)), field(6, number(25)), field(9, text('FLEET')), field(10, name('krbtgt'))),
);

describe('modbus records', () => {
  it('hold a request and its response', () => {
    const records = recordsOf(
      conversation(
        [
          ['client', join(unit(1, 3, 0, 5, 0, 2), unit(2, 6, 0, 7, 1, 0))],
          ['server', join(unit(2, 0x86, 2), unit(1, 3, 4, 0, 0, 0, 0))],
        ],
        MODBUS,
      ),
    );
    expect(bodiesOf(records, 'modbus')).toMatchObject([
      {
        id: 1,
        request: {
          transaction_id: 2,
          unit_id: 9,
          function_code: 'WrSingleReg',
          access_type: 'WRITE | SINGLE | HOLDING',
          write: { address: 7, data: 256 },
        },
        response: { function_raw: 0x86, exception: { raw: 2 } },
      },
      {
        id: 2,
        request: { function_code: 'RdHoldRegs', read: { address: 5, quantity: 2 }, category: 'PUBLIC_ASSIGNED' },
      },
    ]);
  });

  it('come alone for what has no counterpart, and turn flows that began with the server', () => {
    const frames = conversation([['server', unit(1, 1, 1, 0)]], MODBUS).slice(3, 4);
    const records = recordsOf(frames);
    expect(bodiesOf(records, 'modbus')).toEqual([
      { id: 1, response: expect.objectContaining({ function_code: 'RdCoils' }) },
    ]);
    expect(records.find(({ event_type }) => event_type === 'flow')).toMatchObject({ dest_port: 502 });
    expect(bodiesOf(recordsOf(conversation([['client', unit(1, 99)]], MODBUS)), 'modbus')).toMatchObject([
      { request: { function_code: 'Unknown', category: 'PUBLIC_UNASSIGNED' } },
    ]);
  });

  it('stop at what is no Modbus', () => {
    const lines = [
      ['client', unit(1, 7)],
      ['client', join(be(1, 2), be(9, 2), be(2, 2), 1, 1)],
    ] as const;
    expect(anomaliesOf(recordsOf(conversation(lines, MODBUS)))).toEqual(['invalid_protocol_id']);
  });
});

describe('krb5 records', () => {
  it('of requests and replies over UDP', () => {
    const records = recordsOf([datagram(asRequest, KERBEROS), datagram(asReply, KERBEROS, 'back')]);
    expect(bodiesOf(records, 'krb5')).toEqual([
      {
        msg_type: 'KRB_AS_REQ',
        cname: 'tbox',
        realm: 'FLEET',
        sname: 'krbtgt/FLEET',
        encryption: '<none>',
        weak_encryption: false,
      },
      {
        msg_type: 'KRB_AS_REP',
        cname: 'tbox',
        realm: 'FLEET',
        sname: 'krbtgt/FLEET',
        encryption: 'rc4-hmac',
        weak_encryption: true,
      },
    ]);
  });

  it('over TCP, cut anywhere', () => {
    const stream = join(be(asRequest.length, 4), asRequest, be(failure.length, 4), failure);
    const said = [stream.subarray(0, 7), stream.subarray(7, 20), stream.subarray(20)].map(
      (part) => ['client', part] as const,
    );
    expect(bodiesOf(recordsOf(conversation(said, KERBEROS)), 'krb5')).toMatchObject([
      { msg_type: 'KRB_AS_REQ' },
      { msg_type: 'KRB_ERROR', error_code: '25', sname: 'krbtgt', cname: 'tbox' },
    ]);
  });

  it('need a whole message of a known type', () => {
    expect(readKerberos(der(0x62, der(0x30)))).toBeUndefined();
    for (let size = 0; size < asReply.length; size += 1)
      expect(readKerberos(asReply.subarray(0, size))).toBeUndefined();
  });
});

describe('assembler', () => {
  const lines = (limit: number) => {
    const seen: string[] = [];
    const assembler = createAssembler(limit, (bytes) => {
      const end = bytes.indexOf(10) + 1;
      if (end > 0) seen.push(Buffer.from(bytes.subarray(0, end - 1)).toString());
      return end;
    });
    return { seen, assembler };
  };

  it('cuts messages however they arrive', () => {
    const { seen, assembler } = lines(100);
    for (const byte of ascii('one\ntwo\n\nthree')) assembler.push(Uint8Array.of(byte));
    expect(seen).toEqual(['one', 'two', '']);
    expect(assembler.pending()).toBe(5);
  });

  it('does not see later changes of what it was given, once more came', () => {
    const { seen, assembler } = lines(100);
    assembler.push(ascii('ab'));
    assembler.push(ascii('cd'));
    assembler.push(ascii('ef\n'));
    expect(seen).toEqual(['abcdef']);
  });

  it('skips, survives holes in what is skipped, and stops at others', () => {
    const { seen, assembler } = lines(100);
    assembler.skip(10);
    assembler.push(ascii('xxxx'));
    assembler.gap(4);
    assembler.push(ascii('xxok\n'));
    expect(seen).toEqual(['ok']);
    assembler.gap(1);
    expect(assembler.stopped()).toBe(true);
    assembler.push(ascii('no\n'));
    expect(seen).toEqual(['ok']);
  });

  it('stops when a message grows beyond its limit', () => {
    const { assembler } = lines(4);
    assembler.push(ascii('abcde'));
    expect(assembler.stopped()).toBe(true);
  });
});
