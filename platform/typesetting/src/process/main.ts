/** The process that typesets: it is started when the first document is wanted and dies with the server. */
import { makeDocx } from '../office/docx.ts';
import { makeXlsx } from '../office/xlsx.ts';
import type { Answer, Task, TypesetOrder } from '../order.ts';
import { openPdfMaker, type PdfMaker } from '../pdf/pdf.ts';

let opened: Promise<PdfMaker> | undefined;

const make = async (order: TypesetOrder): Promise<Uint8Array> => {
  switch (order.format) {
    case 'pdf':
    case 'svg':
      opened ??= openPdfMaker();
      return (await opened).make(order);
    case 'docx':
      return makeDocx(order.layout, order.at);
    case 'xlsx':
      return makeXlsx(order.layout, order.at);
  }
};

const answer = async ({ id, order }: Task): Promise<Answer> => {
  try {
    return { kind: 'done', id, bytes: await make(order) };
  } catch (error) {
    return { kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) };
  }
};

process.on('message', (task: Task) => {
  void answer(task).then((told) => process.send?.(told));
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole group; the server says when it is over.
process.on('SIGINT', () => undefined);
