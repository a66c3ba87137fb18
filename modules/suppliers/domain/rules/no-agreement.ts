import { problemOf, type Rule } from '../state.ts';

/** No agreement has ever begun. */
export const noAgreement: Rule = (state) =>
  state.agreements.some(({ validFrom }) => validFrom <= state.today)
    ? []
    : [problemOf(state, 'no-agreement', { zh: '没有合同或协议', en: 'there is no agreement' })];
