import { createAssembler } from '../assembler.ts';
import type { Assembler } from '../assembler.ts';
import { textOf } from '../text.ts';
import { headerOf, headLength, readHead } from './head.ts';
import type { Head, Header } from './head.ts';

/** What follows the head: nothing, a number of bytes, chunks, everything to the end, or another protocol. */
export type BodyForm =
  | { readonly kind: 'none' | 'chunked' | 'rest' | 'stop' }
  | { readonly kind: 'sized'; readonly size: number };

/** Takes the messages of one direction. */
export interface MessageSink {
  /** A head; answers how the body is delimited. */
  readonly head: (head: Head) => BodyForm;
  readonly body: (bytes: Uint8Array) => void;
  /** The message is over. */
  readonly done: () => void;
  /** The bytes are no HTTP. */
  readonly broken: (event: string) => void;
}

const MAX_HEAD = 65_536;

/** Form of the body by its fields (RFC 9112, section 6.3); `none` when neither field is there. */
export const bodyForm = (headers: readonly Header[]): BodyForm => {
  const coding = headerOf(headers, 'transfer-encoding');
  if (coding !== undefined && /(^|,)\s*chunked\s*$/i.test(coding)) return { kind: 'chunked' };
  const length = headerOf(headers, 'content-length');
  const size = length === undefined || !/^\d{1,15}$/.test(length) ? 0 : Number(length);
  return size === 0 ? { kind: 'none' } : { kind: 'sized', size };
};

type Phase = 'head' | 'sized' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'rest';

/** Length of the line at the start including its end; 0 while that is missing. */
const lineLength = (bytes: Uint8Array): number => bytes.indexOf(10) + 1;

/** Reads the messages of one direction: head, then body as its form says. A head has at most 64 KiB. */
export class MessageReader {
  private readonly sink: MessageSink;
  private readonly assembler: Assembler;
  private phase: Phase = 'head';
  private left = 0;

  /** Hands messages to `sink`. */
  constructor(sink: MessageSink) {
    this.sink = sink;
    this.assembler = createAssembler(MAX_HEAD, (bytes) => this.read(bytes));
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    this.assembler.push(bytes);
  }

  /** A hole of `size` bytes: harmless inside a body whose length is known. */
  gap(size: number): void {
    const inBody = (this.phase === 'sized' || this.phase === 'chunk') && size <= this.left;
    if (inBody) this.advance(size);
    else if (this.phase !== 'rest') this.assembler.stop();
  }

  /** The connection is over: a message under way ends here. */
  end(): void {
    if (this.phase !== 'head') this.finish();
  }

  /** True when nothing more is read. */
  stopped(): boolean {
    return this.assembler.stopped();
  }

  private finish(): void {
    this.phase = 'head';
    this.sink.done();
  }

  private advance(size: number): void {
    this.left -= size;
    if (this.left > 0) return;
    if (this.phase === 'sized') this.finish();
    else this.phase = 'chunk-end';
  }

  private read(bytes: Uint8Array): number {
    switch (this.phase) {
      case 'head':
        return this.onHead(bytes);
      case 'sized':
      case 'chunk':
        return this.onBytes(bytes);
      case 'chunk-size':
        return this.onChunkSize(bytes);
      case 'chunk-end':
        if (lineLength(bytes) > 0) this.phase = 'chunk-size';
        return lineLength(bytes);
      case 'trailer':
        return this.onTrailer(bytes);
      case 'rest':
        this.sink.body(bytes);
        return bytes.length;
    }
  }

  private onHead(bytes: Uint8Array): number {
    if (bytes[0] === 13 || bytes[0] === 10) return 1;
    const size = headLength(bytes);
    if (size < 0) return 0;
    const form = this.sink.head(readHead(bytes.subarray(0, size)));
    if (form.kind === 'none') this.finish();
    else if (form.kind === 'stop') this.assembler.stop();
    else if (form.kind === 'chunked') this.phase = 'chunk-size';
    else if (form.kind === 'rest') this.phase = 'rest';
    else if (form.kind === 'sized') {
      this.phase = 'sized';
      this.left = form.size;
    }
    return size;
  }

  private onBytes(bytes: Uint8Array): number {
    const size = Math.min(bytes.length, this.left);
    this.sink.body(bytes.subarray(0, size));
    this.advance(size);
    return size;
  }

  private onChunkSize(bytes: Uint8Array): number {
    const size = lineLength(bytes);
    if (size === 0) return 0;
    const digits = /^\s*([0-9a-fA-F]{1,8})\s*(?:;|$)/.exec(textOf(bytes.subarray(0, size)).trimEnd())?.[1];
    if (digits === undefined) {
      this.sink.broken('invalid_chunk_size');
      this.assembler.stop();
      return 0;
    }
    this.left = Number.parseInt(digits, 16);
    this.phase = this.left === 0 ? 'trailer' : 'chunk';
    return size;
  }

  private onTrailer(bytes: Uint8Array): number {
    const size = lineLength(bytes);
    if (size > 0 && size <= 2) this.finish();
    return size;
  }
}
