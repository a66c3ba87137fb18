/** The sentence of `text` around `quote`: from the full stop or line before it to the one behind. */
export const sentenceOf = (text: string, quote: string): string => {
  const at = text.indexOf(quote);
  if (at < 0) return quote;
  const start = Math.max(text.lastIndexOf('。', at), text.lastIndexOf('\n', at)) + 1;
  const stop = text.slice(at + quote.length).search(/[。\n]/);
  const end = stop < 0 ? text.length : at + quote.length + stop;
  return text.slice(start, text[end] === '。' ? end + 1 : end).trim();
};
