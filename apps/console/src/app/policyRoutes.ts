import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { app } from './rootRoutes.tsx';

/** Address-bar state of the library: which tab. */
const PolicySearch = z.object({ tab: z.enum(['clauses', 'mine']).optional().catch(undefined) });
/** Address-bar state of a policy: which version. */
const VersionSearch = z.object({ version: z.number().int().min(1).optional().catch(undefined) });

const policies = createRoute({
  getParentRoute: () => app,
  path: '/policies',
  validateSearch: PolicySearch,
  component: lazyRouteComponent(() => import('../pages/policies/PoliciesPage.tsx'), 'PoliciesPage'),
});
const policy = createRoute({
  getParentRoute: () => app,
  path: '/policies/$id',
  validateSearch: VersionSearch,
  component: lazyRouteComponent(() => import('../pages/policies/PolicyPage.tsx'), 'PolicyPage'),
});

/** Pages of the policies. */
export const policyRoutes = [policies, policy] as const;
