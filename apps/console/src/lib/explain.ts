/** The first values of a list and how many more there are: `a | b | c … +4`. */
export const shortList = (values: readonly string[], show: number): string => {
  const head = values.slice(0, show).join(' | ');
  return values.length > show ? `${head} … +${values.length - show}` : head;
};
