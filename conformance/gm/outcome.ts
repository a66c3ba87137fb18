/** A case that failed. */
export interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

/** How one case went; a skipped one says why. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | ({ readonly kind: 'failed' } & Failure);

export const skipped = (reason: string): Outcome => ({ kind: 'skipped', reason });

export const bytesOf = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'));

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What a computation gives: its bytes in hexadecimal, its text, or the code of the error that it throws. */
const resultOf = (compute: () => Uint8Array | boolean | string): string => {
  try {
    const result = compute();
    return result instanceof Uint8Array ? hexOf(result) : String(result);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

/** A case that has to give this text (hexadecimal in lower case). */
export const expectText = (name: string, expected: string, compute: () => Uint8Array | boolean | string): Outcome => {
  const got = resultOf(compute);
  const wanted = expected.toLowerCase();
  return got === wanted ? { kind: 'passed' } : { kind: 'failed', case: name, expected: wanted, got };
};

/** A case that has to be refused, with one of these codes. */
export const expectRefusal = (
  name: string,
  codes: readonly string[],
  compute: () => Uint8Array | boolean | string,
): Outcome => {
  const got = resultOf(compute);
  return codes.includes(got)
    ? { kind: 'passed' }
    : { kind: 'failed', case: name, expected: `refused with ${codes.join(' or ')}`, got };
};
