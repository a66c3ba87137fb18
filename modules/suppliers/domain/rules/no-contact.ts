import { problemOf, type Rule } from '../state.ts';

/** Nobody is named who answers for security, or that person can neither be called nor written to. */
export const noContact: Rule = (state) => {
  const { contactPerson, contactPhone, contactEmail } = state;
  if (contactPerson !== '' && (contactPhone !== '' || contactEmail !== '')) return [];
  return [
    problemOf(state, 'no-contact', { zh: '没有可联系的安全联系人', en: 'no contact for security can be reached' }),
  ];
};
