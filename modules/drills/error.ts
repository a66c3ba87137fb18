import { DomainError } from '@chedun/kernel';
import type { drillErrors } from './errors.ts';

/** An error of the catalogue, with the field that it is about. */
export const drillError = (code: keyof typeof drillErrors, field?: string): DomainError =>
  new DomainError(code, field === undefined ? {} : { field });
