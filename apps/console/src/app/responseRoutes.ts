import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const incidents = createRoute({
  getParentRoute: () => app,
  path: '/incidents',
  component: lazyRouteComponent(() => import('../pages/incidents/IncidentsPage.tsx'), 'IncidentsPage'),
});
const incident = createRoute({
  getParentRoute: () => app,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('../pages/incidents/IncidentPage.tsx'), 'IncidentPage'),
});
const playbooks = createRoute({
  getParentRoute: () => app,
  path: '/playbooks',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/playbooks/PlaybooksPage.tsx'), 'PlaybooksPage'),
});
const playbook = createRoute({
  getParentRoute: () => app,
  path: '/playbooks/$id',
  component: lazyRouteComponent(() => import('../pages/playbooks/PlaybookPage.tsx'), 'PlaybookPage'),
});
const playbookRun = createRoute({
  getParentRoute: () => app,
  path: '/playbook-runs/$id',
  component: lazyRouteComponent(() => import('../pages/playbooks/RunPage.tsx'), 'RunPage'),
});

/** Pages of incidents and of response playbooks. */
export const responseRoutes = [incidents, incident, playbooks, playbook, playbookRun] as const;
