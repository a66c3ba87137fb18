import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';

const list = createRoute({
  getParentRoute: () => app,
  path: '/inspection-access',
  component: lazyRouteComponent(
    () => import('../pages/inspection-access/InspectionAccessPage.tsx'),
    'InspectionAccessPage',
  ),
});
const one = createRoute({
  getParentRoute: () => app,
  path: '/inspection-access/$id',
  component: lazyRouteComponent(() => import('../pages/inspection-access/AccessPage.tsx'), 'AccessPage'),
});
const mine = createRoute({
  getParentRoute: () => app,
  path: '/my-inspection',
  component: lazyRouteComponent(() => import('../pages/inspection-access/MyInspectionPage.tsx'), 'MyInspectionPage'),
});
const obligation = createRoute({
  getParentRoute: () => app,
  path: '/my-inspection/obligations/$id',
  component: lazyRouteComponent(
    () => import('../pages/inspection-access/InspectedObligation.tsx'),
    'InspectedObligation',
  ),
});

/** Pages of inspections: the enterprise's desk, and what an inspector sees. */
export const inspectionRoutes = [list, one, mine, obligation] as const;
