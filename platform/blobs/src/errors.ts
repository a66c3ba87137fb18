import { defineErrors } from '@chedun/kernel';

/** Everything that a blob store refuses. */
export const blobsErrors = defineErrors({
  'blobs.bad-name': {
    status: 400,
    zh: '对象名称无效',
    en: 'The name of the blob is not allowed',
    doZh: '名称由 1 到 16 段组成，每段用小写字母、数字、点、下划线和横线，段间用斜线分隔',
    doEn: 'Use 1 to 16 parts of lower-case letters, digits, dots, underscores and hyphens, joined by slashes',
  },
  'blobs.exists': {
    status: 409,
    zh: '同名对象已存在，对象不可覆盖',
    en: 'A blob of this name exists; blobs are never overwritten',
    doZh: '换一个名称，或先删除旧对象',
    doEn: 'Take another name or remove the old blob first',
  },
  'blobs.missing': {
    status: 404,
    zh: '没有这个对象',
    en: 'There is no such blob',
    doZh: '核对名称；对象可能已被删除',
    doEn: 'Check the name; the blob may have been removed',
  },
  'blobs.too-large': {
    status: 413,
    zh: '内容超过上限',
    en: 'The content is larger than allowed',
    doZh: '缩小内容，或请管理员调整上限',
    doEn: 'Make it smaller or ask the administrator to raise the limit',
  },
  'blobs.damaged': {
    status: 500,
    zh: '对象内容与登记的摘要不符',
    en: 'The content of the blob does not match its recorded digest',
    doZh: '检查磁盘，并从备份恢复该对象',
    doEn: 'Check the disk and restore the blob from a backup',
  },
});
