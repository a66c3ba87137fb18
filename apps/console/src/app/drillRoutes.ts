import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { DrillSearch } from './searchParams.ts';

const roster = createRoute({
  getParentRoute: () => app,
  path: '/duty-roster',
  component: lazyRouteComponent(() => import('../pages/duty-roster/DutyRosterPage.tsx'), 'DutyRosterPage'),
});
const drills = createRoute({
  getParentRoute: () => app,
  path: '/drills',
  validateSearch: DrillSearch,
  component: lazyRouteComponent(() => import('../pages/drills/DrillsPage.tsx'), 'DrillsPage'),
});
const drill = createRoute({
  getParentRoute: () => app,
  path: '/drills/$id',
  component: lazyRouteComponent(() => import('../pages/drills/DrillPage.tsx'), 'DrillPage'),
});
const review = createRoute({
  getParentRoute: () => app,
  path: '/reviews/$id',
  component: lazyRouteComponent(() => import('../pages/drills/ReviewPage.tsx'), 'ReviewPage'),
});

/** Pages of the response team, of drills and of after-action reviews. */
export const drillRoutes = [roster, drills, drill, review] as const;
