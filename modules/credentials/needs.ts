import type { IdentityAsks } from '@chedun/identity/contract';
import type { Clock } from '@chedun/kernel';
import type { PseudonymsAsks, ServiceAuthority, SuiteName } from '@chedun/pseudonyms/contract';
import type { Records } from '@chedun/records';
import type { PreparingVerifier } from '@chedun/v2x-security';
import { credentialsError } from './errors.ts';
import type { ProfileBook } from './profiles.ts';

/** What the use cases stand on. */
export interface CredentialNeeds {
  readonly records: Records;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly identity: Pick<IdentityAsks, 'tokenOwner'>;
  readonly pseudonyms: Pick<PseudonymsAsks, 'serviceAuthority'>;
  readonly profiles: ProfileBook;
  readonly verifier: PreparingVerifier;
}

/** The authority of a hierarchy. Throws `credentials.no-authority`. */
export const authorityOf = async ({ pseudonyms }: CredentialNeeds, suite: SuiteName): Promise<ServiceAuthority> => {
  const found = await pseudonyms.serviceAuthority(suite);
  if (found === undefined) throw credentialsError('credentials.no-authority');
  return found;
};
