import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const hosts = createRoute({
  getParentRoute: () => app,
  path: '/hosts',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/hosts/HostsPage.tsx'), 'HostsPage'),
});
const discovery = createRoute({
  getParentRoute: () => app,
  path: '/discovery',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/discovery/DiscoveryPage.tsx'), 'DiscoveryPage'),
});

/** Pages of hosts on record and of what is really there. */
export const discoveryRoutes = [hosts, discovery] as const;
