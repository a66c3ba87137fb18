import { ACCOUNT_READER_ERRORS } from '@chedun/account-readers';
import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

const own = defineErrors({
  'access-reviews.unknown': {
    status: 404,
    zh: '没有这个系统或审查',
    en: 'There is no such system or review',
    doZh: '请刷新列表后重试',
    doEn: 'Read the list again',
  },
  'access-reviews.needs-system': {
    status: 422,
    zh: '未填写系统名称',
    en: 'The name of the system is missing',
    doZh: '请填写账号所属的系统或主机名称',
    doEn: 'Name the system or host that the accounts belong to',
  },
  'access-reviews.too-many-systems': {
    status: 409,
    zh: '系统数量超过 500 个',
    en: 'There would be more than 500 systems',
    doZh: '请先删除已下线的系统',
    doEn: 'Remove systems that are gone',
  },
  'access-reviews.name-of-own': {
    status: 409,
    zh: '该名称已用于车盾自身',
    en: 'CheDun itself bears this name',
    doZh: '请换一个系统名称',
    doEn: 'Take another name',
  },
  'access-reviews.is-open': {
    status: 409,
    zh: '该系统已有进行中的审查',
    en: 'A review of this system is open',
    doZh: '请先完成进行中的审查',
    doEn: 'Complete it first',
  },
  'access-reviews.completed': {
    status: 409,
    zh: '审查已完成，不能再更改',
    en: 'The review is completed and cannot change',
    doZh: '如需重新决定，请发起新的审查',
    doEn: 'Open another review to decide anew',
  },
  'access-reviews.own-account': {
    status: 403,
    zh: '不能审查自己的账号',
    en: 'Nobody reviews their own account',
    doZh: '请由其他审查人决定该账号',
    doEn: 'Let somebody else decide about this account',
  },
  'access-reviews.bulk-flagged': {
    status: 422,
    zh: '有问题标记的账号不能批量决定',
    en: 'Accounts with a flag are not decided in bulk',
    doZh: '请逐个决定有标记的账号',
    doEn: 'Decide about them one by one',
  },
  'access-reviews.needs-reason': {
    status: 422,
    zh: '需要填写理由',
    en: 'A reason is needed',
    doZh: '保留有标记的账号，或缩减、停用、删除账号，均须写明理由',
    doEn: 'Say why a flagged account is kept, or why it is reduced, disabled or removed',
  },
  'access-reviews.needs-person': {
    status: 403,
    zh: '完成车盾自身账号的审查须由本人登录操作，不能使用令牌',
    en: 'A review of the accounts of CheDun itself is completed by somebody signed in, not by a token',
    doZh: '请审查人登录控制台完成审查',
    doEn: 'Sign in to the console and complete it there',
  },
  'access-reviews.undecided': {
    status: 409,
    zh: '还有账号未决定',
    en: 'Accounts are still undecided',
    doZh: '请先决定所有账号',
    doEn: 'Decide about every account first',
  },
});

/** What can be wrong with a request to this module. */
export const accessReviewsErrors = { ...own, ...ACCOUNT_READER_ERRORS };
export type AccessReviewsErrorCode = keyof typeof own;

/** Builds an error of this module; the caller throws it. */
export const accessError = (
  code: AccessReviewsErrorCode,
  detail: ErrorDetail = {},
): DomainError<AccessReviewsErrorCode> => new DomainError(code, detail);
