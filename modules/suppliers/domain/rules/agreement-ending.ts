import { addDays } from '@chedun/kernel';
import { ENDING_DAYS } from '../../contract.ts';
import { agreedTo, problemOf, type Rule } from '../state.ts';

/** What is agreed ends within {@link ENDING_DAYS} days, and nothing follows it. */
export const agreementEnding: Rule = (state) => {
  const to = agreedTo(state);
  if (to === undefined || to === null || to > addDays(state.today, ENDING_DAYS)) return [];
  return [
    problemOf(state, 'agreement-ending', {
      zh: `合同将于 ${to} 到期，尚无后续合同`,
      en: `its agreement ends on ${to} and none follows`,
    }),
  ];
};
