import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';

/** The page of what is open to the outside. */
export const exposureRoutes = [
  createRoute({
    getParentRoute: () => app,
    path: '/exposure',
    component: lazyRouteComponent(() => import('../pages/exposure/ExposurePage.tsx'), 'ExposurePage'),
  }),
] as const;
