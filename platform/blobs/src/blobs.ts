import type { Readable } from 'node:stream';

/** A stored blob. */
export interface BlobInfo {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Lower-case hex. */
  readonly sm3: string;
}

/**
 * Large immutable objects by name. A name is 1 to 16 parts of `[a-z0-9._-]`, each 1 to 100 long and not starting with a
 * dot, joined by `/`. Promises: after `put` resolves the blob survives a power cut; a blob is there whole or not at all;
 * a name is written once and its content never changes.
 */
export interface Blobs {
  /** Refuses a name that exists and a source longer than `maxBytes`; nothing remains of a refused put. */
  readonly put: (
    name: string,
    source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    limits: { readonly maxBytes: number },
  ) => Promise<BlobInfo>;
  readonly get: (name: string) => Promise<Readable>;
  readonly info: (name: string) => Promise<BlobInfo | undefined>;
  /** Removing what is not there is no error. */
  readonly remove: (name: string) => Promise<void>;
  /** Names below a folder in byte order; pass the last name as `after` for the next page. */
  readonly list: (query: {
    readonly folder?: string;
    readonly after?: string;
    readonly limit: number;
  }) => Promise<readonly string[]>;
}
