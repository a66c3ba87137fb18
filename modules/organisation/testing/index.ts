import type { OrganisationAsks } from '../contract.ts';

/** An organisation whose officer answers for everything, or nobody does. */
export const fakeOrganisation = (officer?: string): OrganisationAsks => ({
  profile: () => Promise.resolve(null),
  holdersOf: () => Promise.resolve(officer === undefined ? [] : [officer]),
  responsibleFor: () =>
    Promise.resolve(
      officer === undefined
        ? null
        : { name: officer, post: { zh: '网络安全负责人', en: 'Officer for network security' }, phone: '027-1234567' },
    ),
});
