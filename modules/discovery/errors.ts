import { defineErrors } from '@chedun/kernel';

export const discoveryErrors = defineErrors({
  'discovery.thing-unknown': {
    status: 404,
    zh: '没有这台设备的发现记录。',
    en: 'Discovery knows no such thing.',
    doZh: '刷新列表后重试；它可能已与另一条记录合并。',
    doEn: 'Reload the list; it may have been joined with another one.',
  },
  'discovery.name-taken': {
    status: 409,
    zh: '主机名已被登记在册的主机占用。',
    en: 'A host on record has this name already.',
    doZh: '换一个主机名，或在“主机与服务”中为该主机补登地址。',
    doEn: 'Choose another name, or add the address to that host.',
  },
  'discovery.already-registered': {
    status: 409,
    zh: '该设备已登记在册。',
    en: 'The thing is on record already.',
    doZh: '刷新列表。',
    doEn: 'Reload the list.',
  },
  'discovery.end-past': {
    status: 422,
    zh: '截止日期须晚于今天，且不超过一年。',
    en: 'The last day has to be after today and within a year.',
    doZh: '选择一年以内的日期；长期不处理的设备应登记在册。',
    doEn: 'Choose a day within a year; a thing that stays has to be registered.',
  },
  'discovery.cursor-invalid': {
    status: 400,
    zh: '翻页位置无效。',
    en: 'The cursor of the list is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
});
