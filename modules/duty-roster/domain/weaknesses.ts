import { TEAM_ROLES, type DutyWeakness, type Responder, type TeamRole } from '../contract.ts';
import { hoursOf, type Span } from './cover.ts';

/** Roles without which a response does not work; legal is asked when it is needed. */
const NEEDED: readonly TeamRole[] = ['commander', 'analyst', 'operations', 'liaison'];

const clock = (ms: number): string => {
  const text = new Date(ms + 8 * 3_600_000).toISOString();
  return `${text.slice(5, 10)} ${text.slice(11, 16)}`;
};

/** Roles that nobody fills. */
export const vacantRoles = (responders: readonly Pick<Responder, 'role'>[]): readonly TeamRole[] =>
  NEEDED.filter((role) => !responders.some((each) => each.role === role));

/** What is wrong with the team and its roster; each has a key that stays the same until it is mended. */
export const weaknessesOf = (state: {
  readonly responders: readonly Pick<Responder, 'role' | 'name' | 'deputy'>[];
  readonly gaps: readonly Span[];
  /** Hours of the next day that nobody covers while a red or orange warning is in force; null without one. */
  readonly warningGaps: readonly Span[] | null;
}): DutyWeakness[] => {
  const { responders, gaps, warningGaps } = state;
  const alone = responders.filter(({ role, deputy }) => NEEDED.includes(role) && deputy === null);
  const first = gaps[0];
  return [
    ...vacantRoles(responders).map((role) => ({
      key: `vacant:${role}`,
      text: {
        zh: `应急队伍缺少“${TEAM_ROLES[role].zh}”`,
        en: `Nobody in the team is ${TEAM_ROLES[role].en.toLowerCase()}`,
      },
    })),
    ...(alone.length === 0
      ? []
      : [
          {
            key: 'deputies',
            text: {
              zh: `没有替补：${alone.map(({ name }) => name).join('、')}`,
              en: `Without a deputy: ${alone.map(({ name }) => name).join(', ')}`,
            },
          },
        ]),
    ...(first === undefined || responders.length === 0
      ? []
      : [
          {
            key: 'gaps',
            text: {
              zh: `未来 14 天有 ${hoursOf(gaps)} 小时无人值班，最早 ${clock(first.from)} 至 ${clock(first.to)}`,
              en: `${hoursOf(gaps)} hours of the next 14 days without anybody on duty, first ${clock(first.from)} to ${clock(first.to)}`,
            },
          },
        ]),
    ...(warningGaps === null || warningGaps.length === 0
      ? []
      : [
          {
            key: 'warning-duty',
            text: {
              zh: `红色或橙色预警期间应 24 小时值班，未来 24 小时有 ${hoursOf(warningGaps)} 小时无人值班`,
              en: `A red or orange warning asks for duty around the clock; ${hoursOf(warningGaps)} of the next 24 hours are covered by nobody`,
            },
          },
        ]),
  ];
};
