import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws. Faults inside a log are no errors: readers report them as records of kind `fault`. */
export const CAN_ERRORS = defineErrors({
  'can.bad_dbc': {
    status: 422,
    zh: 'DBC 文件无法解析',
    en: 'The DBC file cannot be read',
    doZh: '请检查 detail.line 指出的行；语法以 DBC 的 BO_、SG_、VAL_ 等语句为准。',
    doEn: 'Look at the line named in detail.line: it must follow the DBC form of its keyword (BO_, SG_, VAL_, ...).',
  },
  'can.bad_model': {
    status: 422,
    zh: '入侵检测模型不可用',
    en: 'The intrusion detection model cannot be used',
    doZh: '请用本版本在正常流量上重新训练模型。',
    doEn: 'Train the model again on clean traffic with this version.',
  },
  'can.too_little_traffic': {
    status: 422,
    zh: '训练流量不足',
    en: 'There is too little clean traffic to learn from',
    doZh: '请提供更长的正常行驶报文记录（至少数百帧）。',
    doEn: 'Give a longer recording of clean driving: at least some hundred frames.',
  },
  'can.unknown_format': {
    status: 422,
    zh: '无法识别 CAN 日志格式',
    en: 'The format of the CAN log is not known',
    doZh: '请提供 candump、ASC、BLF、TRC 或 CSV 格式的日志。',
    doEn: 'Give a candump, ASC, BLF, TRC or CSV log.',
  },
});

/** Codes of {@link CAN_ERRORS}. */
export type CanErrorCode = keyof typeof CAN_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const canError = (code: CanErrorCode, detail: ErrorDetail): DomainError<CanErrorCode> =>
  new DomainError(code, detail);
