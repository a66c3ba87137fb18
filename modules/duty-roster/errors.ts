import { defineErrors } from '@chedun/kernel';

export const dutyErrors = defineErrors({
  'duty-roster.responder-unknown': {
    status: 404,
    zh: '没有这位应急人员。',
    en: 'There is no such responder.',
    doZh: '在应急队伍中选择。',
    doEn: 'Choose one in the team.',
  },
  'duty-roster.own-deputy': {
    status: 422,
    zh: '本人不能做自己的替补。',
    en: 'Nobody is the deputy of themselves.',
    doZh: '选择另一位应急人员。',
    doEn: 'Choose another responder.',
  },
  'duty-roster.still-deputy': {
    status: 409,
    zh: '仍是他人的替补或排有班次。',
    en: 'Still a deputy of somebody, or on shifts.',
    doZh: '先更换替补、删除其班次，再移出队伍。',
    doEn: 'Change the deputy and remove the shifts first.',
  },
  'duty-roster.term': {
    status: 422,
    zh: '截止日期早于起始日期，或时段为空。',
    en: 'The last day is before the first, or the stretch is empty.',
    doZh: '修改日期或时段。',
    doEn: 'Change the days or the times.',
  },
  'duty-roster.shift-unknown': {
    status: 404,
    zh: '没有这个班次或调班。',
    en: 'There is no such shift or exception.',
    doZh: '刷新值班表后重试。',
    doEn: 'Load the roster again.',
  },
  'duty-roster.full': {
    status: 409,
    zh: '数量已达上限。',
    en: 'The limit is reached.',
    doZh: '先删除不再使用的条目。',
    doEn: 'Remove what is no longer used.',
  },
  'duty-roster.nobody': {
    status: 409,
    zh: '没有可呼叫的人员。',
    en: 'There is nobody to call.',
    doZh: '先登记应急人员，或改为呼叫全队。',
    doEn: 'Register responders first, or call the whole team.',
  },
  'duty-roster.call-unknown': {
    status: 404,
    zh: '没有这次呼叫。',
    en: 'There is no such call.',
    doZh: '刷新呼叫记录。',
    doEn: 'Load the calls again.',
  },
  'duty-roster.call-over': {
    status: 409,
    zh: '这次呼叫已有结果。',
    en: 'This call has its outcome.',
    doZh: '刷新呼叫记录；已升级的由替补应答。',
    doEn: 'Load the calls again; where it was escalated the deputy answers.',
  },
});
