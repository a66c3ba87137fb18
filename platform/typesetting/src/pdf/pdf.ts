import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { withTexts } from '../layout.ts';
import type { TypesetOrder } from '../order.ts';
import { coverageOf, showable } from './coverage.ts';
import { fontFiles } from './fonts.ts';

/** Makes PDFs, one after the other. */
export interface PdfMaker {
  readonly make: (order: Extract<TypesetOrder, { format: 'pdf' | 'svg' }>) => Uint8Array;
}

const FORM = fileURLToPath(new URL('./form.typ', import.meta.url));
/** Results that the compiler remembers are forgotten after so many documents. */
const REMEMBERED = 3;

const reasonOf = (compiler: NodeCompiler, result: ReturnType<NodeCompiler['compile']>): string => {
  const diagnostics = result.takeDiagnostics();
  const [first] = diagnostics === null ? [] : (compiler.fetchDiagnostics(diagnostics) as { message?: string }[]);
  return first?.message?.slice(0, 300) ?? 'the document does not compile';
};

/** Loads the compiler and the fonts that are shipped; fonts of the machine are never used. */
export const openPdfMaker = async (): Promise<PdfMaker> => {
  const { NodeCompiler: Compiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const fonts = fontFiles().map((file) => readFileSync(file));
  // Both weights show the same characters.
  const coverage = coverageOf(fonts[0] ?? new Uint8Array());
  const workspace = dirname(FORM);
  const mainFileContent = readFileSync(FORM, 'utf8');
  const compiler = Compiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
  return {
    make: ({ format, layout, embedded, at }) => {
      const { description } = embedded;
      const shown = withTexts(layout, (text) => showable(text, coverage));
      compiler.mapShadow(join(workspace, 'layout.json'), Buffer.from(JSON.stringify({ ...shown, description })));
      compiler.mapShadow(join(workspace, 'form.json'), Buffer.from(embedded.bytes));
      const result = compiler.compile({ mainFileContent });
      try {
        if (result.result === null) throw new Error(reasonOf(compiler, result));
        if (format === 'svg') return new TextEncoder().encode(compiler.svg(result.result));
        const creationTimestamp = Math.floor(at / 1000);
        return new Uint8Array(compiler.pdf(result.result, { pdfStandard: 'a-3b', pdfTags: false, creationTimestamp }));
      } finally {
        compiler.evictCache(REMEMBERED);
      }
    },
  };
};
