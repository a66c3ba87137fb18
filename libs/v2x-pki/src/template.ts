import { createHash } from 'node:crypto';

/** A message whose layout never changes: bytes with places that are filled for each certificate. */
export interface Template {
  /** A new message with these parts at the places of the marks, in their order. */
  readonly fill: (parts: readonly Uint8Array[]) => Uint8Array;
  readonly bytes: Uint8Array;
}

/** A mark: bytes that stand nowhere else in a message. */
export const mark = (name: number, length: number): Uint8Array =>
  new Uint8Array(createHash('shake256', { outputLength: length }).update(`mark ${name}`).digest());

/**
 * Makes a template of a message that the codec wrote with marks in it. The codec decides every byte, once a batch; per
 * certificate only the marks are replaced. Throws when a mark is not there exactly once, or a part has another length.
 */
export const templateOf = (bytes: Uint8Array, marks: readonly Uint8Array[]): Template => {
  const whole = Buffer.from(bytes);
  const places = marks.map((one) => {
    const at = whole.indexOf(Buffer.from(one));
    if (at < 0 || whole.includes(Buffer.from(one), at + 1))
      throw new Error('a mark of a template is missing or stands twice');
    return { at, length: one.length };
  });
  return {
    bytes,
    fill: (parts) => {
      const filled = Uint8Array.from(bytes);
      for (const [index, { at, length }] of places.entries()) {
        const part = parts[index];
        if (part?.length !== length) throw new Error(`part ${index} of a template has another length`);
        filled.set(part, at);
      }
      return filled;
    },
  };
};
