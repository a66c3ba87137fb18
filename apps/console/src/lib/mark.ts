/** Splits a text at the first place where one of the marks stands, ignoring case: before, mark, after. */
export const splitMark = (text: string, marks: readonly string[]): readonly [string, string, string] | undefined => {
  const lower = text.toLowerCase();
  for (const mark of marks) {
    const at = mark === '' ? -1 : lower.indexOf(mark.toLowerCase());
    if (at >= 0) return [text.slice(0, at), text.slice(at, at + mark.length), text.slice(at + mark.length)];
  }
  return undefined;
};
