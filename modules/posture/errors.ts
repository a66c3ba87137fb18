import { defineErrors } from '@chedun/kernel';

export const postureErrors = defineErrors({
  'posture.check-unknown': {
    status: 404,
    zh: '没有这项检查。',
    en: 'There is no such check.',
    doZh: '请从合规态势页面选择检查项。',
    doEn: 'Choose a check on the posture page.',
  },
  'posture.content-invalid': {
    status: 500,
    zh: '通知义务清单文件损坏。',
    en: 'The file of obligations is damaged.',
    doZh: '从发行包恢复 content/notice 目录后重启。',
    doEn: 'Restore the folder content/notice from the release and restart.',
  },
});
