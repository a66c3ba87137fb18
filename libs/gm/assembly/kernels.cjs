// Writes the field arithmetic of the SM2 engine: unrolled kernels over elements of 9 signed limbs of 29 bits.
//
// Every kernel is one pass over the columns of a product (product scanning) with Montgomery reduction folded in, for
// R = 2^261 and p = 2^256 - 2^224 - 2^96 + 2^64 - 1. The lowest limb of p is all ones, so the multiple of p that clears a
// column is the column itself: reduction is shifts and adds, no multiplication. What a formula adds to a product goes into
// the upper columns before their carries, so that sums cost no carry pass of their own.
//
// Bounds. A carried element has limbs 0..7 in [0, 2^29) and a signed limb 8, its value lies in (-8p, 8p). A factor may be a
// carried element (size 1), a difference of two (size 1) or a sum of two (size 2). The sum of size(left)*size(right) over the
// products of a kernel must be at most 3: eight full products a column, 8 * 3 * 2^58 < 2^63. A product of values below 8p
// divided by R is at most 2p, and reduction adds less than p, so results stay carried whatever was put in.
'use strict';

const LIMBS = 9;
const MASK = '0x1fffffff';
/** Limb offset and bit of the terms of p above its lowest limb. */
const TERMS = [
  [2, 6, '+'],
  [3, 9, '-'],
  [7, 21, '-'],
  [8, 24, '+'],
];
/** p in limbs of 29 bits. */
const P_LIMBS = (() => {
  let p = (1n << 256n) - (1n << 224n) - (1n << 96n) + (1n << 64n) - 1n;
  return Array.from({ length: LIMBS }, () => {
    const limb = p & 0x1fffffffn;
    p >>= 29n;
    return `0x${limb.toString(16)}`;
  });
})();

const limb = (pointer, at) => `i64(load<i32>(${pointer}, ${4 * at}))`;
const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

/** Lines that load a factor: `[['', 'a'], ['-', 'b']]` is a - b. */
const loadFactor = (name, parts) =>
  range(0, LIMBS).map(
    (at) => `  const ${name}${at}: i64 = ${parts.map(([sign, from]) => `${sign}${limb(from, at)}`).join(' ')};`,
  );

const pairs = (column) =>
  range(Math.max(0, column - LIMBS + 1), Math.min(column, LIMBS - 1) + 1).map((left) => [left, column - left]);

const productColumn = (left, right, column) =>
  pairs(column)
    .map(([i, j]) => `${left}${i} * ${right}${j}`)
    .join(' + ');

const squareColumn = (name, column) =>
  pairs(column)
    .filter(([i, j]) => i <= j)
    .map(([i, j]) => (i === j ? `${name}${i} * ${name}${j}` : `${name}d${i} * ${name}${j}`))
    .join(' + ');

/** What a column holds besides products: the carry from below, multiples of p, and what is added to the result. */
const columnTail = (column, added) => {
  const parts = TERMS.filter(([offset]) => column >= offset && column - offset < LIMBS).map(
    ([offset, bit, sign]) => ` ${sign} (m${column - offset} << ${bit})`,
  );
  if (column >= LIMBS) parts.push(...added.map(([sign, from]) => ` ${sign} ${limb(from, column - LIMBS)}`));
  if (column > 0) parts.push(` + (t${column - 1} >> 29)`);
  return parts.join('');
};

/** Size of a factor, see the top of this file: positive and negative limbs of carried elements do not add up. */
const sizeOf = (parts) => {
  const negative = parts.filter(([sign]) => sign === '-').length;
  return Math.max(negative, parts.length - negative);
};
const MOST_SIZE = 3;

/**
 * One kernel. `products`: factors, each a list of signed pointers; a product without `right` is a square. `added`: signed
 * pointers that are added to the result. `after`: lines that change the limbs r0..r8 before they are stored.
 */
const kernel = ({ name, inputs, products, added = [], after = [] }) => {
  const size = products.reduce((sum, { left, right }) => sum + sizeOf(left) * sizeOf(right ?? left), 0);
  if (size > MOST_SIZE) throw new Error(`the columns of ${name} may overflow`);
  const lines = [`export function ${name}(o: usize, ${inputs.map((input) => `${input}: usize`).join(', ')}): void {`];
  products.forEach(({ left, right }, at) => {
    lines.push(...loadFactor(`x${at}_`, left));
    if (right) lines.push(...loadFactor(`y${at}_`, right));
    else lines.push(...range(0, LIMBS - 1).map((i) => `  const x${at}_d${i}: i64 = x${at}_${i} << 1;`));
  });
  for (const column of range(0, 2 * LIMBS)) {
    const body = products
      .map(({ sign = '', right }, at) => {
        const text = right ? productColumn(`x${at}_`, `y${at}_`, column) : squareColumn(`x${at}_`, column);
        return text === '' ? '' : `${sign}(${text})`;
      })
      .join(' ');
    const start = body.trim() === '' ? '0' : body;
    lines.push(`  const t${column}: i64 = ${start}${columnTail(column, added)};`);
    if (column < LIMBS) lines.push(`  const m${column}: i64 = t${column} & ${MASK};`);
  }
  const kind = after.length > 0 ? 'let' : 'const';
  for (const at of range(0, LIMBS - 1)) lines.push(`  ${kind} r${at}: i64 = t${LIMBS + at} & ${MASK};`);
  lines.push(`  ${kind} r${LIMBS - 1}: i64 = t${2 * LIMBS - 1};`, ...after);
  for (const at of range(0, LIMBS)) lines.push(`  store<i32>(o, <i32>r${at}, ${4 * at});`);
  lines.push('}', '');
  return lines.join('\n');
};

/** r = r * 3/2 mod p: add p when 3r is odd, halve across limbs, one parallel carry. */
const threeHalves = () => {
  const last = LIMBS - 1;
  return [
    ...range(0, LIMBS).map((at) => `  r${at} *= 3;`),
    '  const odd: i64 = -(r0 & 1);',
    ...range(0, LIMBS).map((at) => `  r${at} += odd & ${P_LIMBS[at]};`),
    ...range(0, last).map((at) => `  r${at} = (r${at} >> 1) + ((r${at + 1} & 1) << 28);`),
    `  r${last} >>= 1;`,
    ...range(0, last).flatMap((at) => [`  r${at + 1} += r${at} >> 29;`, `  r${at} &= ${MASK};`]),
  ];
};

const one = (pointer) => [['', pointer]];
const difference = (first, second) => [
  ['', first],
  ['-', second],
];
const total = (first, second) => [
  ['', first],
  ['+', second],
];

const KERNELS = [
  { name: 'mul', inputs: ['a', 'b'], products: [{ left: one('a'), right: one('b') }] },
  { name: 'sqr', inputs: ['a'], products: [{ left: one('a') }] },
  // a*b - c
  { name: 'mulSub', inputs: ['a', 'b', 'c'], products: [{ left: one('a'), right: one('b') }], added: [['-', 'c']] },
  // -a*b - c
  {
    name: 'mulNegSub',
    inputs: ['a', 'b', 'c'],
    products: [{ sign: '-', left: one('a'), right: one('b') }],
    added: [['-', 'c']],
  },
  // a^2 - 2b
  { name: 'sqrSub2', inputs: ['a', 'b'], products: [{ left: one('a') }], added: [['- 2 *', 'b']] },
  // a^2 - b - 2c
  {
    name: 'sqrSub3',
    inputs: ['a', 'b', 'c'],
    products: [{ left: one('a') }],
    added: [
      ['-', 'b'],
      ['- 2 *', 'c'],
    ],
  },
  // 3/2 (a - b)(a + b)
  {
    name: 'slope',
    inputs: ['a', 'b'],
    products: [{ left: difference('a', 'b'), right: total('a', 'b') }],
    after: threeHalves(),
  },
  // a(b - c) - d^2
  {
    name: 'mulDiffSubSqr',
    inputs: ['a', 'b', 'c', 'd'],
    products: [
      { left: one('a'), right: difference('b', 'c') },
      { sign: '-', left: one('d') },
    ],
  },
  // a(b - c) - d*e
  {
    name: 'mulDiffSubMul',
    inputs: ['a', 'b', 'c', 'd', 'e'],
    products: [
      { left: one('a'), right: difference('b', 'c') },
      { sign: '-', left: one('d'), right: one('e') },
    ],
  },
];

/** AssemblyScript of all kernels. */
const kernels = () => KERNELS.map(kernel).join('\n');

module.exports = { kernel, kernels };
