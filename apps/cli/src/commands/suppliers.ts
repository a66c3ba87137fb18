import {
  ImportReport,
  ProblemKind,
  SupplierDossier,
  SupplierOverview,
  SupplierPage,
  type Importance,
  type SupplierLine,
} from '@chedun/suppliers/contract';
import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError, fileError } from '../errors.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface ListFlags extends Flags {
  readonly problem?: ProblemKind | 'any';
}

const PAGE = 200;
const MOST = 20_000;

const PROBLEM: Readonly<Record<ProblemKind, { readonly zh: string; readonly en: string }>> = {
  'no-agreement': { zh: '无合同', en: 'no agreement' },
  'agreement-over': { zh: '合同已到期', en: 'agreement over' },
  'agreement-ending': { zh: '合同将到期', en: 'agreement ending' },
  'no-security-terms': { zh: '无安全条款', en: 'no security terms' },
  'no-confidentiality': { zh: '无保密条款', en: 'no confidentiality' },
  'no-contact': { zh: '无安全联系人', en: 'no contact' },
  'review-overdue': { zh: '审核逾期', en: 'review overdue' },
  'review-failed': { zh: '审核不通过仍在用', en: 'failed and in use' },
  'condition-overdue': { zh: '整改逾期', en: 'condition overdue' },
};
const IMPORTANCE: Readonly<Record<Importance, { readonly zh: string; readonly en: string }>> = {
  critical: { zh: '关键', en: 'critical' },
  important: { zh: '重要', en: 'important' },
  ordinary: { zh: '一般', en: 'ordinary' },
};

const readAll = async (context: Context, flags: ListFlags): Promise<SupplierLine[]> => {
  const target = await targetOf(context, flags);
  const items: SupplierLine[] = [];
  let next: string | null = '';
  while (next !== null && items.length < MOST) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(next === '' ? {} : { cursor: next }) });
    if (flags.problem !== undefined) query.set('problem', flags.problem);
    const page: SupplierPage = await ask(context, target, {
      path: `/suppliers?${query.toString()}`,
      answer: SupplierPage,
    });
    items.push(...page.items);
    next = page.next;
  }
  return items;
};

const list = async (context: Context, flags: ListFlags): Promise<ExitCode> => {
  const items = await readAll(context, flags);
  show(context, flags, { items }, () =>
    table(
      [
        say(context, { zh: '供应商', en: 'SUPPLIER' }),
        say(context, { zh: '重要程度', en: 'IMPORTANCE' }),
        say(context, { zh: '合同至', en: 'AGREED TO' }),
        say(context, { zh: '下次审核', en: 'NEXT REVIEW' }),
        say(context, { zh: '问题', en: 'PROBLEMS' }),
        say(context, { zh: '标识', en: 'ID' }),
      ],
      items.map((each) => [
        plain(each.name),
        say(context, IMPORTANCE[each.importance]),
        each.agreement === 'in-force' ? (each.agreedTo ?? say(context, { zh: '长期', en: 'no end' })) : '',
        each.nextReviewOn ?? '',
        each.problems.map((kind) => say(context, PROBLEM[kind])).join(say(context, { zh: '、', en: ', ' })),
        each.id,
      ]),
    ),
  );
  return items.some(({ problems }) => problems.length > 0) ? 1 : 0;
};

/** The id of a supplier by its id or its whole name. */
const idOf = async (context: Context, key: string, flags: Flags): Promise<string> => {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) return key;
  const query = new URLSearchParams({ q: key, limit: String(PAGE) });
  const { items } = await ask(context, await targetOf(context, flags), {
    path: `/suppliers?${query.toString()}`,
    answer: SupplierPage,
  });
  const found = items.find(({ name, aliases }) => name === key || aliases.includes(key));
  if (found === undefined) throw cliError('cli.supplier-unknown', { value: key });
  return found.id;
};

const showOne = async (context: Context, key: string, flags: Flags): Promise<ExitCode> => {
  const dossier = await ask(context, await targetOf(context, flags), {
    path: `/suppliers/${await idOf(context, key, flags)}`,
    answer: SupplierDossier,
  });
  const { supplier, agreements, reviews, problems, dependents } = dossier;
  show(context, flags, dossier, () =>
    [
      `${plain(supplier.name)}  ${say(context, IMPORTANCE[supplier.importance])}  ${supplier.creditCode}`,
      plain(`${supplier.contactPerson} ${supplier.contactPhone} ${supplier.contactEmail}`.trim()),
      ...agreements.map(({ title, validFrom, validTo }) => plain(`${title}  ${validFrom} – ${validTo ?? ''}`)),
      ...reviews.map(({ day, reviewer, score, result }) => plain(`${day}  ${reviewer}  ${score}  ${result}`)),
      ...dependents.map(({ kind, name }) => plain(`${kind} ${name}`)),
      ...problems.map(({ text }) => `! ${plain(say(context, text))}`),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  );
  return problems.length > 0 ? 1 : 0;
};

const bring = async (
  context: Context,
  file: string,
  flags: Flags & { readonly preview: boolean },
): Promise<ExitCode> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(file, error);
  });
  const report = await ask(context, await targetOf(context, flags), {
    path: `/suppliers/import?mode=${flags.preview ? 'preview' : 'apply'}`,
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    answer: ImportReport,
  });
  show(context, flags, report, () =>
    [
      ...report.refused.map(({ row, column, value, text }) =>
        plain(
          say(context, {
            zh: `第 ${row} 行 ${column}“${value}”：${text.zh}`,
            en: `row ${row}, ${column} "${value}": ${text.en}`,
          }),
        ),
      ),
      say(context, {
        zh: `${report.applied ? '' : '预览，未写入。'}共 ${report.rows} 行：新增 ${report.added}，更新 ${report.changed}，无变化 ${report.unchanged}，未采纳 ${report.refusedRows}`,
        en: `${report.applied ? '' : 'preview, nothing is written. '}${report.rows} rows: ${report.added} added, ${report.changed} changed, ${report.unchanged} unchanged, ${report.refusedRows} refused`,
      }),
    ].join('\n'),
  );
  return report.refusedRows > 0 ? 1 : 0;
};

const unknown = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const overview = await ask(context, await targetOf(context, flags), {
    path: '/suppliers/overview',
    answer: SupplierOverview,
  });
  const { unknownNames: items, unknown: total, lookedAt } = overview;
  show(context, flags, { items, total, lookedAt }, () =>
    table(
      [
        say(context, { zh: '台账中的名称', en: 'NAME' }),
        say(context, { zh: '车辆', en: 'VEHICLES' }),
        say(context, { zh: 'ECU', en: 'ECUS' }),
        say(context, { zh: '部件', en: 'PARTS' }),
      ],
      items.map(({ name, vehicles, ecus, parts }) => [
        plain(name),
        String(vehicles),
        String(ecus),
        plain(parts.join(' ')),
      ]),
    ),
  );
  return total > 0 ? 1 : 0;
};

/** `chedun suppliers list | show | import | unknown`. */
export const suppliersCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'suppliers', { zh: '供应商', en: 'suppliers' });
  const add = (name: string, zh: string, en: string): Command =>
    withServer(withJson(addCommand(group, context, name, { zh, en }), context), context);
  add('list', '列出供应商；有问题时以 1 结束', 'list suppliers; ends with 1 when something is wrong')
    .addOption(
      new Option('--problem <problem>', say(context, { zh: '只列出有此问题的', en: 'only with this problem' })).choices(
        ['any', ...ProblemKind.options],
      ),
    )
    .action((flags: ListFlags) => context.end(list(context, flags)));
  add('show', '供应商档案；有问题时以 1 结束', 'dossier of a supplier; ends with 1 when something is wrong')
    .argument('<supplier>', say(context, { zh: '名称、别名或标识', en: 'name, spelling or id' }))
    .action((key: string, flags: Flags) => context.end(showOne(context, key, flags)));
  add(
    'import',
    '导入供应商（CSV、XLSX）；逐条列出有误的行，其余照常导入，有误时以 1 结束',
    'import suppliers (CSV, XLSX); every wrong row is named, the others are taken; ends with 1 when one is wrong',
  )
    .argument('<file>', say(context, { zh: '表格文件', en: 'file of the table' }))
    .option('--preview', say(context, { zh: '只检查，不导入', en: 'only look, take nothing' }), false)
    .action((file: string, flags: Flags & { readonly preview: boolean }) => context.end(bring(context, file, flags)));
  add(
    'unknown',
    '资产台账中没有档案的供应商名称；有则以 1 结束',
    'names of the register of assets without a dossier; ends with 1 when there is one',
  ).action((flags: Flags) => context.end(unknown(context, flags)));
};
