import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with an order. */
export const INSPECTION_ERRORS = defineErrors({
  'inspection.order-invalid': {
    status: 422,
    zh: '检查通知的内容无效',
    en: 'The order of the inspection is not valid',
    doZh: '请向检查机关索取原始文件包',
    doEn: 'Ask the authority for the original package',
  },
});
export type InspectionErrorCode = keyof typeof INSPECTION_ERRORS;

/** Builds an error of this lib; the caller throws it. */
export const inspectionError = (detail: ErrorDetail): DomainError<InspectionErrorCode> =>
  new DomainError('inspection.order-invalid', detail);
