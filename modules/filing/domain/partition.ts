import type { Host, Service } from '@chedun/assets/contract';
import type { Member, Proposal, UnitType } from '../contract.ts';

/** Hosts and services that are in no unit. */
export interface Unplaced {
  readonly hosts: readonly Pick<Host, 'name' | 'zone' | 'team' | 'role'>[];
  readonly services: readonly Pick<Service, 'name' | 'type' | 'hosts' | 'team'>[];
}

const OTHER = 'access';
const hasWord = (text: string, words: readonly string[]): boolean => {
  const parts = text.toLowerCase();
  return words.some((word) =>
    /^[a-z0-9]{1,3}$/.test(word) ? parts.split(/[^a-z0-9]+/).includes(word) : parts.includes(word),
  );
};

/** The type of unit that a service belongs to: by its own kind, else by a word of its name. */
const typeOfService = (
  types: readonly UnitType[],
  { name, type }: Unplaced['services'][number],
): UnitType | undefined =>
  types.find(({ words, services }) => services.length === 0 && hasWord(name, words)) ??
  types.find(({ services }) => services.includes(type)) ??
  types.find(({ words }) => hasWord(name, words));

const typeOfZone = (types: readonly UnitType[], zone: string): UnitType | undefined =>
  types.find(({ words }) => hasWord(zone, words)) ?? types.find(({ id }) => id === OTHER);

const proposalOf = (
  type: UnitType,
  key: string,
  name: string,
  zones: readonly string[],
  members: readonly Member[],
): Proposal => {
  const hosts = members.filter(({ kind }) => kind === 'host').length;
  const services = members.length - hosts;
  const place = zones.join('、');
  return {
    key,
    name,
    type: type.id,
    functions: type.functions,
    zones: [...zones],
    members: [...members],
    why: {
      zh: `${place === '' ? '按业务类型' : `按业务类型与网络区域“${place}”`}归并：服务 ${services} 项，主机 ${hosts} 台`,
      en: `By kind of service${place === '' ? '' : ` and zone ${place}`}: ${services} services, ${hosts} hosts`,
    },
  };
};

/**
 * Proposes units: services of one type together with the hosts that they run on, then what is left of hosts by network
 * zone. A zone whose hosts all went to one proposal belongs to it from then on. A host or service is proposed once.
 */
export const proposalsOf = (types: readonly UnitType[], { hosts, services }: Unplaced): Proposal[] => {
  const placed = new Set<string>();
  const free = new Map(hosts.map((host) => [host.name, host]));
  const byType = Map.groupBy(services, (service) => typeOfService(types, service)?.id ?? '');
  const found: Proposal[] = [];
  for (const type of types) {
    const own = byType.get(type.id) ?? [];
    if (own.length === 0) continue;
    const names = [...new Set(own.flatMap((each) => each.hosts))].filter((name) => free.has(name) && !placed.has(name));
    for (const name of names) placed.add(name);
    const zones = [...new Set(names.map((name) => free.get(name)?.zone ?? ''))].filter(
      (zone) => zone !== '' && hosts.every((host) => host.zone !== zone || placed.has(host.name)),
    );
    const members: Member[] = [
      ...own.map(({ name }) => ({ kind: 'service' as const, asset: name })),
      ...names.map((asset) => ({ kind: 'host' as const, asset })),
    ];
    found.push(proposalOf(type, `type:${type.id}`, type.title.zh, zones, members));
  }
  const left = hosts.filter(({ name, zone }) => !placed.has(name) && zone !== '');
  for (const [zone, group] of Map.groupBy(left, (host) => host.zone)) {
    const type = typeOfZone(types, zone);
    if (type === undefined) continue;
    const members = group.map(({ name }) => ({ kind: 'host' as const, asset: name }));
    found.push(proposalOf(type, `zone:${zone}`, `${zone}（${type.title.zh}）`, [zone], members));
  }
  return found;
};
