import { GmError } from '@chedun/gm';
import { securityError } from '../errors.ts';

/** Runs something of @chedun/gm; its errors come out as `v2xsec.key`. */
export const translated = <R>(run: () => R): R => {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GmError)) throw error;
    throw securityError('v2xsec.key', { reason: error.message }, error);
  }
};
