import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const supervision = createRoute({
  getParentRoute: () => app,
  path: '/supervision',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/supervision/SupervisionPage.tsx'), 'SupervisionPage'),
});
const supervisedFiling = createRoute({
  getParentRoute: () => app,
  path: '/supervision/filings/$id',
  component: lazyRouteComponent(() => import('../pages/supervision/ReviewPage.tsx'), 'ReviewPage'),
});

/** Pages of the authority's side 监管侧. */
export const supervisionRoutes = [supervision, supervisedFiling] as const;
