import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Every error that this package throws. */
export const REGULATION_ERRORS = defineErrors({
  'regulations.table-invalid': {
    status: 422,
    zh: '法规数值表无效',
    en: 'A table of a regulation is not valid',
    doZh: '按 detail.place 与 detail.reason 修改；每个数值都须注明是否已核实。',
    doEn: 'Change what detail.place and detail.reason name; every number says whether it was verified.',
  },
  'regulations.fact-invalid': {
    status: 422,
    zh: '用于分级的事实无效',
    en: 'A fact given for grading is not valid',
    doZh: '数量须为不小于 0 的数，选项须为表中所列。',
    doEn: 'Counts are numbers of at least 0, choices are those of the table.',
  },
});

/** Codes of {@link REGULATION_ERRORS}. */
export type RegulationErrorCode = keyof typeof REGULATION_ERRORS;

/** An error of this package. */
export const regulationError = (
  code: RegulationErrorCode,
  detail: ErrorDetail = {},
): DomainError<RegulationErrorCode> => new DomainError(code, detail);
