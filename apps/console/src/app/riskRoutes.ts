import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const risks = createRoute({
  getParentRoute: () => app,
  path: '/risks',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/risks/RisksPage.tsx'), 'RisksPage'),
});
const riskRun = createRoute({
  getParentRoute: () => app,
  path: '/risks/runs/$id',
  component: lazyRouteComponent(() => import('../pages/risks/RunPage.tsx'), 'RunPage'),
});

/** Pages of risks 风险, tests and assessments. */
export const riskRoutes = [risks, riskRun] as const;
