import { DomainError, type ErrorDetail } from '@chedun/kernel';
import type { V2xTrustErrorCode } from './errors.ts';

/** Builds an error of this module; the caller throws it. */
export const v2xTrustError = (
  code: V2xTrustErrorCode,
  detail: ErrorDetail = {},
  cause?: unknown,
): DomainError<V2xTrustErrorCode> => new DomainError(code, detail, cause);
