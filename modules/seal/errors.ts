import { defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const sealErrors = defineErrors({
  'seal.broken': {
    status: 409,
    zh: '日志存证已停止：日志与上一检查点不一致',
    en: 'The log is not sealed: it does not agree with its last checkpoint',
    doZh: '保留数据目录，按“日志存证”文档核查后再处理',
    doEn: 'Keep the data folder as it is and follow the page on log proofs',
  },
  'seal.run-unknown': {
    status: 404,
    zh: '没有这次校验',
    en: 'There is no such verification',
    doZh: '刷新校验列表',
    doEn: 'Reload the list',
  },
  'seal.witness-unknown': {
    status: 404,
    zh: '没有这个见证方',
    en: 'There is no such witness',
    doZh: '刷新见证方列表',
    doEn: 'Reload the list',
  },
  'seal.witness-keys': {
    status: 422,
    zh: '公钥不是见证方的公钥',
    en: 'The keys are not those of a witness',
    doZh: '粘贴 chedun witness 启动时打印的公钥，每行一个',
    doEn: 'Paste the keys that chedun witness prints at its start, one a line',
  },
});
