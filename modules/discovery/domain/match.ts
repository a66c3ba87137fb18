import type { Host } from '@chedun/assets/contract';
import type { Register } from './identity.ts';
import { addressesOf, type KnownThing } from './thing.ts';

/** What matching needs of a host on record. */
export type RecordedHost = Pick<Host, 'name' | 'addresses' | 'team'>;

/**
 * Answers the host on record that a thing is: the one that a person made of it, by its whole name, by its first label when only one host has it, or by an address
 * at which no other thing was seen later.
 */
export const openMatcher = (hosts: readonly RecordedHost[], register: Pick<Register, 'claimant'>) => {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const byLabel = new Map<string, RecordedHost | undefined>();
  const byAddress = new Map<string, RecordedHost>();
  for (const host of hosts) {
    const label = host.name.split('.')[0] ?? host.name;
    byLabel.set(label, byLabel.has(label) ? undefined : host);
    for (const address of host.addresses) byAddress.set(address, host);
  }
  return (thing: KnownThing): string | null => {
    if (thing.boundTo !== null && byName.has(thing.boundTo)) return thing.boundTo;
    const whole = byName.get(thing.hostName);
    if (whole !== undefined) return whole.name;
    for (const address of addressesOf(thing)) {
      const host = byAddress.get(address);
      if (host !== undefined && register.claimant(address)?.id === thing.id) return host.name;
    }
    const label = byLabel.get(thing.hostName.split('.')[0] ?? '');
    const isWhole = thing.hostName.includes('.') && label?.name.includes('.') === true;
    return label === undefined || thing.hostName === '' || isWhole ? null : label.name;
  };
};
