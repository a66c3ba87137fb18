import type { Route } from '@chedun/http';
import type { Permission } from '@chedun/module';
import { meRoutes, setupRoutes, signInRoutes } from './routes/enter.ts';
import { auditRoutes, policyRoutes } from './routes/policy-and-audit.ts';
import { lostSecondFactorRoutes, secondFactorRoutes } from './routes/second-factor.ts';
import { allTokenRoutes, ownTokenRoutes } from './routes/tokens.ts';
import { userHelpRoutes, userReadRoutes, userRightsRoutes, userWriteRoutes } from './routes/users.ts';
import type { World } from './world.ts';

/** All routes of this module. */
export const identityRoutes = (world: World, permissions: () => readonly Permission[]): readonly Route[] => [
  ...setupRoutes(world),
  ...signInRoutes(world),
  ...meRoutes(world),
  ...secondFactorRoutes(world),
  ...lostSecondFactorRoutes(world),
  ...ownTokenRoutes(world),
  ...userReadRoutes(world, permissions),
  ...userWriteRoutes(world),
  ...userHelpRoutes(world),
  ...userRightsRoutes(world),
  ...allTokenRoutes(world),
  ...policyRoutes(world),
  ...auditRoutes(world),
];
