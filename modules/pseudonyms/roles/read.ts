import { isDomainError } from '@chedun/kernel';
import { pseudonymsError } from '../errors.ts';

/** Runs a reader of foreign bytes; whatever it refuses becomes an error that says what to do. */
export const readable = <R>(read: () => R): R => {
  try {
    return read();
  } catch (error) {
    if (isDomainError(error) && error.code.startsWith('pseudonyms.')) throw error;
    if (!isDomainError(error)) throw error;
    if (error.code === 'v2xpki.signature') throw pseudonymsError('pseudonyms.bad-signature', {}, error);
    throw pseudonymsError('pseudonyms.bad-message', { reason: error.message }, error);
  }
};
