import { SYSTEM_ACTOR } from '@chedun/kernel';
import { testPlatform } from '@chedun/module/testing';
import type { TestPlatform } from '@chedun/module/testing';
import type { ButterflyForm, ParsedCertificate } from '@chedun/v2x-security';
import { periodOf, SUITES, toTime32 } from '@chedun/v2x-pki';
import type { SuiteName } from '@chedun/v2x-pki';
import {
  downloadRequest,
  enrolmentIn,
  enrolmentRequest,
  newDevice,
  pseudonymRequest,
  pseudonymsIn,
} from '@chedun/v2x-pki/device';
import type { Device, Pseudonym } from '@chedun/v2x-pki/device';
import { openHierarchy } from '../hierarchy.ts';
import type { Hierarchy, HierarchySettings } from '../hierarchy.ts';
import { createHierarchy } from '../make-hierarchy.ts';
import { openRoles } from '../open-roles.ts';
import type { RoleNeeds, Roles } from '../open-roles.ts';
import { certifyReporter } from '../roles/reporters.ts';
import type { MaTables } from '../tables.ts';
import { allowVehicles } from '../use-cases/vehicles.ts';

/** A hierarchy on a real database, with all roles. */
export interface RoleWorld {
  readonly platform: TestPlatform;
  readonly hierarchy: Hierarchy;
  readonly roles: Roles;
  readonly now: () => number;
  /** Period of the clock. */
  readonly i: () => number;
  /** Makes everything that is due until so many periods ahead; answers how many certificates. */
  readonly makeAll: (ahead?: number) => Promise<number>;
  /** Certifies the key of a reporter, as the ask does. */
  readonly certifyReporter: (point: Uint8Array) => Promise<Uint8Array>;
  /** Reports that the misbehaviour authority keeps. */
  readonly keptReports: () => Promise<readonly { readonly id: string; readonly linkage: string | null }[]>;
  readonly close: () => Promise<void>;
}

/** A device with its enrolment certificate. */
export interface EnrolledDevice {
  readonly vin: string;
  readonly device: Device;
  readonly enrolment: ParsedCertificate;
}

const MIGRATIONS = { module: 'pseudonyms', folder: new URL('../migrations/', import.meta.url) };

/** Opens the world of one profile. */
export const roleWorld = async (name: SuiteName, settings: Partial<HierarchySettings> = {}): Promise<RoleWorld> => {
  const platform = await testPlatform();
  const { platform: needs } = platform;
  await needs.records.migrate([MIGRATIONS]);
  const all = { aids: SUITES[name].aids, perPeriod: 4, periodsAhead: 2, form: 'compactUnified', ...settings } as const;
  await createHierarchy(needs, name, 'test.example', all);
  const hierarchy = await openHierarchy(needs, name);
  if (hierarchy === undefined) throw new Error('no hierarchy');
  const roles = openRoles(needs, hierarchy);
  const now = () => toTime32(platform.clock.now());
  return {
    platform,
    hierarchy,
    roles,
    now,
    i: () => periodOf(now()),
    makeAll: async (ahead = all.periodsAhead) => {
      let made = 0;
      for (;;) {
        const step = await roles.nextStep({ now: periodOf(now()), last: periodOf(now()) + ahead - 1 });
        if (step === undefined) return made;
        made += step.certificates;
      }
    },
    certifyReporter: async (point) => (await certifyReporter(needs, hierarchy, point)).bytes,
    keptReports: () =>
      needs.records.read<MaTables>().selectFrom('pseudonyms_ma.reports').select(['id', 'linkage']).execute(),
    close: () => platform.close(),
  };
};

/** Lets a vehicle enrol and ask for pseudonyms. */
export const enrolled = async (
  { platform: { platform }, hierarchy, roles, now }: RoleWorld,
  vin: string,
  form: ButterflyForm['kind'] = 'compactUnified',
): Promise<EnrolledDevice> => {
  const { suite, settings, verifier, certificates } = hierarchy;
  const { randomBytes } = platform;
  await allowVehicles(platform)({ suite: suite.name, vins: [vin] }, SYSTEM_ACTOR);
  const device = newDevice(suite, form, randomBytes);
  const enrolment = enrolmentIn(
    await roles.eca.enrol(await enrolmentRequest(device, vin, now(), settings.aids)),
    verifier,
  );
  const asked = { now: now(), aids: settings.aids, random: randomBytes };
  await roles.ra.submit(await pseudonymRequest(device, enrolment, certificates.ra, asked));
  return { vin, device, enrolment };
};

/** Downloads and opens the pseudonyms of a period. */
export const pseudonymsOf = async (
  { platform: { platform }, hierarchy, roles, now }: RoleWorld,
  { device, enrolment }: EnrolledDevice,
  i: number,
): Promise<readonly Pseudonym[]> => {
  const { certificates, verifier } = hierarchy;
  const asked = { now: now(), i, random: platform.randomBytes };
  const file = await roles.ra.download(await downloadRequest(device, enrolment, certificates.ra, asked));
  return pseudonymsIn(device, file, i, verifier);
};

/** Forms of requests. */
export type PseudonymForm = ButterflyForm['kind'];

/** A hierarchy of the Chinese profile on which throughput is measured. */
export interface IssueStage {
  /** Enrols so many new devices of a form and begins with the present period again. */
  readonly enrol: (devices: number, form: PseudonymForm) => Promise<void>;
  /** Makes the next period of the devices that enrolled last; answers how many certificates. */
  readonly makePeriod: () => Promise<number>;
}

/** Opens the stage on an empty database. */
export const openStage = async (needs: RoleNeeds, perPeriod: number): Promise<IssueStage> => {
  await needs.records.migrate([MIGRATIONS]);
  const { aids } = SUITES.cn;
  await createHierarchy(needs, 'cn', 'bench.example', { aids, perPeriod, periodsAhead: 1, form: 'compactUnified' });
  const hierarchy = await openHierarchy(needs, 'cn');
  if (hierarchy === undefined) throw new Error('no hierarchy');
  const { suite, verifier, certificates } = hierarchy;
  const roles = openRoles(needs, hierarchy);
  const now = () => toTime32(needs.clock.now());
  let [known, period] = [0, 0];
  const join = async (form: PseudonymForm): Promise<void> => {
    known += 1;
    const vin = `LSVAA49J1${String(known).padStart(8, '0')}`;
    await allowVehicles(needs)({ suite: suite.name, vins: [vin] }, SYSTEM_ACTOR);
    const device = newDevice(suite, form, needs.randomBytes);
    const answer = await roles.eca.enrol(await enrolmentRequest(device, vin, now(), aids));
    const asked = { now: now(), aids, random: needs.randomBytes };
    await roles.ra.submit(await pseudonymRequest(device, enrolmentIn(answer, verifier), certificates.ra, asked));
  };
  return {
    enrol: async (devices, form) => {
      period = periodOf(now());
      for (let at = 0; at < devices; at += 1) await join(form);
    },
    makePeriod: async () => {
      let made = 0;
      for (;;) {
        const step = await roles.nextStep({ now: period, last: period });
        if (step === undefined) break;
        made += step.certificates;
      }
      period += 1;
      return made;
    },
  };
};
