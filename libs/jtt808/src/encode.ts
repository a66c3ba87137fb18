import { jttError } from './errors.ts';
import { DELIMITER, escape, xor } from './escape.ts';
import type { Body, FrameInput, HeaderInput } from './frame.ts';
import { MAX_BODY, writeHeader } from './header.ts';
import { variantsOf } from './messages.ts';
import type { HeaderEdition } from './messages.ts';
import { writeLayout } from './write.ts';
import { Writer } from './writer.ts';

/**
 * Bytes of a body. Throws `jtt808.no_layout` when the message has no such variant under this header, `jtt808.range`
 * when a field is missing or does not fit.
 */
export const encodeBody = (messageId: number, edition: HeaderEdition, body: Body): Uint8Array => {
  if (body.kind === 'raw') return body.data;
  const variant = variantsOf(messageId, edition).find(({ name }) => name === body.variant);
  if (variant === undefined)
    throw jttError('jtt808.no_layout', { field: 'variant', reason: `${body.variant} of ${messageId.toString(16)}` });
  const writer = new Writer();
  writeLayout(writer, variant.layout, body.values);
  return writer.done();
};

const wrap = (header: HeaderInput, body: Uint8Array): Uint8Array => {
  const writer = new Writer();
  writeHeader(writer, header, body.length);
  writer.raw(body);
  const plain = writer.done();
  const checked = new Uint8Array([...plain, xor(plain, 0, plain.length)]);
  return Uint8Array.from([DELIMITER, ...escape(checked), DELIMITER]);
};

const joined = ({ header, body, rest }: FrameInput): Uint8Array => {
  const bytes = encodeBody(header.messageId, header.edition, body);
  return rest === undefined || rest.length === 0 ? bytes : Buffer.concat([bytes, rest]);
};

/**
 * Encodes one frame with delimiters, escapes and checksum; a decoded frame gives the bytes it came from when its
 * checksum, length and escapes were right. Throws `jtt808.range` or `jtt808.no_layout`.
 */
export const encodeFrame = (input: FrameInput): Uint8Array => wrap(input.header, joined(input));

/**
 * Encodes a message of any length: one frame, or sub-packages of at most `maxBody` bytes with consecutive serials
 * from `header.serial` on (clause 4.4.3). Throws like {@link encodeFrame}.
 */
export const encodeMessage = (input: FrameInput, maxBody: number = MAX_BODY): readonly Uint8Array[] => {
  const body = joined(input);
  if (!Number.isInteger(maxBody) || maxBody < 1 || maxBody > MAX_BODY)
    throw jttError('jtt808.range', { field: 'maxBody', reason: `1 to ${MAX_BODY}` });
  if (body.length <= maxBody) return [wrap(input.header, body)];
  const packageTotal = Math.ceil(body.length / maxBody);
  return Array.from({ length: packageTotal }, (_, index) =>
    wrap(
      { ...input.header, packageTotal, packageIndex: index + 1, serial: (input.header.serial + index) & 0xffff },
      body.subarray(index * maxBody, (index + 1) * maxBody),
    ),
  );
};
