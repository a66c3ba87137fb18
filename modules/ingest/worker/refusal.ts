import type { Reject } from '@chedun/pipeline';

/** Reads a record of a `refused` frame back into a reject; the intake wrote it as JSON. */
export const readRefusal = (index: number, bytes: Uint8Array): Reject => {
  const text = Buffer.from(bytes).toString('utf8');
  const told = JSON.parse(text) as Readonly<Record<'code' | 'reason' | 'place' | 'size' | 'head', string | number>>;
  return {
    index,
    code: String(told.code),
    reason: String(told.reason),
    place: String(told.place),
    size: Number(told.size),
    preview: Buffer.from(String(told.head), 'base64'),
  };
};
