import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anomaliesOf, bodiesOf, recordsOf } from '../../../testing/captures.ts';
import { ascii, join } from '../../../testing/bytes.ts';
import { clientHello, handshake, record } from '../../../testing/hellos.ts';
import { conversation } from '../../../testing/packets.ts';
import { createFileMeter, fileName } from './file.ts';
import { headLength, headerOf, readHead } from './head.ts';
import { createRangeTracker, readContentRange } from './ranges.ts';

const GET = ascii(
  'GET /fw.bin?v=2 HTTP/1.1\r\nHost: ota.example:8080\r\nUser-Agent: tbox/1\r\nReferer: http://a/\r\n\r\n',
);
const answer = (head: string, body = ''): Uint8Array => ascii(`HTTP/1.1 ${head}\r\n\r\n${body}`);
const said = (...lines: readonly ['client' | 'server', Uint8Array][]) => recordsOf(conversation(lines));

describe('heads', () => {
  it('end at the first empty line, with or without carriage returns', () => {
    expect(headLength(ascii('A\r\nb: c\r\n\r\nrest'))).toBe(11);
    expect(headLength(ascii('A\nb: c\n\nrest'))).toBe(8);
    expect(headLength(ascii('A\r\nb: c\r\n'))).toBe(-1);
  });

  it('join folded lines and find fields whatever their case', () => {
    const { start, headers } = readHead(ascii('GET / HTTP/1.1\r\nA: 1\r\n 2\r\nnocolon\r\n\r\n'));
    expect(start).toBe('GET / HTTP/1.1');
    expect(headers).toEqual([
      { name: 'A', value: '1 2' },
      { name: 'nocolon', value: '' },
    ]);
    expect(headerOf(headers, 'a')).toBe('1 2');
    expect(headerOf(headers, 'b')).toBeUndefined();
  });
});

describe('http records', () => {
  it('show request and response', () => {
    const records = said(
      ['client', GET],
      ['server', answer('302 Found\r\nContent-Type: text/html; charset=x\r\nLocation: /b\r\nContent-Length: 3', 'abc')],
    );
    expect(bodiesOf(records, 'http')).toEqual([
      {
        hostname: 'ota.example',
        http_port: 8080,
        url: '/fw.bin?v=2',
        http_user_agent: 'tbox/1',
        http_content_type: 'text/html',
        http_refer: 'http://a/',
        http_method: 'GET',
        protocol: 'HTTP/1.1',
        status: 302,
        redirect: '/b',
        length: 3,
      },
    ]);
    expect(bodiesOf(records, 'fileinfo')).toEqual([{ filename: '/fw.bin', state: 'CLOSED', stored: false, size: 3 }]);
    expect(records.find(({ event_type }) => event_type === 'flow')).toMatchObject({ app_proto: 'http' });
  });

  it('are the same however the stream is cut', () => {
    const request = join(GET, GET);
    const response = join(
      answer('100 Continue'),
      answer('200 OK\r\nTransfer-Encoding: chunked', '5;x=1\r\nabcde\r\n2\r\nfg\r\n0\r\nTrailer: x\r\n\r\n'),
      answer('204 No Content'),
    );
    const expected = bodiesOf(said(['client', request], ['server', response]), 'http');
    expect(expected).toMatchObject([
      { status: 200, length: 7 },
      { status: 204, length: 0 },
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 4, maxLength: 12 }), (sizes) => {
        const pieces: ['client' | 'server', Uint8Array][] = [];
        for (const [who, bytes] of [
          ['client', request],
          ['server', response],
        ] as const) {
          for (let at = 0, index = 0; at < bytes.length; index += 1) {
            const size = sizes[index % sizes.length] ?? 1;
            pieces.push([who, bytes.subarray(at, at + size)]);
            at += size;
          }
        }
        expect(bodiesOf(said(...pieces), 'http')).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('of a response without length end with the connection', () => {
    expect(bodiesOf(said(['client', GET], ['server', answer('200 OK', 'x'.repeat(700))]), 'http')).toMatchObject([
      { length: 700 },
    ]);
  });

  it('come for requests that nobody answered', () => {
    expect(bodiesOf(said(['client', GET]), 'http')).toEqual([
      expect.not.objectContaining({ status: expect.anything() }),
    ]);
  });

  it('hand CONNECT on to what runs inside', () => {
    const hello = record(22, handshake(1, clientHello({ sni: 'inner.example' })));
    const records = said(
      ['client', ascii('CONNECT inner.example:443 HTTP/1.1\r\n\r\n')],
      ['server', answer('200 OK')],
      ['client', hello],
    );
    expect(bodiesOf(records, 'http')).toMatchObject([
      { http_method: 'CONNECT', status: 200, hostname: 'inner.example', http_port: 443 },
    ]);
    expect(bodiesOf(records, 'tls')).toMatchObject([{ sni: 'inner.example' }]);
    expect(records.find(({ event_type }) => event_type === 'flow')).toMatchObject({
      app_proto: 'tls',
      app_proto_orig: 'http',
    });
  });

  it('name what is broken', () => {
    expect(anomaliesOf(said(['client', GET], ['server', ascii('nonsense\r\n\r\n')]))).toEqual(['invalid_status_line']);
    const chunked = answer('200 OK\r\nTransfer-Encoding: chunked', 'zz\r\n');
    expect(anomaliesOf(said(['client', GET], ['server', chunked]))).toEqual(['invalid_chunk_size']);
  });
});

describe('files', () => {
  const sizeOf = (coding: string | undefined, ...parts: readonly Uint8Array[]) => {
    const meter = createFileMeter(coding);
    parts.forEach(meter.add);
    return meter.result();
  };

  it('are measured as the receiver takes them', () => {
    const plain = Buffer.alloc(5000, 'a');
    const coded = gzipSync(plain);
    expect(sizeOf('gzip', coded.subarray(0, 9), coded.subarray(9))).toEqual({ size: 5000, complete: true });
    expect(sizeOf('Deflate', deflateRawSync(plain))).toEqual({ size: 5000, complete: true });
    expect(sizeOf(undefined, plain)).toEqual({ size: 5000, complete: true });
    expect(sizeOf('br', ascii('nonsense'))).toMatchObject({ complete: false });
  });

  it('do not unfold without end', () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(sizeOf('gzip', bomb)).toEqual({ size: bomb.length, complete: false });
    expect(sizeOf('gzip', new Uint8Array(300_000))).toEqual({ size: 300_000, complete: false });
  });

  it('are named after their path', () => {
    expect([fileName('/a/b?c'), fileName(''), fileName('/#x')]).toEqual(['/a/b', '/', '/']);
  });

  it('in ranges are whole once every byte came, over all connections and in any order', () => {
    const part = (from: number, to: number) => {
      const range = answer(
        `206 Partial\r\nContent-Range: bytes ${from}-${to}/30\r\nContent-Length: ${to - from + 1}`,
        'x'.repeat(to - from + 1),
      );
      const ends = { client: ['192.0.2.1', 1000 + from], server: ['198.51.100.7', 80] } as const;
      return conversation(
        [
          ['client', GET],
          ['server', range],
        ],
        ends,
      );
    };
    const frames = [part(20, 29), part(0, 9), part(5, 19)].flat();
    expect(bodiesOf(recordsOf(frames), 'fileinfo')).toEqual([
      { filename: '/fw.bin', state: 'CLOSED', stored: false, size: 30 },
    ]);
    expect(bodiesOf(recordsOf(frames.slice(0, -12)), 'fileinfo')).toEqual([]);
  });

  it('in ranges are bounded in number', () => {
    const tracker = createRangeTracker();
    for (let index = 0; index < 3000; index += 1) tracker.add(`f${index}`, 0, 4, 10);
    expect(tracker.add('f0', 5, 9, 10)).toBe(false);
    expect(tracker.add('f2999', 5, 9, 10)).toBe(true);
  });

  it.each(['bytes 0-9/*', 'bytes 9-0/10', 'bytes 0-10/10', 'items 0-9/10', ''])('ranges like "%s" are none', (text) => {
    expect(readContentRange(text)).toBeUndefined();
  });
});
