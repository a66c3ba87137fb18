import { defineErrors } from '@chedun/kernel';

/** Everything that the job runner refuses. */
export const jobsErrors = defineErrors({
  'jobs.unknown': {
    status: 500,
    zh: '没有这个名称的后台作业',
    en: 'No background job has this name',
    doZh: '在启动之前用 define 定义该作业',
    doEn: 'Define the job before the start',
  },
  'jobs.duplicate': {
    status: 500,
    zh: '后台作业重名或名称无效',
    en: 'Two background jobs have the same name, or the name is not allowed',
    doZh: '更换名称，只用字母、数字、点、横线和斜线',
    doEn: 'Rename it; letters, digits, dots, hyphens and slashes are allowed',
  },
  'jobs.too-late': {
    status: 500,
    zh: '后台作业已启动，不能再定义',
    en: 'The background jobs run already; nothing can be defined any more',
    doZh: '在启动之前定义作业',
    doEn: 'Define jobs before the start',
  },
});
