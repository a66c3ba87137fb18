import { defineErrors } from '@chedun/kernel';

/** Errors of the telemetry module. */
export const telemetryErrors = defineErrors({
  'telemetry.page-too-far': {
    status: 400,
    zh: '列表翻页过深。',
    en: 'The list cannot be paged that far.',
    doZh: '用 VIN、接入源或状态缩小范围，或导出数据。',
    doEn: 'Narrow the list by VIN, source or state, or export the reports.',
  },
});
