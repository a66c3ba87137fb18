import { FOLD } from '../eval/fold.ts';
import { caseVariants, type RegexNode } from './syntax.ts';

const MAX_ALTERNATIVES = 24;
const MAX_LENGTH = 40;

/**
 * Literals (folded) of which at least one must occur in every text that the pattern matches; `undefined` when there
 * is no such set. `rate` estimates how often a literal occurs: the rarest set wins.
 */
export const requiredLiterals = (
  node: RegexNode,
  rate: (literals: readonly string[]) => number,
): readonly string[] | undefined => {
  const { best } = walk(node, rate);
  return best !== undefined && best.length > 0 ? best : undefined;
};

interface Found {
  /** All texts that the node can match, when they are few and short. */
  readonly exact: readonly string[] | undefined;
  /** One of these occurs in every match. */
  readonly best: readonly string[] | undefined;
}

type Rate = (literals: readonly string[]) => number;

const NOTHING: Found = { exact: undefined, best: undefined };

const walk = (node: RegexNode, rate: Rate): Found => {
  switch (node.kind) {
    case 'char':
      return exactly(foldChar(node.code, node.fold));
    case 'assert':
      return { exact: [''], best: undefined };
    case 'class':
      return classTexts(node);
    case 'sequence':
      return walkSequence(node.items, rate);
    case 'choice':
      return walkChoice(node.items.map((item) => walk(item, rate)));
    case 'repeat': {
      if (node.min === 0) return NOTHING;
      const inner = walk(node.item, rate);
      return node.min === 1 && node.max === 1 ? inner : { exact: undefined, best: bestOf(inner) };
    }
  }
};

const exactly = (text: string | undefined): Found =>
  text === undefined ? NOTHING : { exact: [text], best: undefined };

/** A character that folds to different units in its two cases cannot be looked for in folded text. */
const foldChar = (code: number, fold: boolean): string | undefined => {
  if (code > 0xffff) return undefined;
  const folded = FOLD[code] ?? code;
  const agree = !fold || caseVariants(code).every((variant) => variant <= 0xffff && FOLD[variant] === folded);
  return agree ? String.fromCharCode(folded) : undefined;
};

const classTexts = (node: Extract<RegexNode, { kind: 'class' }>): Found => {
  if (node.negated || node.properties.length > 0) return NOTHING;
  const texts = new Set<string>();
  for (const [low, high] of node.ranges) {
    if (high - low > 8 || high > 0xffff) return NOTHING;
    for (let code = low; code <= high; code += 1) texts.add(String.fromCharCode(FOLD[code] ?? code));
  }
  return texts.size <= 4 && texts.size > 0 ? { exact: [...texts], best: undefined } : NOTHING;
};

const bestOf = (found: Found): readonly string[] | undefined => {
  const exact = found.exact?.every((text) => text !== '') === true ? found.exact : undefined;
  return found.best ?? exact;
};

const walkChoice = (parts: readonly Found[]): Found => {
  const exact = parts.every((part) => part.exact !== undefined)
    ? unique(parts.flatMap((part) => part.exact ?? []))
    : undefined;
  const bests = parts.map(bestOf);
  const best = bests.every((one) => one !== undefined) ? unique(bests.flatMap((one) => one ?? [])) : undefined;
  return { exact: within(exact), best: within(best) };
};

const walkSequence = (items: readonly RegexNode[], rate: Rate): Found => {
  const candidates: (readonly string[])[] = [];
  let run: readonly string[] = [''];
  let whole = true;
  const close = (): void => {
    if (run.every((text) => text !== '')) candidates.push(run);
    run = [''];
  };
  for (const item of items) {
    const found = walk(item, rate);
    if (found.best !== undefined) candidates.push(found.best);
    const next =
      found.exact === undefined
        ? undefined
        : within(unique(run.flatMap((head) => (found.exact ?? []).map((tail) => head + tail))));
    if (next !== undefined) run = next;
    else {
      whole = false;
      close();
      if (found.exact !== undefined) run = found.exact;
    }
  }
  const exact = whole ? run : undefined;
  close();
  return { exact, best: rarest(candidates, rate) };
};

const rarest = (candidates: readonly (readonly string[])[], rate: Rate): readonly string[] | undefined => {
  let best: readonly string[] | undefined;
  let lowest = Infinity;
  for (const candidate of candidates) {
    const rated = rate(candidate);
    if (rated < lowest) [best, lowest] = [candidate, rated];
  }
  return best;
};

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const within = (texts: readonly string[] | undefined): readonly string[] | undefined =>
  texts !== undefined && texts.length <= MAX_ALTERNATIVES && texts.every((text) => text.length <= MAX_LENGTH)
    ? texts
    : undefined;
