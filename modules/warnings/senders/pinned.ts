import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { DomainError } from '@chedun/kernel';

/** Answers whether messages may go to an address. */
export type AddressGuard = (address: string) => boolean;

/** An address that was resolved once and checked; the connection goes there and nowhere else. */
export interface Pinned {
  readonly address: string;
  readonly family: 4 | 6;
}

/**
 * Resolves a host once. Every address that the name stands for has to be allowed: a name that points to a public and a
 * closed address is refused. Throws `warnings.host-unknown` and `warnings.address-closed`.
 */
export const pin = async (host: string, guard: AddressGuard): Promise<Pinned> => {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const literal = isIP(bare);
  const found = literal === 0 ? await resolve(bare) : [{ address: bare, family: literal }];
  const [first] = found;
  if (!first) throw new DomainError('warnings.host-unknown', { field: bare });
  if (!found.every(({ address }) => guard(address))) throw new DomainError('warnings.address-closed', { field: bare });
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
};

const resolve = async (host: string): Promise<readonly { readonly address: string; readonly family: number }[]> => {
  try {
    return await lookup(host, { all: true });
  } catch (cause) {
    throw new DomainError('warnings.host-unknown', { field: host }, cause);
  }
};
