const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})){0,1048576}")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/** What may come next: a value, the first key or end of an object, a key, a colon, a comma or the end of what is open. */
type Want = 'value' | 'first' | 'key' | 'colon' | 'more';

/** The state after a token, or undefined when it must not stand there. */
const after = (want: Want, sign: string, isText: boolean, open: string[]): Want | undefined => {
  const isValue = sign === '';
  if (want === 'colon') return sign === ':' ? 'value' : undefined;
  if (want === 'more') {
    if (sign === ',') return open.at(-1) === '{' ? 'key' : 'value';
    const closes = open.at(-1) === '{' ? '}' : ']';
    return open.length > 0 && sign === closes ? (open.pop(), 'more') : undefined;
  }
  if (want === 'key' || (want === 'first' && open.at(-1) === '{')) {
    if (isText) return 'colon';
    return want === 'first' && sign === '}' ? (open.pop(), 'more') : undefined;
  }
  if (want === 'first' && sign === ']') return (open.pop(), 'more');
  if (isValue) return 'more';
  if (sign !== '{' && sign !== '[') return undefined;
  open.push(sign);
  return 'first';
};

/** Offset at which a text stops being JSON; its length when it ends too soon. Only for texts that `JSON.parse` refused. */
export const jsonFaultAt = (text: string): number => {
  const open: string[] = [];
  let want: Want = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    const start = at + (/^[ \t\r\n]*/.exec(text.slice(at, at + 4_096))?.[0].length ?? 0);
    if (token === null) return start;
    const next = after(want, token[1] ?? '', token[2] !== undefined, open);
    if (next === undefined) return start;
    want = next;
    at = TOKEN.lastIndex;
    if (open.length === 0)
      return Math.min(text.length, at + (/^\s*/.exec(text.slice(at, at + 4_096))?.[0].length ?? 0));
  }
};
