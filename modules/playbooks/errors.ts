import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** What can be wrong with a request to this module. */
export const playbookErrors = defineErrors({
  'playbooks.unknown': {
    status: 404,
    zh: '没有这个处置预案或版本',
    en: 'There is no such playbook or version',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'playbooks.unsound': {
    status: 422,
    zh: '预案存在错误，未导入',
    en: 'The playbook has errors and was not imported',
    doZh: '按所列位置修改后重新导入；可先用“校验”查看全部问题',
    doEn: 'Correct it at the places named and import it again; validate it to see all problems',
  },
  'playbooks.version-taken': {
    status: 409,
    zh: '同一预案的该版本已存在且内容不同',
    en: 'This version of the playbook is there already with other content',
    doZh: '修改内容后必须更新 modified 时间，再导入',
    doEn: 'Give the changed playbook a new time in modified, then import it',
  },
  'playbooks.same-person': {
    status: 403,
    zh: '需要另一人操作',
    en: 'Another person has to do this',
    doZh: '请由导入人或发起人以外、具有权限的人员操作',
    doEn: 'Ask somebody with the permission who neither imported nor started it',
  },
  'playbooks.not-approved': {
    status: 409,
    zh: '预案尚未批准，不能启动',
    en: 'The playbook is not approved and cannot be started',
    doZh: '请先批准当前版本',
    doEn: 'Approve the current version first',
  },
  'playbooks.out-of-time': {
    status: 409,
    zh: '预案已撤销或不在有效期内',
    en: 'The playbook is revoked or out of its period',
    doZh: '请导入有效的新版本',
    doEn: 'Import a version that is valid today',
  },
  'playbooks.input-missing': {
    status: 422,
    zh: '缺少启动预案所需的参数',
    en: 'An input of the playbook is missing',
    doZh: '请填写所列参数',
    doEn: 'Give the inputs that are named',
  },
  'playbooks.no-subject': {
    status: 404,
    zh: '没有这条隐患',
    en: 'There is no such finding',
    doZh: '请从隐患台账重新选择',
    doEn: 'Choose it again in the ledger of findings',
  },
  'playbooks.no-run': {
    status: 404,
    zh: '没有这次处置或步骤',
    en: 'There is no such run or step',
    doZh: '请刷新后重试',
    doEn: 'Read it again',
  },
  'playbooks.step-refused': {
    status: 409,
    zh: '该步骤当前不能这样操作',
    en: 'This cannot be done with the step as it stands',
    doZh: '请刷新后查看步骤状态',
    doEn: 'Read the run again and look at the step',
  },
  'playbooks.no-permission': {
    status: 403,
    zh: '您没有该动作所需的权限',
    en: 'You lack the permission of this action',
    doZh: '请由具有所列权限的人员操作',
    doEn: 'Ask somebody who has the permission that is named',
  },
  'playbooks.irreversible': {
    status: 409,
    zh: '该动作不可撤销',
    en: 'This action cannot be undone',
    doZh: '例如被吊销的证书和令牌：请重新签发',
    doEn: 'Issue another certificate or token instead',
  },
});
export type PlaybookErrorCode = keyof typeof playbookErrors;

/** An error of the catalogue. */
export const playbookError = (code: PlaybookErrorCode, detail: ErrorDetail = {}): DomainError<PlaybookErrorCode> =>
  new DomainError(code, detail);
