import type { ErrorDetail } from '@chedun/kernel';
import type { SplitBatch } from './split.ts';
import type { CutOptions } from './cutter.ts';

/** Main thread to the thread that cuts. An upload is a `begin` and then its parts, of which the last one says so. */
export type ToCutter =
  | { readonly kind: 'begin'; readonly id: number; readonly options: CutOptions }
  | { readonly kind: 'part'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer>; readonly last: boolean }
  | { readonly kind: 'abort'; readonly id: number };

/** Back: `taken` after each part that was read, then one of the others. */
export type FromCutter =
  | { readonly kind: 'taken'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'done'; readonly id: number; readonly batch: SplitBatch }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly detail: ErrorDetail };
