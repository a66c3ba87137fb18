import { inventoryError } from './errors.ts';
import { READ_LIMITS } from './observation.ts';

/** A line with its number, 1-based. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Lines of a text (LF, CRLF), without their ends; throws `inventory.too-large` for one that is too long. */
export function* linesOf(text: string): Generator<Line> {
  let at = text.codePointAt(0) === 0xfe_ff ? 1 : 0;
  for (let number = 1; at < text.length; number += 1) {
    const end = text.indexOf('\n', at);
    const stop = end < 0 ? text.length : end;
    if (stop - at > READ_LIMITS.line)
      throw inventoryError('inventory.too-large', { line: number, reason: `a line longer than ${READ_LIMITS.line}` });
    yield { number, text: text.slice(at, stop).replace(/\r$/, '') };
    at = stop + 1;
  }
}
