import { readFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { fontFiles } from '../pdf/fonts.ts';
import { exampleLayout } from './example.ts';

/** Milliseconds of the compiler alone, in this process, with the rows of the example and nothing around them. */
export const plainTypst = (rows: number, at: number): number => {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: fontFiles().map((file) => readFileSync(file)) }] });
  const cells = exampleLayout(rows).blocks.flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []));
  const head = '#set text(font: "Source Han Sans", fallback: false, size: 9pt)\n#table(columns: (1fr, 4fr, 6fr), ';
  const mainFileContent = `${head}${cells.map((cell) => JSON.stringify(cell)).join(', ')})`;
  const once = (): number => {
    const started = performance.now();
    const { result } = compiler.compile({ mainFileContent });
    if (result === null) throw new Error('the example does not compile');
    compiler.pdf(result, { pdfStandard: 'a-3b', pdfTags: false, creationTimestamp: at / 1000 });
    return performance.now() - started;
  };
  once();
  compiler.evictCache(0);
  return once();
};
