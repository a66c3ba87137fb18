import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';

const list = createRoute({
  getParentRoute: () => app,
  path: '/firewalls',
  component: lazyRouteComponent(() => import('../pages/firewalls/FirewallsPage.tsx'), 'FirewallsPage'),
});
const one = createRoute({
  getParentRoute: () => app,
  path: '/firewalls/$id',
  component: lazyRouteComponent(() => import('../pages/firewalls/FirewallPage.tsx'), 'FirewallPage'),
});

/** Pages of firewalls and their rules. */
export const firewallRoutes = [list, one] as const;
