import { describe, expect, it } from 'vitest';
import { stepToMend } from './setup.ts';

const problem = (code: string, field?: string) => ({
  code,
  place: field === undefined ? [] : ([['field', field]] as const),
  fields: [],
});

describe('where a refused wizard goes back to', () => {
  it.each([
    [problem('identity.wrong-setup-code', 'code'), 'code'],
    [problem('http.invalid-request', 'code'), 'code'],
    [problem('identity.password-too-weak'), 'operator'],
    [problem('http.invalid-request', 'operator.displayName'), 'operator'],
    [{ code: 'http.invalid-request', place: [], fields: [{ field: 'operator.password' }] }, 'operator'],
    [problem('identity.setup-closed'), 'administrators'],
    [problem('console.offline'), 'administrators'],
  ] as const)('%j: %s', (given, step) => {
    expect(stepToMend(given)).toBe(step);
  });
});
