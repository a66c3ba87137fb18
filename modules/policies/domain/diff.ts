import type { DifferenceLine } from '../contract.ts';

/** Above this product of line counts the middle is not aligned any more: removed as a block, then added as one. */
const MOST_CELLS = 4_000_000;

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

const marked = (kind: DifferenceLine['kind'], lines: readonly string[]): DifferenceLine[] =>
  lines.map((text) => ({ kind, text }));

/** Lengths of the longest common subsequence of every pair of suffixes, row by row. */
const suffixTable = (before: readonly string[], after: readonly string[]): Uint32Array => {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      table[i * width + j] =
        before[i] === after[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
  return table;
};

const aligned = (before: readonly string[], after: readonly string[]): DifferenceLine[] => {
  if (before.length * after.length > MOST_CELLS) return [...marked('removed', before), ...marked('added', after)];
  const width = after.length + 1;
  const table = suffixTable(before, after);
  const lines: DifferenceLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const [left, right] = [before[i] ?? '', after[j] ?? ''];
    if (left === right) {
      lines.push({ kind: 'same', text: left });
      i += 1;
      j += 1;
    } else if ((table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0)) {
      lines.push({ kind: 'removed', text: left });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: right });
      j += 1;
    }
  }
  return [...lines, ...marked('removed', before.slice(i)), ...marked('added', after.slice(j))];
};

/**
 * What changed from one text to another, line by line: the lines that are `same` or `removed` are the first text, those that
 * are `same` or `added` the second. Longest common subsequence within bounds of time and memory.
 */
export const differenceOf = (first: string, second: string): DifferenceLine[] => {
  const [before, after] = [linesOf(first), linesOf(second)];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return [
    ...marked('same', before.slice(0, head)),
    ...aligned(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...marked('same', before.slice(before.length - tail)),
  ];
};
