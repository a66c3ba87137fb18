import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';
import type { Refusal } from '@chedun/review';

const refusal = (zh: string, en: string) => ({
  status: 409,
  zh,
  en,
  doZh: '请刷新后查看当前状态，再行办理',
  doEn: 'Read the filing again and see where it stands',
});

/** Steps that the machine of filings refuses, one error for each of its reasons. */
const REFUSALS = {
  'supervision.not-now': refusal(
    '当前状态不能这样办理，可能刚由他人办理',
    'Not in this state; somebody may have been faster',
  ),
  'supervision.not-this-party': refusal('该步骤由企业办理', 'The enterprise takes this step'),
  'supervision.own-work': refusal('不能审批自己编写的内容', 'Nobody approves what he wrote'),
  'supervision.problems-open': refusal('仍有未处理的问题', 'Problems are open'),
  'supervision.items-open': refusal('仍有未办结的补正事项', 'Items are open'),
  'supervision.nothing-to-supplement': refusal('请至少列明一项补正事项', 'Ask for one thing at least'),
  'supervision.no-experts': refusal('该类材料不设专家评审', 'This kind has no experts'),
  'supervision.experts-missing': refusal('尚无专家意见', 'No expert was heard'),
  'supervision.experts-against': refusal('同意的专家未过半数', 'Experts do not agree'),
  'supervision.opinion-missing': refusal('有部门尚未出具意见', 'The opinion of an office is missing'),
  'supervision.opinion-against': refusal('有部门不同意', 'An office does not agree'),
  'supervision.same-account': refusal(
    '两个部门的意见须由不同账号出具',
    'The opinions of two offices take two accounts',
  ),
  'supervision.day-passed': refusal('补正期限已经过去', 'The day of the supplement has passed'),
} as const;

/** What can be wrong with a request to this module; broken packages are refused with the errors that documents declares. */
export const supervisionErrors = defineErrors({
  'supervision.unknown': {
    status: 404,
    zh: '没有这件材料或这家企业',
    en: 'There is no such filing or enterprise',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'supervision.package-refused': {
    status: 422,
    zh: '报送包不予接收',
    en: 'The package is not received',
    doZh: '原因列在“拒收记录”中；请使用原始文件，或按要求重新签发后再报送',
    doEn: 'The list of refused packages says why; use the original file, or issue it anew as asked',
  },
  ...REFUSALS,
  'supervision.not-yours': {
    status: 403,
    zh: '该账号未绑定企业，或材料不属于该企业',
    en: 'The account is not that of an enterprise, or the package is of another one',
    doZh: '请联系监管部门确认账号与签名证书',
    doEn: 'Ask the authority to confirm account and certificate',
  },
  'supervision.wrong-office': {
    status: 403,
    zh: '没有办理该步骤或代表该部门出具意见的权限',
    en: 'You may not take this step, or do not speak for this office',
    doZh: '由有相应角色的账号办理',
    doEn: 'An account with the role does it',
  },
  'supervision.duplicate': {
    status: 409,
    zh: '该企业已登记',
    en: 'This enterprise is registered already',
    doZh: '请从列表中选择',
    doEn: 'Choose it from the list',
  },
  'supervision.taken': {
    status: 409,
    zh: '签名证书或账号已属于另一家企业',
    en: 'The certificate or the account belongs to another enterprise',
    doZh: '请与两家企业核实后再处理',
    doEn: 'Ask both enterprises first',
  },
  'supervision.reminded': {
    status: 409,
    zh: '今天已经催办过，或该材料不在补正期内',
    en: 'It was reminded of today, or no supplement is under way',
    doZh: '每件材料每天催办一次；其他事项请电话联系',
    doEn: 'Remind once a day; call the enterprise for anything else',
  },
  'supervision.damaged': {
    status: 500,
    zh: '保存的报送包与接收时不一致',
    en: 'The stored package is not what was received',
    doZh: '请从备份恢复，并核查存储',
    doEn: 'Restore it from a backup and examine the storage',
  },
});

/** Codes of this module. */
export type SupervisionErrorCode = keyof typeof supervisionErrors;

/** Builds an error of this module; the caller throws it. */
export const supervisionError = (
  code: SupervisionErrorCode,
  detail: ErrorDetail = {},
): DomainError<SupervisionErrorCode> => new DomainError(code, detail);

/** The error for a step that the machine refuses. */
export const stepRefused = (reason: Refusal): DomainError<SupervisionErrorCode> =>
  supervisionError(`supervision.${reason}`);
