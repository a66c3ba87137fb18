import type { Layout } from './layout.ts';

/** A file that goes into the PDF, so that a machine can take the data out again. */
export interface Embedded {
  readonly bytes: Uint8Array;
  /** Shown by readers of PDF. */
  readonly description: string;
}

/** What is to be made. `at` (milliseconds since 1970) is written into the document as the time of its making. */
export type TypesetOrder =
  | { readonly format: 'pdf'; readonly layout: Layout; readonly at: number; readonly embedded: Embedded }
  /** The pages of the same PDF as one picture. */
  | { readonly format: 'svg'; readonly layout: Layout; readonly at: number; readonly embedded: Embedded }
  | { readonly format: 'docx' | 'xlsx'; readonly layout: Layout; readonly at: number };

/** Of the server to the process. */
export interface Task {
  readonly id: number;
  readonly order: TypesetOrder;
}

/** Of the process to the server. */
export type Answer =
  | { readonly kind: 'done'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
