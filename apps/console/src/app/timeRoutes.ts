import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { DeadlineSearch } from './searchParams.ts';

const deadlines = createRoute({
  getParentRoute: () => app,
  path: '/deadlines',
  validateSearch: DeadlineSearch,
  component: lazyRouteComponent(() => import('../pages/deadlines/DeadlinesPage.tsx'), 'DeadlinesPage'),
});
const workdays = createRoute({
  getParentRoute: () => app,
  path: '/workdays',
  component: lazyRouteComponent(() => import('../pages/workdays/WorkdaysPage.tsx'), 'WorkdaysPage'),
});

/** Pages of deadlines 时限 and of the calendar of working days. */
export const timeRoutes = [deadlines, workdays] as const;
