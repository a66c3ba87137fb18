import type { Route } from '@chedun/http';
import { captureRoutes } from './routes/captures.ts';
import { modelRoutes } from './routes/models.ts';
import { resultRoutes } from './routes/results.ts';
import type { CapturesUses } from './uses.ts';

/** Routes of captures, their results, models and DBC files. */
export const capturesRoutes = (uses: CapturesUses): Route[] => [
  ...captureRoutes(uses),
  ...resultRoutes(uses),
  ...modelRoutes(uses),
];
