import type { IdentityAsks } from '@chedun/identity/contract';
import type { ActorRef } from '@chedun/kernel';
import type { ModuleParts, Platform } from '@chedun/module';
import { pseudonymChecks } from './checks.ts';
import { SuiteName, type PseudonymsAsks, type RoleName } from './contract.ts';
import { openDesks } from './desk.ts';
import type { Desks } from './desk.ts';
import { misbehaviourAsks, misbehaviourUses } from './ma-desk.ts';
import { listBatches, listEnrolments, listReports, newestList, viewOf } from './read-model.ts';
import { pseudonymsError } from './errors.ts';
import { serviceAsks } from './issued-authorities.ts';
import { ceremoniesRead } from './read-ceremonies.ts';
import { pseudonymRoutes } from './routes.ts';
import { makeBatches } from './use-cases/batches.ts';
import { decideCeremony, proposeCeremony } from './use-cases/ceremonies.ts';
import { decide, propose, report } from './use-cases/revocations.ts';
import { allowVehicles, barVehicle } from './use-cases/vehicles.ts';
import type { DeviceVerb, PseudonymUses } from './uses.ts';
import { publishDue, watchHierarchy } from './watch.ts';

const BATCH_JOB = 'pseudonyms/make-batches';
const BATCH_SECONDS = 6 * 3600;

const handOver =
  (platform: Platform, desks: Desks) =>
  async (verb: DeviceVerb, what: { readonly suite: SuiteName; readonly message: string }, actor: ActorRef) => {
    const { roles } = await desks.open(what.suite);
    const message = new Uint8Array(Buffer.from(what.message, 'base64'));
    const answer = await (verb === 'enrol' ? roles.eca.enrol(message) : roles.ra[verb](message));
    if (verb === 'enrol')
      await platform.records.transaction((tx) =>
        tx.audit({
          actor,
          action: 'pseudonyms.device-enrolled',
          target: { kind: 'v2x-hierarchy', id: what.suite },
          outcome: 'done',
        }),
      );
    return { message: Buffer.from(answer).toString('base64') };
  };

const orderBatches =
  ({ records, jobs }: Platform, desks: Desks) =>
  async (suite: SuiteName, actor: ActorRef): Promise<{ ordered: boolean }> => {
    await desks.open(suite);
    await records.transaction(async (tx) => {
      await jobs.send(BATCH_JOB, { suite }, { tx });
      const target = { kind: 'v2x-hierarchy', id: suite };
      await tx.audit({ actor, action: 'pseudonyms.batches-ordered', target, outcome: 'done' });
    });
    return { ordered: true };
  };

const publicParts = ({ records }: Platform, desks: Desks): Pick<PseudonymUses, 'authorities' | 'list'> => ({
  authorities: async (suite) => {
    const { hierarchy } = await desks.open(suite);
    return {
      aids: [...hierarchy.settings.aids],
      certificates: Object.entries(hierarchy.certificates).map(([role, { bytes }]) => ({
        role: role as RoleName,
        certificate: Buffer.from(bytes).toString('base64'),
      })),
    };
  },
  list: async (suite) => {
    const found = await newestList(records, suite);
    if (found === undefined) throw pseudonymsError('pseudonyms.no-hierarchy');
    return new Uint8Array(found.bytes);
  },
});

const usesOf = (platform: Platform, desks: Desks, identity: IdentityAsks): PseudonymUses => {
  const { records, clock } = platform;
  const revocations = { ...platform, desks, identity };
  return {
    hierarchies: async () => ({
      items: await Promise.all((await desks.all()).map(({ hierarchy }) => viewOf(records, hierarchy, clock.now()))),
    }),
    enrolments: (query) => listEnrolments(records, query),
    batches: () => listBatches(records),
    reports: (limit) => listReports(records, limit),
    ...ceremoniesRead(platform, desks),
    proposeCeremony: proposeCeremony(revocations),
    decideCeremony: decideCeremony(revocations),
    allow: allowVehicles(platform),
    bar: barVehicle(platform),
    order: orderBatches(platform, desks),
    report: report(revocations),
    propose: propose(revocations),
    decide: decide(revocations),
    device: handOver(platform, desks),
    ...misbehaviourUses(platform, desks),
    ...publicParts(platform, desks),
  };
};

/** Builds the module from the platform. */
export const buildPseudonyms = (platform: Platform, identity: IdentityAsks): ModuleParts<PseudonymsAsks> => {
  const desks = openDesks(platform);
  const make = makeBatches(platform);
  const watch = watchHierarchy(platform);
  return {
    asks: { ...misbehaviourAsks(platform, desks), ...serviceAsks(platform, desks) },
    routes: pseudonymRoutes(usesOf(platform, desks, identity)),
    checks: pseudonymChecks(platform, desks),
    jobs: [
      {
        name: 'make-batches',
        cron: '*/15 * * * *',
        timeLimitSeconds: BATCH_SECONDS,
        run: async (input) => {
          const wanted = SuiteName.safeParse((input as { readonly suite?: unknown } | null)?.suite);
          for (const desk of await desks.all())
            if (!wanted.success || wanted.data === desk.hierarchy.suite.name) await make(desk);
        },
      },
      {
        name: 'publish-lists',
        cron: '5 * * * *',
        run: async () => {
          for (const desk of await desks.all()) {
            await publishDue(platform, desk);
            await watch(desk);
          }
        },
      },
    ],
  };
};
