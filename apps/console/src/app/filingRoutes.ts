import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const filing = createRoute({
  getParentRoute: () => app,
  path: '/filing',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/filing/FilingPage.tsx'), 'FilingPage'),
});
const filingUnit = createRoute({
  getParentRoute: () => app,
  path: '/filing/units/$id',
  component: lazyRouteComponent(() => import('../pages/filing/UnitPage.tsx'), 'UnitPage'),
});
const filingCase = createRoute({
  getParentRoute: () => app,
  path: '/filing/cases/$id',
  component: lazyRouteComponent(() => import('../pages/filing/CasePage.tsx'), 'CasePage'),
});

/** Pages of filing 定级备案. */
export const filingRoutes = [filing, filingUnit, filingCase] as const;
