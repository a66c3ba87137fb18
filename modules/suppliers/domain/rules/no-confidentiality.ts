import { inForce, problemOf, type Rule } from '../state.ts';

/** No agreement in force binds the supplier to confidentiality. */
export const noConfidentiality: Rule = (state) => {
  const agreed = inForce(state);
  if (agreed.length === 0 || agreed.some(({ confidentiality }) => confidentiality)) return [];
  return [
    problemOf(state, 'no-confidentiality', {
      zh: '现行合同没有保密条款',
      en: 'no agreement in force has terms on confidentiality',
    }),
  ];
};
