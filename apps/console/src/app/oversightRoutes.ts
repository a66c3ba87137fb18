import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const oversight = createRoute({
  getParentRoute: () => app,
  path: '/oversight',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/oversight/OversightPage.tsx'), 'OversightPage'),
});
const oversightNotice = createRoute({
  getParentRoute: () => app,
  path: '/oversight/notices/$id',
  component: lazyRouteComponent(() => import('../pages/oversight/NoticePage.tsx'), 'NoticePage'),
});
const oversightIncident = createRoute({
  getParentRoute: () => app,
  path: '/oversight/incidents/$id',
  component: lazyRouteComponent(() => import('../pages/oversight/IncidentPage.tsx'), 'IncidentPage'),
});
const oversightInspection = createRoute({
  getParentRoute: () => app,
  path: '/oversight/inspections/$id',
  component: lazyRouteComponent(() => import('../pages/oversight/InspectionPage.tsx'), 'InspectionPage'),
});
const regulatorNotices = createRoute({
  getParentRoute: () => app,
  path: '/regulator-notices',
  component: lazyRouteComponent(() => import('../pages/oversight/OwnNoticesPage.tsx'), 'OwnNoticesPage'),
});

/** Pages of the authority's further duties, and of notices at the enterprise. */
export const oversightRoutes = [
  oversight,
  oversightNotice,
  oversightIncident,
  oversightInspection,
  regulatorNotices,
] as const;
