import type { AssetsAsks } from '@chedun/assets/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import { trainingChecks } from './checks.ts';
import { trainingBanks } from './content.ts';
import { readCourse, readMaterial, readMine, readOverview, readPeople, readQuestionPool } from './read-model.ts';
import { trainingRoutes } from './routes.ts';
import { staff, standings } from './standings.ts';
import { certifiedPapers, reading } from './store.ts';
import { keepUseCases } from './use-cases/keep.ts';
import { isIntact, takeUseCases } from './use-cases/take.ts';
import { watchTraining } from './use-cases/watch.ts';

/** Modules that this one asks. */
export interface TrainingNeeds {
  readonly identity: Pick<IdentityAsks, 'peopleWith'>;
  readonly assets: Pick<AssetsAsks, 'readTable'>;
}

const EVERY_TEN_MINUTES = '*/10 * * * *';
/** Newest certificates whose SM3 the check looks at. */
const VERIFIED = 2000;

/** Builds the module from the platform. */
export const buildTraining = (
  platform: Platform,
  { identity, assets }: TrainingNeeds,
): ModuleParts<Record<string, never>> => {
  const banks = trainingBanks();
  const needs = { ...platform, identity, assets, banks };
  const overview = readOverview(needs);
  const broken = async (): Promise<number> =>
    (await certifiedPapers(reading(platform.records), VERIFIED)).filter((each) => !isIntact(each)).length;
  return {
    asks: {},
    routes: trainingRoutes({
      mine: readMine(needs),
      material: readMaterial(needs),
      ...takeUseCases(needs),
      overview,
      course: readCourse(needs),
      people: readPeople(needs),
      questions: readQuestionPool(needs),
      staff: () => staff(needs),
      banks,
      ...keepUseCases(needs),
    }),
    checks: trainingChecks({ overview, standings: () => standings(needs)(), broken }),
    jobs: [{ name: 'watch', cron: EVERY_TEN_MINUTES, run: watchTraining({ ...platform, overview }) }],
  };
};
