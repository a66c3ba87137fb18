import type { Platform } from '@chedun/module';
import type { MisbehaviourAsks } from './contract.ts';
import type { Desks } from './desk.ts';
import { listAccused } from './read-accused.ts';
import { newestList } from './read-model.ts';
import { certifyReporter } from './roles/reporters.ts';
import type { PseudonymUses } from './uses.ts';

/** What other modules may ask of the misbehaviour authority; the profile is the Chinese one, in which messages are verified. */
export const misbehaviourAsks = (platform: Platform, desks: Desks): MisbehaviourAsks => ({
  ownAuthorities: async () => {
    const desk = await desks.find('cn');
    if (desk === undefined) return undefined;
    const { root, aca, ma } = desk.hierarchy.certificates;
    return { root: root.bytes, aca: aca.bytes, ma: ma.bytes };
  },
  certifyReporter: async (point) => {
    const { hierarchy } = await desks.open('cn');
    return (await certifyReporter(platform, hierarchy, point)).bytes;
  },
  takeReport: async (report) => {
    const { roles } = await desks.open('cn');
    return roles.ma.takeSigned(report, platform.newId());
  },
  newestList: async () => {
    const found = await newestList(platform.records, 'cn');
    return found === undefined ? undefined : new Uint8Array(found.bytes);
  },
});

/** Uses of the routes of the misbehaviour authority. */
export const misbehaviourUses = (
  { records, newId }: Platform,
  desks: Desks,
): Pick<PseudonymUses, 'takeReport' | 'accused'> => ({
  takeReport: async ({ suite, report }) => {
    const { roles } = await desks.open(suite);
    return roles.ma.takeSigned(new Uint8Array(Buffer.from(report, 'base64')), newId());
  },
  accused: (limit) => listAccused(records, limit),
});
