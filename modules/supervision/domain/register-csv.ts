import { csvCell } from '@chedun/kernel';
import type { FilingLine } from '../contract.ts';

const HEAD = ['备案号', '收件号', '类别', '企业', '省份', '名称', '版本', '补正轮次', '收件时间', '办结时间'];

/** The register as CSV with a byte order mark, which spreadsheets want for Chinese. */
export const registerCsv = (lines: readonly FilingLine[]): string => {
  const rows = lines.map((line) => [
    line.number,
    line.acceptance,
    line.kindTitle.zh,
    line.enterprise.name,
    line.enterprise.province,
    line.title.zh,
    String(line.version),
    String(line.rounds),
    line.receivedAt,
    line.decidedAt ?? '',
  ]);
  return `\uFEFF${[HEAD, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
};
