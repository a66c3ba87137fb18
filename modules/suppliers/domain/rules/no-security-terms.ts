import { inForce, problemOf, type Rule } from '../state.ts';

/** No agreement in force has terms on security. */
export const noSecurityTerms: Rule = (state) => {
  const agreed = inForce(state);
  if (agreed.length === 0 || agreed.some(({ securityTerms }) => securityTerms)) return [];
  return [
    problemOf(state, 'no-security-terms', {
      zh: '现行合同没有网络安全条款',
      en: 'no agreement in force has terms on security',
    }),
  ];
};
