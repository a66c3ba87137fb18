import { describe, expect, it } from 'vitest';
import { anomaliesOf, bodiesOf, recordsOf } from '../../../testing/captures.ts';
import { ascii, be, fromHex, join } from '../../../testing/bytes.ts';
import { dnsMessage, hpackField, http2Frame, PREFACE } from '../../../testing/messages.ts';
import { conversation } from '../../../testing/packets.ts';
import { HpackDecoder } from './hpack.ts';
import { decodeHuffman, huffmanRoom } from './huffman.ts';
import { errorName, readSettings } from './settings.ts';

/** Text of a Huffman string that lies between other bytes; -1 when it is broken. */
const huffmanText = (bytes: Uint8Array): string | number => {
  const out = new Uint8Array(huffmanRoom(bytes.length));
  const size = decodeHuffman(join(0xff, bytes, 0xff), 1, 1 + bytes.length, out);
  return size < 0 ? size : Buffer.from(out.subarray(0, size)).toString('latin1');
};
const END_STREAM = 1;
const END_HEADERS = 4;
const WHOLE = END_STREAM | END_HEADERS;

describe('Huffman strings', () => {
  it.each([
    ['f1e3c2e5f23a6ba0ab90f4ff', 'www.example.com'],
    ['a8eb10649cbf', 'no-cache'],
    ['25a849e95ba97d7f', 'custom-key'],
    ['6402', '302'],
    ['9d29ad171863c78f0b97c8e9ae82ae43d3', 'https://www.example.com'],
  ])('of RFC 7541, appendix C: %s', (digits, expected) => {
    expect(huffmanText(fromHex(digits))).toBe(expected);
  });

  it('read codes longer than eight bits', () => {
    // '<' is 0x7ffc in 15 bits, '!' 0x3f8 in ten, and seven ones of padding
    expect(huffmanText(fromHex('fff9fc7f'))).toBe('<!');
  });

  it('with wrong padding or the end of string give nothing', () => {
    expect(huffmanText(Uint8Array.of(0x00, 0x00))).toBe(-1);
    expect(huffmanText(fromHex('ffffffff'))).toBe(-1);
    expect(huffmanText(new Uint8Array(0))).toBe('');
  });
});

describe('header blocks', () => {
  it('share a table over requests, as in RFC 7541, appendix C.4', () => {
    const decoder = new HpackDecoder();
    const first = decoder.decode(fromHex('828684418cf1e3c2e5f23a6ba0ab90f4ff'));
    expect(first?.map(({ name, value }) => `${name}=${value}`)).toEqual([
      ':method=GET',
      ':scheme=http',
      ':path=/',
      ':authority=www.example.com',
    ]);
    expect(decoder.decode(fromHex('828684be5886a8eb10649cbf'))?.at(3)).toEqual({
      name: ':authority',
      value: 'www.example.com',
    });
    const third = decoder.decode(fromHex('828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf'));
    expect(third?.at(-1)).toEqual({ name: 'custom-key', value: 'custom-value' });
  });

  it('forget when the table shrinks', () => {
    const decoder = new HpackDecoder();
    decoder.decode(fromHex('40016101 62'.replaceAll(' ', '')));
    expect(decoder.decode(Uint8Array.of(0xbe))).toEqual([{ name: 'a', value: 'b' }]);
    expect(decoder.decode(Uint8Array.of(0x20))).toEqual([]);
    expect(decoder.decode(Uint8Array.of(0xbe))).toBeUndefined();
  });

  it.each(['80', 'ff', 'ffffffffffff', '00', '000561', '7f'])('that are broken give nothing: %s', (digits) => {
    expect(new HpackDecoder().decode(fromHex(digits))).toBeUndefined();
  });

  it('are bounded', () => {
    expect(new HpackDecoder().decode(new Uint8Array(513).fill(0x82))).toBeUndefined();
    expect(new HpackDecoder().decode(new Uint8Array(512).fill(0x82))).toHaveLength(512);
  });
});

describe('http records of HTTP/2', () => {
  const request = join(
    hpackField(':method', 'POST'),
    hpackField(':path', '/a'),
    hpackField(':authority', 'ota.example'),
  );
  const response = join(hpackField(':status', '200'), hpackField('content-type', 'text/plain; x'));
  const opened = join(PREFACE, http2Frame(4, 0, 0, join(be(3, 2), be(100, 4))));

  it('come one a stream, split headers and padding included, and one for settings', () => {
    const block = join(
      http2Frame(1, 0, 1, request.subarray(0, 20)),
      http2Frame(9, END_HEADERS, 1, request.subarray(20)),
    );
    const body = http2Frame(0, END_STREAM | 8, 1, join(2, ascii('abc'), 0, 0));
    const answer = join(
      http2Frame(1, END_HEADERS | 32, 1, join(be(0, 4), 255, response)),
      http2Frame(0, END_STREAM, 1, ascii('hello')),
    );
    const records = recordsOf(
      conversation([
        ['client', join(opened, block, body)],
        ['server', answer],
      ]),
    );
    expect(bodiesOf(records, 'http')).toEqual([
      {
        version: '2',
        http2: {
          stream_id: 0,
          request: { settings: [{ settings_id: 'SETTINGSMAXCONCURRENTSTREAMS', settings_value: 100 }] },
          response: {},
        },
      },
      expect.objectContaining({
        version: '2',
        http_method: 'POST',
        url: '/a',
        hostname: 'ota.example',
        status: 200,
        length: 5,
        http_content_type: 'text/plain',
      }),
    ]);
    expect(bodiesOf(records, 'fileinfo')).toMatchObject([{ size: 3 }, { size: 5 }]);
    expect(records.find(({ event_type }) => event_type === 'flow')).toMatchObject({ app_proto: 'http2' });
  });

  it('tell resets and what was broken', () => {
    const reset = http2Frame(3, 0, 1, be(2, 4));
    const records = recordsOf(
      conversation([
        ['client', join(opened, http2Frame(1, WHOLE, 1, request))],
        ['server', reset],
      ]),
    );
    expect(bodiesOf(records, 'http')).toMatchObject([
      {},
      { http2: { stream_id: 1, response: { error_code: 'INTERNALERROR' } } },
    ]);
    const bad = recordsOf(conversation([['client', join(opened, http2Frame(1, WHOLE, 1, Uint8Array.of(0xff)))]]));
    expect(anomaliesOf(bad)).toEqual(['invalid_header']);
    const huge = recordsOf(conversation([['client', join(opened, Uint8Array.of(255, 255, 255, 0, 0, 0, 0, 0, 1))]]));
    expect(anomaliesOf(huge)).toEqual(['frame_size_too_large']);
    const stray = recordsOf(conversation([['client', join(opened, http2Frame(9, END_HEADERS, 1, request))]]));
    expect(anomaliesOf(stray)).toEqual(['invalid_frame_header']);
  });

  it('carry DNS over HTTPS in bodies and in the address', () => {
    const media = hpackField('content-type', 'application/dns-message');
    const question = dnsMessage(0, 0x0100, ['a.example', 1]);
    const answered = join(
      http2Frame(1, END_HEADERS, 1, join(hpackField(':status', '200'), media)),
      http2Frame(0, END_STREAM, 1, dnsMessage(0, 0x8180, ['a.example', 1])),
    );
    const post = join(http2Frame(1, END_HEADERS, 1, join(request, media)), http2Frame(0, END_STREAM, 1, question));
    const encoded = Buffer.from(question).toString('base64url');
    const get = http2Frame(
      1,
      WHOLE,
      3,
      join(hpackField(':path', `/q?dns=${encoded}`), hpackField('accept', 'application/dns-message')),
    );
    const records = recordsOf(
      conversation([
        ['client', join(opened, post, get)],
        ['server', answered],
      ]),
    );
    expect(bodiesOf(records, 'dns')).toMatchObject([
      { type: 'response', tx_id: 0 },
      { type: 'request', tx_id: 1 },
    ]);
    expect(records.find(({ event_type }) => event_type === 'flow')).toMatchObject({
      app_proto: 'doh2',
      app_proto_orig: 'http2',
    });
  });

  it('say once that a DNS request is too long', () => {
    const head = http2Frame(1, END_HEADERS, 1, join(request, hpackField('content-type', 'application/dns-message')));
    const parts = Array.from({ length: 6 }, () => ['client', http2Frame(0, 0, 1, new Uint8Array(16_000))] as const);
    const records = recordsOf(conversation([['client', join(opened, head)], ...parts]));
    expect(anomaliesOf(records)).toEqual(['dns_request_too_long']);
    expect(bodiesOf(records, 'dns')).toEqual([]);
  });

  it('name errors and settings', () => {
    expect([errorName(8), errorName(99)]).toEqual(['CANCEL', '99']);
    expect(readSettings(join(be(0x99, 2), be(1, 4), 1, 2))).toEqual([{ settings_id: '153', settings_value: 1 }]);
  });
});
