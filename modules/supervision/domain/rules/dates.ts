import { daysBetween } from '@chedun/kernel';
import { textOf, type CheckRule } from '../rule.ts';

/** Days within which it is filed: 11号令 art. 8 after the review, art. 11 after a test (30 days), art. 9 after a change (unverified). */
const TERM = 30;
const STARTS: Readonly<Record<string, string>> = {
  gradedOn: '定级评审通过',
  changedOn: '信息变更',
  endedOn: '评测或评估结束',
  reportedOn: '报告形成',
};

/** 合理性: no day lies in the future, none ends before it began, and the filing came within its 30 days. */
export const dates: CheckRule = {
  id: 'dates',
  check: ({ data, template, receivedOn }) => {
    const days = template.sections.flatMap(({ fields }) => fields).filter(({ type }) => type === 'date');
    const future = days.filter(({ name }) => textOf(data, name) > receivedOn);
    const late = Object.entries(STARTS).filter(([field]) => {
      const day = textOf(data, field);
      return day !== '' && day <= receivedOn && daysBetween(day, receivedOn) > TERM;
    });
    const [started, ended] = [textOf(data, 'startedOn'), textOf(data, 'endedOn')];
    return [
      ...future.map(({ name, label }) => ({
        field: name,
        zh: `“${label.zh}”晚于接收日期`,
        en: `${label.en} lies in the future`,
      })),
      ...(started !== '' && ended !== '' && ended < started
        ? [{ field: 'endedOn', zh: '结束日期早于开始日期', en: 'It ended before it began' }]
        : []),
      ...late.map(([field, what]) => ({
        field,
        zh: `自${what}之日起已超过 ${TERM} 日，请说明逾期原因`,
        en: `More than ${TERM} days have passed since then; say why`,
      })),
    ];
  },
};
