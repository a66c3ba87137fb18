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
registersSuite(() => world);
tablesSuite(() => world);
vehiclesSuite(() => world);
capturesSuite(() => world);
retentionSuite(() => world);
warningsSuite(() => world);
storeSuite(() => world);
