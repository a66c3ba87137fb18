import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { PostureSearch } from './searchParams.ts';

/** Pages of the obligations and of the organisation that they bind. */
export const postureRoutes = [
  createRoute({
    getParentRoute: () => app,
    path: '/posture',
    validateSearch: PostureSearch,
    component: lazyRouteComponent(() => import('../pages/posture/PosturePage.tsx'), 'PosturePage'),
  }),
  createRoute({
    getParentRoute: () => app,
    path: '/organisation',
    component: lazyRouteComponent(() => import('../pages/organisation/OrganisationPage.tsx'), 'OrganisationPage'),
  }),
  createRoute({
    getParentRoute: () => app,
    path: '/critical-infrastructure',
    component: lazyRouteComponent(
      () => import('../pages/critical-infrastructure/CriticalInfrastructurePage.tsx'),
      'CriticalInfrastructurePage',
    ),
  }),
] as const;
