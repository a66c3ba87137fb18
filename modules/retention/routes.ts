import type { Route } from '@chedun/http';
import { holdRoutes } from './routes/holds.ts';
import { keepingRoutes } from './routes/keeping.ts';
import { removalRoutes } from './routes/removals.ts';
import { screenRoutes } from './routes/screens.ts';
import type { RetentionUses } from './routes/uses.ts';

/** Routes of retention. */
export const retentionRoutes = (uses: RetentionUses): Route[] => [
  ...screenRoutes(uses),
  ...holdRoutes(uses),
  ...removalRoutes(uses),
  ...keepingRoutes(uses),
];
