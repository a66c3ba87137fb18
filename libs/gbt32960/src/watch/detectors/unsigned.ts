import { say } from '@chedun/kernel';
import { SUBJECT_BIT } from '../../columns.ts';
import type { Detector } from '../detector.ts';
import { REPORT_WORDS } from '../phrases.ts';

/** A report of the 2025 edition without the signature that the edition demands. */
export const unsigned: Detector = {
  id: 'gbt32960.unsigned',
  zh: '2025 版上报没有签名',
  en: 'A report of the 2025 edition carries no signature',
  level: 'medium',
  judge: ({ columns: { scalar }, row }) => {
    if (scalar.edition[row] !== 25 || ((scalar.subjects[row] ?? 0) & SUBJECT_BIT.signature) !== 0) return undefined;
    return { rule: unsigned.id, expected: say(REPORT_WORDS.signed, {}), seen: say(REPORT_WORDS.noSignature, {}) };
  },
};
