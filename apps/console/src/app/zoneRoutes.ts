import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const zones = createRoute({
  getParentRoute: () => app,
  path: '/zones',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/zones/ZonesPage.tsx'), 'ZonesPage'),
});

/** Page of zones. */
export const zoneRoutes = [zones] as const;
