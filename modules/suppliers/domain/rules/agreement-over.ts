import { inForce, problemOf, type Rule } from '../state.ts';

/** There were agreements, and none is in force. */
export const agreementOver: Rule = (state) => {
  const begun = state.agreements.filter(({ validFrom }) => validFrom <= state.today);
  if (begun.length === 0 || inForce(state).length > 0) return [];
  const last = begun.reduce((day, { validTo }) => (validTo !== null && validTo > day ? validTo : day), '');
  return [
    problemOf(state, 'agreement-over', {
      zh: `合同已于 ${last} 到期`,
      en: `its agreement ended on ${last}`,
    }),
  ];
};
