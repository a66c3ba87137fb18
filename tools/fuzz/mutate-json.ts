import type { Random } from './random.ts';

type Tree = unknown;

const VALUES: readonly Tree[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  'x',
  '9'.repeat(40),
  '2026-02-30T25:61:61Z',
  '::ffff:1.2.3.4',
  [],
  {},
  [[]],
  ['a', 1],
  { '#text': 1 },
  { stringValue: 2 },
];
const DEEP = 40;

const nested = (value: Tree): Tree => {
  let tree = value;
  for (let level = 0; level < DEEP; level += 1) tree = level % 2 === 0 ? [tree] : { a: tree };
  return tree;
};

const isTree = (value: Tree): value is Record<string, Tree> => typeof value === 'object' && value !== null;

/** The tree with one of its values changed, at a random depth. */
const changed = (tree: Tree, random: Random): Tree => {
  if (!isTree(tree) || Object.keys(tree).length === 0 || random.chance(0.12)) {
    const other = random.pick(VALUES, null);
    return random.chance(0.05) ? nested(other) : other;
  }
  const names = Object.keys(tree);
  const name = random.pick(names, '');
  if (Array.isArray(tree)) return tree.map((one, at) => (String(at) === name ? changed(one, random) : one));
  const { [name]: value, ...others } = tree;
  switch (random.below(8)) {
    case 0:
      return others;
    case 1:
      return { ...others, [random.pick(names, '')]: value };
    case 2:
      return { ...tree, [random.pick(['__proto__', 'constructor', 'length', 'toString', ''], '')]: value };
    default:
      return { ...tree, [name]: changed(value, random) };
  }
};

/** A JSON text with up to four values changed, and still JSON; undefined when it was none. */
export const mutateJson = (text: string, random: Random): string | undefined => {
  let tree: Tree;
  try {
    tree = JSON.parse(text);
  } catch {
    return undefined;
  }
  for (let left = random.below(4); left >= 0; left -= 1) tree = changed(tree, random);
  return JSON.stringify(tree);
};
