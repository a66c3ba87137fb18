import { DomainError, type ErrorDetail, defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const identityErrors = defineErrors({
  'identity.wrong-credentials': {
    status: 401,
    zh: '用户名或密码不正确',
    en: 'The name or the password is wrong',
    doZh: '核对后重试；多次失败账号会被锁定',
    doEn: 'Check both and try again; the account locks after several failures',
  },
  'identity.wrong-code': {
    status: 401,
    zh: '动态口令或恢复码不正确',
    en: 'The one-time code or recovery code is wrong',
    doZh: '等待验证器显示新的六位数字后重试，并检查手机时间',
    doEn: 'Wait for the next six digits and try again; check the clock of the phone',
  },
  'identity.account-locked': {
    status: 423,
    zh: '账号因多次登录失败已被锁定',
    en: 'The account is locked after several failed sign-ins',
    doZh: '等待锁定时间结束，或请系统管理员解锁',
    doEn: 'Wait until the lock ends, or ask the system administrator to unlock it',
  },
  'identity.weak-password': {
    status: 422,
    zh: '新密码不符合密码策略',
    en: 'The new password does not meet the policy',
    doZh: '按 detail 中的要求换一个密码',
    doEn: 'Choose another password as detail says',
  },
  'identity.setup-closed': {
    status: 409,
    zh: '首次使用向导已经完成',
    en: 'The first-use wizard is already done',
    doZh: '直接登录；忘记密码时在服务器上重置',
    doEn: 'Sign in; a forgotten password is reset on the server itself',
  },
  'identity.wrong-setup-code': {
    status: 401,
    zh: '初始化码不正确',
    en: 'The set-up code is wrong',
    doZh: '使用服务器最近一次启动时打印的初始化码',
    doEn: 'Use the code that the server printed at its latest start',
  },
  'identity.no-such-user': {
    status: 404,
    zh: '没有这个用户',
    en: 'There is no such user',
    doZh: '在用户列表中查找',
    doEn: 'Look it up in the list of users',
  },
  'identity.name-taken': {
    status: 409,
    zh: '用户名已被使用',
    en: 'The name is already in use',
    doZh: '换一个用户名；停用的账号也占用名称',
    doEn: 'Choose another name; disabled accounts keep theirs',
  },
  'identity.roles-conflict': {
    status: 422,
    zh: '三权分立：管理员角色不能与其他角色同属一人',
    en: 'Separation of administrators: an administrator role excludes every other role',
    doZh: '为不同的职责使用不同的账号',
    doEn: 'Use separate accounts for separate duties',
  },
  'identity.own-account': {
    status: 409,
    zh: '不能对自己的账号执行此操作',
    en: 'This cannot be done to your own account',
    doZh: '请另一位管理员操作',
    doEn: 'Ask another administrator',
  },
  'identity.last-administrator': {
    status: 409,
    zh: '这是该管理员角色的最后一个可用账号',
    en: 'This is the last active account of that administrator role',
    doZh: '先为另一个账号授予该角色',
    doEn: 'Grant the role to another account first',
  },
  'identity.administrator-protected': {
    status: 409,
    zh: '管理员的密码不能由其他管理员重置',
    en: 'The password of an administrator cannot be reset by another one',
    doZh: '在服务器上执行 chedun user reset 重置',
    doEn: 'Reset it on the server itself with chedun user reset',
  },
  'identity.no-second-factor': {
    status: 409,
    zh: '没有待确认或已启用的第二因素',
    en: 'There is no second factor to confirm or remove',
    doZh: '先开始绑定验证器',
    doEn: 'Start the enrolment first',
  },
  'identity.second-factor-exists': {
    status: 409,
    zh: '已经启用第二因素',
    en: 'A second factor is already in use',
    doZh: '先用密码解除旧的验证器',
    doEn: 'Remove the old one with your password first',
  },
  'identity.no-such-token': {
    status: 404,
    zh: '没有这个令牌',
    en: 'There is no such token',
    doZh: '刷新令牌列表',
    doEn: 'Reload the list of tokens',
  },
  'identity.scope-not-held': {
    status: 422,
    zh: '令牌不能包含自己没有的权限或账号管理权限',
    en: 'A token cannot carry permissions that you do not hold, nor those of account administration',
    doZh: '去掉 detail 中指出的权限',
    doEn: 'Leave out the permission that detail names',
  },
  'identity.users-only': {
    status: 403,
    zh: '此操作只能由登录的用户执行，令牌不可以',
    en: 'Only a signed-in user can do this, not a token',
    doZh: '在控制台登录后操作',
    doEn: 'Sign in to the console and do it there',
  },
});

/** Codes of {@link identityErrors}. */
export type IdentityErrorCode = keyof typeof identityErrors;

/** An error of this module. */
export const identityError = (code: IdentityErrorCode, detail: ErrorDetail = {}): DomainError =>
  new DomainError(code, detail);
