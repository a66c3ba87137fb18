import type { EventRef } from '@chedun/governance/contract';

/** Short text for the place and time of an event of a stream, as it is kept in windows and firings. */
export const referenceOf = (seq: number, index: number, time: number): string => `${seq}/${index}/${time}`;

/** The place and the time behind such a text. */
export const readReference = (stream: string, text: string): { readonly ref: EventRef; readonly at: number } => {
  const [seq = 0, index = 0, at = 0] = text.split('/').map(Number);
  return { ref: { journal: stream, seq, index }, at };
};
