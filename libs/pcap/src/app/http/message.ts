import { createAssembler } from '../assembler.ts';
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

/** One direction of a connection. */
export interface MessageReader {
  readonly push: (bytes: Uint8Array) => void;
  readonly gap: (size: number) => void;
  readonly end: () => void;
  readonly stopped: () => boolean;
}

const MAX_HEAD = 65_536;

/** Form of the body by its fields (RFC 9112, section 6.3); `none` when neither field is there. */
export const bodyForm = (headers: readonly Header[]): BodyForm => {
  if (/(^|,)\s*chunked\s*$/i.test(headerOf(headers, 'transfer-encoding') ?? '')) return { kind: 'chunked' };
  const length = headerOf(headers, 'content-length');
  const size = length === undefined || !/^\d{1,15}$/.test(length) ? 0 : Number(length);
  return size === 0 ? { kind: 'none' } : { kind: 'sized', size };
};

type Phase = 'head' | 'sized' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer' | 'rest';

/** Length of the line at the start including its end; 0 while that is missing. */
const lineLength = (bytes: Uint8Array): number => bytes.indexOf(10) + 1;

/** Reads the messages of one direction: head, then body as its form says. A head has at most 64 KiB. */
export const createMessageReader = (sink: MessageSink): MessageReader => {
  let phase: Phase = 'head';
  let left = 0;
  const finish = (): void => {
    phase = 'head';
    sink.done();
  };
  const onHead = (bytes: Uint8Array): number => {
    if (bytes[0] === 13 || bytes[0] === 10) return 1;
    const size = headLength(bytes);
    if (size < 0) return 0;
    const form = sink.head(readHead(bytes.subarray(0, size)));
    if (form.kind === 'none') finish();
    else if (form.kind === 'stop') assembler.stop();
    else if (form.kind === 'chunked') phase = 'chunk-size';
    else if (form.kind === 'rest') phase = 'rest';
    else if (form.kind === 'sized') {
      phase = 'sized';
      left = form.size;
    }
    return size;
  };
  const onBytes = (bytes: Uint8Array, after: () => void): number => {
    const size = Math.min(bytes.length, left);
    sink.body(bytes.subarray(0, size));
    left -= size;
    if (left === 0) after();
    return size;
  };
  const onChunkSize = (bytes: Uint8Array): number => {
    const size = lineLength(bytes);
    if (size === 0) return 0;
    const digits = /^\s*([0-9a-fA-F]{1,8})\s*(?:;|$)/.exec(textOf(bytes.subarray(0, size)).trimEnd())?.[1];
    if (digits === undefined) {
      sink.broken('invalid_chunk_size');
      assembler.stop();
      return 0;
    }
    left = Number.parseInt(digits, 16);
    phase = left === 0 ? 'trailer' : 'chunk';
    return size;
  };
  const onTrailer = (bytes: Uint8Array): number => {
    const size = lineLength(bytes);
    if (size > 0 && size <= 2) finish();
    return size;
  };
  const read = (bytes: Uint8Array): number => {
    switch (phase) {
      case 'head':
        return onHead(bytes);
      case 'sized':
        return onBytes(bytes, finish);
      case 'chunk-size':
        return onChunkSize(bytes);
      case 'chunk':
        return onBytes(bytes, () => void (phase = 'chunk-end'));
      case 'chunk-end':
        phase = lineLength(bytes) === 0 ? phase : 'chunk-size';
        return lineLength(bytes);
      case 'trailer':
        return onTrailer(bytes);
      case 'rest':
        sink.body(bytes);
        return bytes.length;
    }
  };
  const assembler = createAssembler(MAX_HEAD, read);
  const gap = (size: number): void => {
    if ((phase === 'sized' || phase === 'chunk') && size <= left && assembler.pending().length === 0) {
      left -= size;
      if (left > 0) return;
      if (phase === 'sized') finish();
      else phase = 'chunk-end';
    } else if (phase !== 'rest') assembler.stop();
  };
  const end = (): void => {
    if (phase !== 'head') finish();
  };
  return { push: assembler.push, gap, end, stopped: assembler.stopped };
};
