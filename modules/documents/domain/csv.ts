import { csvCell } from '@chedun/kernel';
import type { DocumentSummary } from '../contract.ts';

const HEAD = ['编号', '文书', '标题', '对象类别', '对象', '版本', '签发时间', '签发人', '清单SM3', '回执数'];

/** The list as CSV with a mark of UTF-8, as office programs in China open it. */
export const documentsCsv = (items: readonly DocumentSummary[]): string => {
  const lines = items.map((each) => [
    each.id,
    each.templateTitle.zh,
    each.title.zh,
    each.subject.kind,
    each.subject.id,
    each.version,
    each.issuedAt,
    each.issuedBy,
    each.sm3,
    each.receipts,
  ]);
  return `\ufeff${[HEAD, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
};
