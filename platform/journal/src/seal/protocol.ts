import type { SealFault, SealHead } from './sealer.ts';

/** A stream as the thread is told of it; see SealerSetup. */
export interface SealStream {
  readonly stream: string;
  readonly journalFolder: string;
  readonly logFolder: string;
  readonly firstSeq: number;
  readonly last: { readonly size: number; readonly root: Uint8Array } | undefined;
  readonly durable: number;
}

/** `advance`: add the frames up to `upTo`, and with `publish` tell the head. `published`: a checkpoint of that size is durable. */
export type ToThread =
  | { readonly kind: 'open'; readonly stream: SealStream }
  | { readonly kind: 'advance'; readonly stream: string; readonly upTo: number; readonly publish: boolean }
  | { readonly kind: 'published'; readonly stream: string; readonly size: number };

/** `head`: the tiles hold it durably. `faulty`: this stream is not sealed any more. */
export type FromThread =
  | { readonly kind: 'opened'; readonly stream: string; readonly size: number }
  | { readonly kind: 'head'; readonly stream: string; readonly head: SealHead; readonly at: 'tick' | 'segment-end' }
  | {
      readonly kind: 'faulty';
      readonly stream: string;
      readonly fault: SealFault | undefined;
      readonly reason: string;
    };
