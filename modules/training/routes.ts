import type { Route } from '@chedun/http';
import { keepingRoutes, type KeepingUses } from './routes/keeping.ts';
import { takingRoutes, type TakingUses } from './routes/taking.ts';

/** Routes of the training: what people do, and what keeps it. */
export const trainingRoutes = (uses: TakingUses & KeepingUses): Route[] => [
  ...takingRoutes(uses),
  ...keepingRoutes(uses),
];
