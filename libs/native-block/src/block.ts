import type { Column } from './column.ts';
import { nativeBlockError } from './errors.ts';
import { varintSize, writeVarint } from './varint.ts';

/** A column with the name that it has in the block. */
export interface NamedColumn {
  readonly name: string;
  readonly column: Pick<Column<never>, 'type' | 'rows' | 'size' | 'write'>;
}

/** Largest block that {@link encodeBlock} writes, in bytes (2 GiB − 1). */
export const MAX_BLOCK_BYTES = 2 ** 31 - 1;

const label = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  const out = Buffer.alloc(varintSize(bytes.length) + bytes.length);
  out.set(bytes, writeVarint(out, 0, bytes.length));
  return out;
};

/**
 * One block of ClickHouse's Native format as `INSERT … FORMAT Native` and `file(…, 'Native')` read it: column count, row
 * count, then name, type and data of each column (no block info, revision 0). The block is one allocation of its exact
 * size and independent of the columns, which may be reset at once; or a view of `reuse`, where that is large enough.
 * Throws `native-block.uneven-columns` where the columns differ in rows, `native-block.too-large` above
 * {@link MAX_BLOCK_BYTES}.
 */
export const encodeBlock = (columns: readonly NamedColumn[], reuse?: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const rows = columns[0]?.column.rows() ?? 0;
  const labels = columns.map(({ name, column }) => Buffer.concat([label(name), label(column.type)]));
  let size = varintSize(columns.length) + varintSize(rows);
  columns.forEach(({ name, column }, index) => {
    if (column.rows() !== rows) {
      throw nativeBlockError('native-block.uneven-columns', {
        field: name,
        reason: `${column.rows()} rows, not ${rows}`,
      });
    }
    size += (labels[index]?.length ?? 0) + column.size();
  });
  if (size > MAX_BLOCK_BYTES) throw nativeBlockError('native-block.too-large', { reason: `${size} bytes` });
  const out =
    reuse !== undefined && reuse.length >= size ? reuse.subarray(0, size) : Buffer.from(new ArrayBuffer(size));
  let at = writeVarint(out, writeVarint(out, 0, columns.length), rows);
  columns.forEach(({ column }, index) => {
    out.set(labels[index] ?? [], at);
    at = column.write(out, at + (labels[index]?.length ?? 0));
  });
  return out;
};
