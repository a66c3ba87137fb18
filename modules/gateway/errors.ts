import { defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const gatewayErrors = defineErrors({
  'gateway.bad-cursor': {
    status: 400,
    zh: '翻页位置无效',
    en: 'The position in the list is not valid',
    doZh: '从第一页重新开始',
    doEn: 'Begin again with the first page',
  },
});
