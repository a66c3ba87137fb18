// Entry of the thread that unpacks uploads and cuts them into frames.
import { Readable } from 'node:stream';
import { parentPort } from 'node:worker_threads';
import { DomainError } from '@chedun/kernel';
import { cutHere, type CutOptions } from './cutter.ts';
import type { FromCutter, ToCutter } from './cutter-protocol.ts';
import type { ReadyFrame } from './frames.ts';
import { openInlet, type Inlet } from './inlet.ts';
import type { SplitBatch } from './split.ts';

const port = parentPort;
if (!port) throw new Error('cutter-worker.ts runs as a worker thread only');

const cut = cutHere();
const inlets = new Map<number, Inlet>();
const say = (message: FromCutter, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

/** A payload with memory of its own, which can be handed over instead of being copied once more. */
const ownPayload = (frame: ReadyFrame): ReadyFrame & { readonly payload: Uint8Array<ArrayBuffer> } => ({
  ...frame,
  payload: new Uint8Array(frame.payload),
});

const done = (id: number, batch: SplitBatch): void => {
  const frames = batch.frames.map(ownPayload);
  say(
    { kind: 'done', id, batch: { ...batch, frames } },
    frames.map(({ payload }) => payload.buffer),
  );
};

const failed = (id: number, error: unknown): void => {
  const known =
    error instanceof DomainError ? error : new DomainError('ingest.body-unreadable', { reason: String(error) });
  say({ kind: 'failed', id, code: known.code, detail: known.detail });
};

const cutAll = async (id: number, body: Readable, options: CutOptions): Promise<void> => {
  try {
    done(id, await cut(body, options, () => undefined));
  } catch (error) {
    failed(id, error);
  } finally {
    inlets.delete(id);
  }
};

const open = (id: number, options: CutOptions): Inlet => {
  const inlet = openInlet((bytes) => say({ kind: 'taken', id, bytes }));
  inlets.set(id, inlet);
  void cutAll(id, Readable.from(inlet.parts(), { objectMode: false }), options);
  return inlet;
};

port.on('message', (message: ToCutter) => {
  const { id } = message;
  switch (message.kind) {
    case 'begin':
      open(id, message.options);
      return;
    case 'part':
      inlets.get(id)?.push(message.bytes, message.last);
      return;
    case 'abort':
      inlets.get(id)?.fail(new DomainError('ingest.body-damaged', { reason: 'the sender went away' }));
  }
});
