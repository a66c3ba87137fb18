import type { Route } from '@chedun/http';
import { caseRoutes } from './routes/cases.ts';
import { levelRoutes } from './routes/levels.ts';
import { unitRoutes } from './routes/units.ts';
import type { FilingUses } from './routes/uses.ts';

/** Routes of filing. */
export const filingRoutes = (uses: FilingUses): Route[] => [
  ...unitRoutes(uses),
  ...levelRoutes(uses),
  ...caseRoutes(uses),
];
