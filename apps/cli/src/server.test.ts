import { afterAll, beforeAll } from 'vitest';
import { openWorld, type World } from '../testing/server.ts';
import { baselinesSuite } from '../testing/suites/baselines.ts';
import { capturesSuite } from '../testing/suites/captures.ts';
import { correlationsSuite } from '../testing/suites/correlations.ts';
import { detectionSuite } from '../testing/suites/detection.ts';
import { eventsSuite } from '../testing/suites/events.ts';
import { registersSuite } from '../testing/suites/registers.ts';
import { retentionSuite } from '../testing/suites/retention.ts';
import { storeSuite } from '../testing/suites/store.ts';
import { tablesSuite } from '../testing/suites/tables.ts';
import { vehiclesSuite } from '../testing/suites/vehicles.ts';
import { warningsSuite } from '../testing/suites/warnings.ts';
import { incidentsSuite } from '../testing/suites/incidents.ts';
import { deadlinesSuite } from '../testing/suites/deadlines.ts';
import { drillsSuite } from '../testing/suites/drills.ts';
import { postureSuite } from '../testing/suites/posture.ts';
import { discoverySuite } from '../testing/suites/discovery.ts';
import { documentsSuite } from '../testing/suites/documents.ts';
import { playbooksSuite } from '../testing/suites/playbooks.ts';
import { workdaysSuite } from '../testing/suites/workdays.ts';

// One real server for all of them: starting one takes longer than most suites.
let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 120_000);
afterAll(() => world?.close());

eventsSuite(() => world);
detectionSuite(() => world);
correlationsSuite(() => world);
baselinesSuite(() => world);
deadlinesSuite(() => world);
incidentsSuite(() => world);
drillsSuite(() => world);
postureSuite(() => world);
documentsSuite(() => world);
discoverySuite(() => world);
playbooksSuite(() => world);
workdaysSuite(() => world);
registersSuite(() => world);
tablesSuite(() => world);
vehiclesSuite(() => world);
capturesSuite(() => world);
retentionSuite(() => world);
warningsSuite(() => world);
storeSuite(() => world);
