import type { Route } from '@chedun/http';
import { reviewRoutes, type ReviewUses } from './routes/reviews.ts';
import { runRoutes, type RunUses } from './routes/runs.ts';

/** What the routes of the module stand on. */
export interface DrillUses {
  readonly runs: RunUses;
  readonly reviews: ReviewUses;
}

/** Routes of drills, of reviews and of the emergency plan. */
export const drillRoutes = ({ runs, reviews }: DrillUses): Route[] => [...runRoutes(runs), ...reviewRoutes(reviews)];
