import type { Route } from '@chedun/http';
import { hostRoutes, serviceRoutes, vehicleRoutes } from './routes/kinds.ts';
import { transferRoutes } from './routes/transfer.ts';
import type { World } from './use-cases/save-asset.ts';

/** All routes of this module. */
export const assetsRoutes = (world: World): readonly Route[] => [
  ...transferRoutes(world),
  ...vehicleRoutes(world),
  ...hostRoutes(world),
  ...serviceRoutes(world),
];
