import { matcher, type AccessRule } from '../rule.ts';

/** Two duties in one hand that have to be apart, such as the three administrators (三权分立, GB/T 22239-2019 8.1.5). */
export const conflictingDuties: AccessRule = {
  id: 'conflicting-duties',
  severity: 'high',
  holds: ({ roles, isEnabled }, { conflicts }) =>
    isEnabled && conflicts.some((duties) => duties.filter((duty) => roles.some(matcher([duty]))).length > 1),
};
