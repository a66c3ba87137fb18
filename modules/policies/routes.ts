import type { Route } from '@chedun/http';
import { keepingRoutes } from './routes/keeping.ts';
import { readingRoutes } from './routes/reading.ts';
import type { PolicyUses } from './routes/uses.ts';

/** Routes of policies: what people read, and what keeps it. */
export const policyRoutes = (uses: PolicyUses): Route[] => [...readingRoutes(uses), ...keepingRoutes(uses)];
