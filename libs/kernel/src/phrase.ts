/** Names of the holes of a phrase: `{count}` has the hole `count`. */
type Holes<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;

/**
 * Words of a verdict in both languages with the same holes. The English form is what is stored with a verdict: it must
 * never change once verdicts carry it.
 */
export interface Phrase<En extends string = string> {
  readonly en: En;
  readonly zh: string;
}

/** Declares a phrase; both forms have to name the same holes. */
export const phrase = <const En extends string, const Zh extends string>(
  en: En,
  zh: Zh & (Holes<En> extends Holes<Zh> ? (Holes<Zh> extends Holes<En> ? Zh : never) : never),
): Phrase<En> => ({ en, zh });

/** A phrase with values, in the form that is stored. */
export const say = <En extends string>(
  { en }: Phrase<En>,
  values: Readonly<Record<Holes<En>, string | number>>,
): string => fill(en, values);

const HOLE = /\{([a-zA-Z]+)\}/g;
/** Longer texts are no verdicts. */
const MOST_TEXT = 1000;

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(HOLE, (_, name: string) => String(values[name] ?? ''));

interface Pattern {
  readonly zh: string;
  /** Text around the holes: one more than there are holes. */
  readonly around: readonly string[];
  readonly holes: readonly string[];
  readonly letters: number;
}

const patternOf = ({ en, zh }: Phrase): Pattern => {
  const parts = en.split(HOLE);
  const around = parts.filter((_, at) => at % 2 === 0);
  return { zh, around, holes: parts.filter((_, at) => at % 2 === 1), letters: around.join('').length };
};

/** Values of the holes of a text that has this pattern; every hole ends where the text after it first comes. */
const read = ({ around, holes }: Pattern, text: string): Record<string, string> | undefined => {
  const [first = '', ...rest] = around;
  if (!text.startsWith(first) || (holes.length === 0 && text !== first)) return undefined;
  const values: Record<string, string> = {};
  let from = first.length;
  for (const [at, name] of holes.entries()) {
    const next = rest[at] ?? '';
    const isLast = at === holes.length - 1;
    const to = isLast ? text.length - next.length : text.indexOf(next, from + 1);
    if (to <= from || (isLast && !text.endsWith(next))) return undefined;
    values[name] = text.slice(from, to);
    from = to + next.length;
  }
  return values;
};

/**
 * Reads stored texts in Chinese: a text that {@link say} made of one of the phrases is told by its Chinese form, any other
 * one as it is. Of several phrases that fit the one with most letters of its own counts.
 */
export const chineseOf = (phrases: readonly Phrase[]): ((text: string) => string) => {
  const patterns = phrases.map(patternOf).toSorted((one, other) => other.letters - one.letters);
  return (text) => {
    if (text.length > MOST_TEXT) return text;
    for (const pattern of patterns) {
      const values = read(pattern, text);
      if (values) return fill(pattern.zh, values);
    }
    return text;
  };
};
