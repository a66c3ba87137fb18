import { csvLine, dayOf, type ActorRef } from '@chedun/kernel';
import { Readable } from 'node:stream';
import { SupplierQuery } from '../contract.ts';
import {
  COLUMN_NAMES,
  COLUMNS,
  IMPORTANCE_WORDS,
  KIND_WORDS,
  PROBLEM_WORDS,
  RESULT_WORDS,
  type ColumnName,
} from '../domain/columns.ts';
import { listWhole, type ReadNeeds, type WholeLine } from '../read-model.ts';
import { auditOf, type Needs } from '../store.ts';

/** Columns that are computed; imports leave them out. */
const COMPUTED = ['合同有效期至', '最近审核', '审核结论', '下次审核', '合作截止', 'ECU 数', '问题'];

const cellOf = (line: WholeLine, column: ColumnName): string => {
  switch (column) {
    case 'kinds':
      return line.kinds.map((kind) => KIND_WORDS[kind][0]).join('；');
    case 'importance':
      return IMPORTANCE_WORDS[line.importance][0];
    case 'aliases':
      return line.aliases.join('；');
    case 'services':
    case 'hosts':
      return line.dependents
        .filter(({ kind }) => `${kind}s` === column)
        .map(({ name }) => name)
        .join('；');
    default:
      return line[column];
  }
};

const rowOf = (line: WholeLine): string =>
  csvLine([
    ...COLUMN_NAMES.map((column) => cellOf(line, column)),
    line.agreement === 'in-force' ? (line.agreedTo ?? '长期') : '',
    line.reviewedOn,
    line.result === null ? '' : RESULT_WORDS[line.result][0],
    line.nextReviewOn,
    line.endedOn,
    line.ecus,
    line.problems.map((kind) => PROBLEM_WORDS[kind][0]).join('；'),
  ]);

async function* linesOf(needs: ReadNeeds): AsyncGenerator<string> {
  yield `\uFEFF${csvLine([...COLUMN_NAMES.map((column) => COLUMNS[column][0]), ...COMPUTED])}`;
  let cursor: string | undefined;
  do {
    const page = await listWhole(needs, SupplierQuery.parse({ sort: 'name', limit: 200, cursor }));
    yield page.items.map(rowOf).join('');
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** The whole register as a table that can be imported again. */
export const exportSuppliers = (needs: Needs) => async (actor: ActorRef) => {
  await needs.records.transaction((tx) => tx.audit(auditOf(actor, 'suppliers.exported', '', {})));
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `suppliers-${dayOf(needs.now())}.csv`,
    body: Readable.from(linesOf(needs)),
  };
};
