import { DomainError, defineErrors, type ErrorDetail } from '@chedun/kernel';
import { reasonText, type Reason } from './reason/reason.ts';

/**
 * Closed catalogue of what can be wrong with a Sigma document or pipeline.
 * Everything this lib throws or reports carries one of these codes.
 */
export const sigmaErrors = defineErrors({
  'sigma.yaml': {
    status: 422,
    zh: '规则文件不是有效的 YAML',
    en: 'The rule file is not valid YAML',
    doZh: '按所示行列修正 YAML 语法',
    doEn: 'Correct the YAML syntax at the line and column shown',
  },
  'sigma.document': {
    status: 422,
    zh: '文档不是 Sigma 规则',
    en: 'The document is not a Sigma rule',
    doZh: '补全 title、logsource 与 detection，类型须符合 Sigma 规范',
    doEn: 'Give title, logsource and detection the types the Sigma specification asks for',
  },
  'sigma.condition': {
    status: 422,
    zh: '检测条件无法解析',
    en: 'The condition cannot be parsed',
    doZh: '检查条件中的选择名、括号与 and/or/not',
    doEn: 'Check the names, brackets and and/or/not of the condition',
  },
  'sigma.aggregation': {
    status: 422,
    zh: '旧式聚合条件不受支持',
    en: 'Legacy aggregation conditions are not supported',
    doZh: '改写为 correlation 文档',
    doEn: 'Rewrite the aggregation as a correlation document',
  },
  'sigma.modifier': {
    status: 422,
    zh: '修饰符未知或组合无效',
    en: 'A modifier is unknown or does not fit',
    doZh: '对照 Sigma 规范附录更正修饰符',
    doEn: 'Correct the modifier chain against the Sigma modifier appendix',
  },
  'sigma.value': {
    status: 422,
    zh: '检测值无效',
    en: 'A detection value is not valid',
    doZh: '更正该字段的值或类型',
    doEn: 'Correct the value or its type',
  },
  'sigma.regex': {
    status: 422,
    zh: '正则表达式无效或不受支持',
    en: 'The regular expression is not valid or not supported',
    doZh: '去掉环视、反向引用与占有量词，或修正语法',
    doEn: 'Remove lookaround, back references and possessive quantifiers, or correct the syntax',
  },
  'sigma.placeholder': {
    status: 422,
    zh: '占位符没有取值',
    en: 'A placeholder has no values',
    doZh: '在占位符表中登记该名称（可以是空列表）',
    doEn: 'Add the name to the placeholder table (an empty list is allowed)',
  },
  'sigma.pipeline': {
    status: 422,
    zh: '处理管线无效',
    en: 'The processing pipeline is not valid',
    doZh: '更正管线中的转换或条件',
    doEn: 'Correct the transformation or condition of the pipeline',
  },
  'sigma.correlation': {
    status: 422,
    zh: '关联规则无效',
    en: 'The correlation is not valid',
    doZh: '更正所示的键：类型、引用的规则、时间窗口或条件',
    doEn: 'Correct the key shown: type, referenced rules, window or condition',
  },
  'sigma.filter': {
    status: 422,
    zh: '过滤文档无效',
    en: 'The filter is not valid',
    doZh: '更正 filter 引用的规则、选择项或条件',
    doEn: 'Correct the rules, selections or condition of the filter',
  },
  'sigma.snapshot': {
    status: 422,
    zh: '关联状态的快照无法读取',
    en: 'The snapshot of correlation windows cannot be read',
    doZh: '丢弃该快照，从更早的快照或事件重新建立',
    doEn: 'Drop it and start from an older snapshot or from the events',
  },
  'sigma.limit': {
    status: 413,
    zh: '规则超出大小限制',
    en: 'The rule exceeds a size limit',
    doZh: '拆分规则或减少取值',
    doEn: 'Split the rule or use fewer values',
  },
});

/** Code of a fault in a Sigma document. */
export type SigmaErrorCode = keyof typeof sigmaErrors;

/** One fault, as data: where it is and why. Lines and columns are 1-based. */
export interface SigmaError {
  readonly code: SigmaErrorCode;
  readonly reason: string;
  /** The reason as data, of which `reason` is the English sentence. Everything that this lib reports has it. */
  readonly why?: Reason;
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** Dotted path inside the document, e.g. `detection.selection.Image|re`. */
  readonly field?: string;
  readonly ruleId?: string;
  readonly title?: string;
}

/** Builds the lib's only kind of exception; `path` is the place inside the document. */
export const fault = (code: SigmaErrorCode, why: Reason, path: readonly (string | number)[] = []): SigmaFault =>
  new SigmaFault(code, why, path);

/** The two members of {@link SigmaError} that say why. */
export const worded = (why: Reason): { readonly reason: string; readonly why: Reason } => ({
  reason: reasonText(why, 'en'),
  why,
});

/** DomainError that also keeps the path, so that the parser can turn it into a line. */
export class SigmaFault extends DomainError<SigmaErrorCode> {
  readonly path: readonly (string | number)[];
  readonly why: Reason;
  constructor(code: SigmaErrorCode, why: Reason, path: readonly (string | number)[]) {
    const reason = reasonText(why, 'en');
    const detail: ErrorDetail = path.length === 0 ? { reason } : { reason, field: path.join('.') };
    super(code, detail);
    this.name = 'SigmaFault';
    this.path = path;
    this.why = why;
  }
}

/** Runs `work`; a fault inside it gets `prefix` in front of its path. */
export const within = <T>(prefix: readonly (string | number)[], work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof SigmaFault) throw new SigmaFault(error.code, error.why, [...prefix, ...error.path]);
    throw error;
  }
};
