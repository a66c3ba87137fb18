import type { Json } from '@chedun/kernel';
import type { BaselineItem, ImportReport, ItemResult, Run, RunItem } from '../contract.ts';
import { riskError } from '../errors.ts';

/** Items of the baseline that a level asks for. */
export const applicableTo = <T extends BaselineItem>(items: readonly T[], level: number): T[] =>
  items.filter(({ fromLevel }) => fromLevel <= level);

/** The result that a light of the posture gives; amber and no check say nothing. */
export const resultOfLight = (light: string): ItemResult =>
  light === 'green' ? 'pass' : light === 'red' ? 'fail' : 'open';

/** The worst of several lights: red before nothing known before green. */
export const worstLight = (lights: readonly string[]): string =>
  ['red', 'none', 'amber'].find((each) => lights.includes(each)) ?? lights[0] ?? 'none';

/** True for what needs a plan. */
export const isGap = ({ result }: Pick<RunItem, 'result'>): boolean => result === 'fail' || result === 'partial';

/** Throws `risks.item`: what passes by hand needs evidence, what does not pass needs a measure and a day. */
export const needWhole = (item: RunItem): void => {
  const { result, evidence, measure, dueOn, kind, id } = item;
  if (kind === 'manual' && (result === 'pass' || result === 'n-a') && evidence === '')
    throw riskError('risks.item', { field: 'evidence', reason: id });
  if (isGap(item) && (measure === '' || dueOn === null))
    throw riskError('risks.item', { field: 'measure', reason: id });
};

/** Throws `risks.run-open` while items are not judged or gaps have no plan. */
export const needEnd = (items: readonly RunItem[]): void => {
  const open = items.filter(
    (item) => item.result === 'open' || (isGap(item) && (item.measure === '' || item.dueOn === null)),
  );
  if (open.length > 0)
    throw riskError('risks.run-open', {
      reason: open
        .map(({ id }) => id)
        .slice(0, 20)
        .join('、'),
    });
};

const RESULTS: Readonly<Record<string, ItemResult>> = {
  符合: 'pass',
  通过: 'pass',
  pass: 'pass',
  部分符合: 'partial',
  partial: 'partial',
  不符合: 'fail',
  未通过: 'fail',
  fail: 'fail',
  不适用: 'n-a',
  'n-a': 'n-a',
};
const COLUMNS = {
  id: ['编号', 'id', '条款'],
  result: ['结果', 'result', '判定'],
  evidence: ['说明', 'evidence', '证据'],
};

/** Reads the table of a laboratory; each wrong row is named, the others are taken. Throws `risks.table`. */
export const readResults = (
  rows: readonly { readonly row: number; readonly cells: readonly string[] }[],
  items: readonly RunItem[],
): { readonly items: RunItem[]; readonly report: ImportReport } => {
  const [header, ...body] = rows;
  const words = (header?.cells ?? []).map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const place = (names: readonly string[]): number => words.findIndex((word) => names.includes(word));
  const at = { id: place(COLUMNS.id), result: place(COLUMNS.result), evidence: place(COLUMNS.evidence) };
  if (at.id < 0 || at.result < 0) throw riskError('risks.table', { field: 'header' });
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const found = new Map(items.map((item) => [item.id, item]));
  const refused: ImportReport['refused'] = [];
  let taken = 0;
  for (const { row, cells } of filled) {
    const id = cells[at.id]?.trim() ?? '';
    const word = cells[at.result]?.trim().toLowerCase() ?? '';
    const item = found.get(id);
    const result = Object.hasOwn(RESULTS, word) ? RESULTS[word] : undefined;
    if (item === undefined)
      refused.push({ row, value: id.slice(0, 100), text: { zh: '没有这个条目', en: 'There is no such item' } });
    else if (result === undefined)
      refused.push({
        row,
        value: word.slice(0, 100),
        text: { zh: '结果应为符合、部分符合、不符合或不适用', en: 'The result is pass, partial, fail or n-a' },
      });
    else {
      const evidence = at.evidence < 0 ? '' : (cells[at.evidence]?.trim().slice(0, 4000) ?? '');
      found.set(id, { ...item, result, evidence: evidence || item.evidence });
      taken += 1;
    }
  }
  return { items: [...found.values()], report: { rows: filled.length, taken, refused } };
};

const WORDS = { pass: '符合', partial: '部分符合', fail: '不符合', 'n-a': '不适用', open: '未判定' } as const;

/** Data of the template of the run: everything stands in the run. */
export const documentData = (run: Run): Readonly<Record<string, Json>> => {
  const gaps = run.items.filter(isGap);
  const common = { level: String(run.level), startedOn: run.startedOn, endedOn: run.endedOn ?? '' };
  if (run.kind === 'evaluation')
    return {
      ...common,
      evaluator: run.assessor,
      scope: `${run.unitName}；控制基线第 ${run.baseline} 版（未核实）共 ${run.items.length} 项`,
      conclusion: gaps.length === 0 ? 'conform' : gaps.some(({ result }) => result === 'fail') ? 'fail' : 'partial',
      items: run.items.map(({ id, title, result, evidence }) => ({
        clause: id,
        requirement: title.zh,
        result: WORDS[result],
        evidence,
      })),
      gaps: gaps.map(({ title, result, measure, dueOn }) => ({
        gap: title.zh,
        severity: result === 'fail' ? '高' : '中',
        measure,
        due: dueOn ?? '',
      })),
      plan: run.conclusion,
    };
  return {
    ...common,
    assessor: run.assessor,
    method: '资产价值 × 威胁 × 脆弱性（产品自定方法，未核实）；数据取自资产台账、隐患台账与 90 天告警',
    risks:
      run.risks.length === 0
        ? [{ asset: '—', threat: '—', vulnerability: '没有未关闭的隐患', level: '低', treatment: '—' }]
        : run.risks.slice(0, 500).map((risk) => ({
            asset: risk.asset.id,
            threat: risk.threatTitle.zh,
            vulnerability: `${risk.worst}（${risk.findings} 项）`,
            level: { low: '低', medium: '中', high: '高', critical: '很高' }[risk.level],
            treatment: risk.treatment === null ? '未处置' : risk.treatment.reason,
          })),
    conclusion: run.conclusion,
    residual: `未处置的高及以上风险 ${run.risks.filter(({ level, treatment }) => (level === 'high' || level === 'critical') && treatment === null).length} 项`,
  };
};
