import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EventSearch,
  FindingSearch,
  QuarantineSearch,
  RuleSearch,
  SignInSearch,
  VehicleSearch,
} from './searchParams.ts';

describe('the address bar', () => {
  it('never breaks a page, whatever somebody writes into it', () => {
    const schemas = [EventSearch, FindingSearch, QuarantineSearch, RuleSearch, VehicleSearch, SignInSearch];
    const keys = fc.constantFrom('q', 'range', 'severity', 'status', 'sort', 'enabled', 'next', 'order', 'tab', 'find');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (search) => {
        for (const schema of schemas) expect(schema.safeParse(search).success).toBe(true);
      }),
    );
  });

  it('keeps a query that looks like a number a text', () => {
    expect(EventSearch.parse({ q: 4624 }).q).toBe('4624');
  });

  it('never leads to another site after signing in', () => {
    for (const next of ['//evil.example', 'https://evil.example', 'javascript:alert(1)', '/\\evil.example', '']) {
      expect(SignInSearch.parse({ next }).next).toBeUndefined();
    }
    expect(SignInSearch.parse({ next: '/alerts?status=all' }).next).toBe('/alerts?status=all');
  });
});
