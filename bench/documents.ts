import { openTypesetter, type TypesetOrder } from '@chedun/typesetting';
import { exampleLayout, plainTypst } from '@chedun/typesetting/testing';
import { readFileSync } from 'node:fs';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const AT = Date.UTC(2026, 10, 28);
const WARM = 15;
/** Rows that fill at least 100 pages. */
const LONG_ROWS = 2600;

/** Never the same document twice: the compiler remembers what it has set. */
const order = (rows: number, turn: number): TypesetOrder => {
  const embedded = { bytes: new TextEncoder().encode(JSON.stringify({ rows, turn })), description: 'bench' };
  const { blocks, ...head } = exampleLayout(rows);
  const named = blocks.map((block) =>
    block.kind === 'table' ? { ...block, rows: block.rows.map((row) => row.map((cell) => `${cell} ${turn}`)) } : block,
  );
  return { format: 'pdf', layout: { ...head, title: `备案表 ${turn}`, blocks: named }, at: AT, embedded };
};

const pagesOf = (pdf: Uint8Array): number =>
  Math.max(
    ...Array.from(
      Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\/Count (\d+)/g),
      ([, count]) => Number(count),
    ),
  );

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Processor seconds that a process has used, as Linux counts them; 0 elsewhere. */
const cpuOf = (pid: number | undefined): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
};

/**
 * What typesetting takes, wall clock, as the server does it: process, layout, fonts, PDF/A-3b with embedded data.
 * `form40_warm_ms`: median of 15 forms with different data. `form40_cold_ms`: the first one, with the start of the process.
 * `pages100_s`: a document of at least 100 pages that was never made before. Peer: the compiler alone in one process.
 */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const typesetter = openTypesetter({ debug: () => undefined });
  const timed = async (wanted: TypesetOrder): Promise<{ ms: number; pdf: Uint8Array }> => {
    const started = performance.now();
    const pdf = await typesetter.typeset(wanted);
    return { ms: performance.now() - started, pdf };
  };
  try {
    const cold = await timed(order(40, 0));
    const warm: number[] = [];
    const before = cpuOf(typesetter.pid());
    for (let turn = 0; turn < WARM; turn += 1) warm.push((await timed(order(40, turn + 1))).ms);
    const between = cpuOf(typesetter.pid());
    const long = await timed(order(LONG_ROWS, 99));
    const after = cpuOf(typesetter.pid());
    const pages = pagesOf(long.pdf);
    if (pages < 100) throw new Error(`only ${pages} pages`);
    const limit = plainTypst(LONG_ROWS, AT);
    const limit40 = plainTypst(40, AT);
    const ms = median(warm);
    return {
      bench: 'documents',
      metrics: {
        form40_warm_ms: {
          value: ms,
          unit: 'ms',
          peer: `compiler alone: ${limit40.toFixed(1)} ms`,
          ratio: ms / limit40,
        },
        form40_cold_ms: { value: cold.ms, unit: 'ms, with the start of the process' },
        form40_cpu_ms: { value: ((between - before) / WARM) * 1000, unit: 'ms of processor a form' },
        pages100_s: {
          value: long.ms / 1000,
          unit: `s, ${pages} pages`,
          peer: `compiler alone: ${(limit / 1000).toFixed(2)} s`,
          ratio: long.ms / limit,
        },
        pages100_cpu_s: { value: after - between, unit: 's of processor' },
      },
    };
  } finally {
    await typesetter.close();
  }
};
