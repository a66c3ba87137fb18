import { defineErrors } from '@chedun/kernel';

/** Errors that the HTTP layer itself answers with; modules bring their own catalogues. */
export const httpErrors = defineErrors({
  'http.invalid-request': {
    status: 400,
    zh: '请求内容不符合要求',
    en: 'The request is not valid',
    doZh: '按 errors 中指出的字段修改后重试',
    doEn: 'Correct the fields named in errors and send it again',
  },
  'http.malformed-body': {
    status: 400,
    zh: '请求体不是有效的 JSON',
    en: 'The request body is not valid JSON',
    doZh: '检查 JSON 语法、编码（UTF-8）和嵌套深度',
    doEn: 'Check the JSON syntax, the encoding (UTF-8) and the depth of nesting',
  },
  'http.sign-in-needed': {
    status: 401,
    zh: '尚未登录或登录已失效',
    en: 'You are not signed in, or the session has ended',
    doZh: '重新登录，或检查令牌是否过期、被吊销',
    doEn: 'Sign in again, or check whether the token has expired or was revoked',
  },
  'http.not-allowed': {
    status: 403,
    zh: '没有执行此操作的权限',
    en: 'You do not have the permission for this',
    doZh: '请安全管理员授予含有该权限的角色',
    doEn: 'Ask the security administrator for a role that holds this permission',
  },
  'http.cursor-invalid': {
    status: 400,
    zh: '翻页位置无效',
    en: 'The place in the list is not valid',
    doZh: '从第一页重新开始',
    doEn: 'Begin again with the first page',
  },
  'http.guest-refused': {
    status: 403,
    zh: '不在检查范围、检查时段内，或授权已收回',
    en: 'Not in the scope or the time box of the inspection, or access was withdrawn',
    doZh: '在“我的检查”中查看可以阅读的内容和剩余时间；如需其他内容，请由检查机关另行通知企业',
    doEn: 'See in "My inspection" what may be read and how long; for anything else the authority orders anew',
  },
  'http.foreign-origin': {
    status: 403,
    zh: '请求来自其他网站，已拒绝',
    en: 'The request comes from another site and was refused',
    doZh: '从本系统的页面操作；经代理访问时请配置 http.publicUrl',
    doEn: 'Work from the pages of this system; behind a proxy set http.publicUrl',
  },
  'http.no-such-route': {
    status: 404,
    zh: '没有这个接口',
    en: 'There is no such route',
    doZh: '在 /api/openapi.json 中查找正确的地址和方法',
    doEn: 'Look up the address and method in /api/openapi.json',
  },
  'http.body-too-large': {
    status: 413,
    zh: '请求体超过上限',
    en: 'The request body is larger than allowed',
    doZh: '分批发送，或由系统管理员调高上限',
    doEn: 'Send it in parts, or have the system administrator raise the limit',
  },
  'http.unsupported-media-type': {
    status: 415,
    zh: '不支持的内容类型',
    en: 'The content type is not supported',
    doZh: '使用 application/json 发送',
    doEn: 'Send it as application/json',
  },
  'http.too-many-requests': {
    status: 429,
    zh: '请求过于频繁',
    en: 'Too many requests',
    doZh: '按 Retry-After 给出的秒数等待后重试',
    doEn: 'Wait for the seconds given in Retry-After, then try again',
  },
  'http.client-gone': {
    status: 499,
    zh: '客户端已断开',
    en: 'The client closed the connection',
    doZh: '检查网络后重试',
    doEn: 'Check the network and try again',
  },
  'http.internal': {
    status: 500,
    zh: '系统内部错误，已记录',
    en: 'An internal error happened and was recorded',
    doZh: '稍后重试；仍失败时把请求编号（instance）告诉系统管理员',
    doEn: 'Try again later; if it goes on, tell the system administrator the request id (instance)',
  },
  'http.shutting-down': {
    status: 503,
    zh: '系统正在停止',
    en: 'The system is shutting down',
    doZh: '稍后重试',
    doEn: 'Try again in a moment',
  },
});

/** Codes of {@link httpErrors}. */
export type HttpErrorCode = keyof typeof httpErrors;
