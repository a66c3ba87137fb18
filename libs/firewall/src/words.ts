/** Words of a line; text in quotes is one word, without its quotes. */
export const wordsOf = (line: string): string[] => {
  const words: string[] = [];
  const word = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g;
  for (let found = word.exec(line); found !== null; found = word.exec(line))
    words.push(found[1] ?? found[2] ?? found[3] ?? '');
  return words;
};

const MOST_TEXT = 300;
/** A line as findings show it. */
export const shown = (line: string): string => line.trim().slice(0, MOST_TEXT);
