import { splitMark } from '../lib/mark.ts';

/** A text with the first of the marks in it highlighted. */
export const Highlight = ({ text, marks }: { readonly text: string; readonly marks: readonly string[] }) => {
  const split = splitMark(text, marks);
  if (split === undefined) return <>{text}</>;
  return (
    <>
      {split[0]}
      <mark>{split[1]}</mark>
      {split[2]}
    </>
  );
};
