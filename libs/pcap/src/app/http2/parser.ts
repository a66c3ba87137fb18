import type { Direction } from '../../flow/direction.ts';
import { createAssembler } from '../assembler.ts';
import type { Assembler } from '../assembler.ts';
import { readDns } from '../dns/message.ts';
import { recordDns } from '../dns/records.ts';
import type { AppHost, AppParser, Body } from '../host.ts';
import { headerOf } from '../http/head.ts';
import { fileBody } from '../http/transaction.ts';
import { u16, u32 } from '../text.ts';
import { HpackDecoder } from './hpack.ts';
import { errorName, readSettings } from './settings.ts';
import type { Setting } from './settings.ts';
import { addBody, createStream, dnsOf, isWorth, streamBody } from './stream.ts';
import type { Http2Stream, Side } from './stream.ts';

const PREFACE_BYTES = 24;
const HEADER_BYTES = 9;
const MAX_FRAME = 1_048_576;
const MAX_BLOCK = 65_536;
const MAX_STREAMS = 1024;
const MAX_DNS = 65_535;
const FRAME = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4, GOAWAY: 7, CONTINUATION: 9 } as const;
const FLAG = { END_STREAM: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 } as const;

interface FrameHead {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
}

/** A header block that goes on in the next frame. */
interface OpenBlock {
  readonly stream: number;
  readonly ends: boolean;
  bytes: Uint8Array;
}

/** Content of a frame without padding and priority (RFC 9113, 6.1 and 6.2); undefined when they do not fit. */
const contentOf = ({ type, flags }: FrameHead, body: Uint8Array): Uint8Array | undefined => {
  const padded = (flags & FLAG.PADDED) !== 0;
  const padding = padded ? (body[0] ?? 0) : 0;
  const from = (padded ? 1 : 0) + (type === FRAME.HEADERS && flags & FLAG.PRIORITY ? 5 : 0);
  return from + padding > body.length ? undefined : body.subarray(from, body.length - padding);
};

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
};

class Http2Parser implements AppParser {
  private readonly host: AppHost;
  private readonly streams = new Map<number, Http2Stream>();
  private readonly decoders = [new HpackDecoder(), new HpackDecoder()] as const;
  private readonly blocks: [OpenBlock | undefined, OpenBlock | undefined] = [undefined, undefined];
  private readonly sides: readonly [Assembler, Assembler];
  private prefaced = false;
  private dnsCount = 0;

  constructor(host: AppHost) {
    this.host = host;
    const side = (direction: Direction): Assembler =>
      createAssembler(MAX_FRAME + HEADER_BYTES, (bytes) => this.read(direction, bytes));
    this.sides = [side(0), side(1)];
  }

  data(direction: Direction, bytes: Uint8Array): void {
    this.sides[direction].push(bytes);
  }

  gap(direction: Direction, size: number): void {
    this.sides[direction].gap(size);
  }

  done(): boolean {
    return this.sides[0].stopped() && this.sides[1].stopped();
  }

  end(): void {
    for (const stream of this.streams.values()) this.finish(stream);
    this.streams.clear();
  }

  private read(direction: Direction, bytes: Uint8Array): number {
    if (direction === 0 && !this.prefaced) {
      this.prefaced = bytes.length >= PREFACE_BYTES;
      return this.prefaced ? PREFACE_BYTES : 0;
    }
    if (bytes.length < HEADER_BYTES) return 0;
    const size = ((bytes[0] ?? 0) << 16) | u16(bytes, 1);
    if (size > MAX_FRAME) return this.stop(direction, 'frame_size_too_large');
    if (bytes.length < HEADER_BYTES + size) return -(HEADER_BYTES + size);
    const head = { type: bytes[3] ?? 0, flags: bytes[4] ?? 0, stream: u32(bytes, 5) % 2 ** 31 };
    this.frame(direction, head, bytes.subarray(HEADER_BYTES, HEADER_BYTES + size));
    return HEADER_BYTES + size;
  }

  private stop(direction: Direction, event: string): 0 {
    this.host.anomaly('http2', event, direction);
    this.sides[direction].stop();
    return 0;
  }

  private streamOf(id: number, direction: Direction): Http2Stream | undefined {
    const known = this.streams.get(id);
    if (known !== undefined) return known;
    if (this.streams.size >= MAX_STREAMS) {
      this.host.anomaly('http2', 'too_many_streams', direction);
      return undefined;
    }
    const stream = createStream(id);
    this.streams.set(id, stream);
    return stream;
  }

  private frame(direction: Direction, head: FrameHead, body: Uint8Array): void {
    switch (head.type) {
      case FRAME.DATA:
        return this.onData(direction, head, body);
      case FRAME.HEADERS:
      case FRAME.CONTINUATION:
        return this.onHeaders(direction, head, body);
      case FRAME.RST_STREAM:
        return this.onReset(direction, head, body);
      case FRAME.SETTINGS:
        return this.onSettings(direction, readSettings(body));
      case FRAME.GOAWAY:
        if (body.length >= 8) this.onConnection(direction, { error_code: errorName(u32(body, 4)) });
        return;
      default:
    }
  }

  /** Settings without a parameter, such as the acknowledgement of the other side's, say nothing. */
  private onSettings(direction: Direction, settings: readonly Setting[]): void {
    if (settings.length > 0) this.onConnection(direction, { settings });
  }

  /** What concerns the whole connection is recorded under stream 0. */
  private onConnection(direction: Direction, fields: Body): void {
    const [request, response] = direction === 0 ? [fields, {}] : [{}, fields];
    this.host.record('http', { http: { version: '2', http2: { stream_id: 0, request, response } } }, direction);
  }

  private onData(direction: Direction, head: FrameHead, body: Uint8Array): void {
    const stream = this.streamOf(head.stream, direction);
    const content = contentOf(head, body);
    if (stream === undefined || content === undefined) return;
    const side = stream.sides[direction];
    addBody(side, content);
    if (side.chunks.length > 0 && (side.file?.transferred() ?? 0) > MAX_DNS) {
      side.chunks = [];
      side.keeps = false;
      this.host.anomaly('http2', direction === 0 ? 'dns_request_too_long' : 'dns_response_too_long', direction);
    }
    if (head.flags & FLAG.END_STREAM) this.endSide(stream, side);
  }

  private onHeaders(direction: Direction, head: FrameHead, body: Uint8Array): void {
    const isFirst = head.type === FRAME.HEADERS;
    const content = isFirst ? contentOf(head, body) : body;
    const open = this.blocks[direction];
    if (content === undefined) return void this.stop(direction, 'invalid_frame_data');
    const block: OpenBlock | undefined = isFirst
      ? { stream: head.stream, ends: (head.flags & FLAG.END_STREAM) !== 0, bytes: content }
      : open;
    if (block === undefined) return void this.stop(direction, 'invalid_frame_header');
    if (!isFirst) block.bytes = joined(block.bytes, content);
    if (block.bytes.length > MAX_BLOCK) return void this.stop(direction, 'header_block_too_large');
    this.blocks[direction] = block;
    if ((head.flags & FLAG.END_HEADERS) === 0) return;
    this.blocks[direction] = undefined;
    this.onBlock(direction, block);
  }

  private onBlock(direction: Direction, block: OpenBlock): void {
    const headers = this.decoders[direction].decode(block.bytes);
    if (headers === undefined) return void this.stop(direction, 'invalid_header');
    const stream = this.streamOf(block.stream, direction);
    if (stream === undefined) return;
    const side = stream.sides[direction];
    if (side.headers.length === 0) side.headers = headers;
    else if (side.headers.length < 1024) side.headers.push(...headers);
    if (block.ends) this.endSide(stream, side);
  }

  private onReset(direction: Direction, head: FrameHead, body: Uint8Array): void {
    const stream = this.streamOf(head.stream, direction);
    if (stream === undefined || body.length !== 4) return;
    stream.sides[direction].error = u32(body, 0);
    // what the other side sent before it learned of the reset may come after it in the capture
    this.endSide(stream, stream.sides[direction]);
  }

  private endSide(stream: Http2Stream, side: Side): void {
    side.ended = true;
    if (stream.sides[0].ended && stream.sides[1].ended) this.finish(stream);
  }

  private finish(stream: Http2Stream): void {
    this.streams.delete(stream.id);
    if (!isWorth(stream)) return;
    const http = streamBody(stream);
    this.host.record('http', { http }, 0);
    for (const direction of [0, 1] as const) {
      const { file } = stream.sides[direction];
      if (file === undefined || file.transferred() === 0) continue;
      const url = headerOf(stream.sides[0].headers, ':path') ?? '';
      this.host.record('fileinfo', { http, fileinfo: fileBody(url, file) }, direction);
    }
    this.recordDnsOf(stream);
  }

  /** One record a stream: the response, which repeats the question, or the request where there is none. */
  private recordDnsOf(stream: Http2Stream): void {
    for (const direction of [1, 0] as const) {
      const bytes = dnsOf(stream.sides[direction], direction);
      const message = bytes === undefined ? undefined : readDns(bytes);
      if (message === undefined) continue;
      if (this.dnsCount === 0) this.host.rename('doh2');
      recordDns(this.host, message, this.dnsCount, direction);
      this.dnsCount += 1;
      return;
    }
  }
}

/**
 * Parser of HTTP/2 (RFC 9113) with HPACK: one `http` record a stream, with all fields of both sides, when both ended or
 * the stream was reset; `dns` records for DNS over HTTPS (RFC 8484), which also renames the flow to `doh2`. At most 1,024
 * open streams, frames of 1 MiB, header blocks of 64 KiB.
 */
export const http2Parser = (host: AppHost): AppParser => new Http2Parser(host);
