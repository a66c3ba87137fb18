const ACCOUNT = /^platform:/i;
const TRAILING = /[\0\s]+$/;

/** Name of a subject in the form in which it is compared: upper case, but accounts as they are. */
export const subjectName = (id: string): string => {
  const plain = id.replace(TRAILING, '').trimStart();
  return ACCOUNT.test(plain) ? plain.replace(ACCOUNT, 'platform:') : plain.toUpperCase();
};
