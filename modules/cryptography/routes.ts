import type { Route } from '@chedun/http';
import { endpointRoutes, type EndpointUses } from './routes/endpoints.ts';
import { inventoryRoutes, type InventoryUses } from './routes/inventory.ts';

/** What the routes of the module stand on. */
export interface CryptographyUses {
  readonly endpoints: EndpointUses;
  readonly inventory: InventoryUses;
}

/** Routes of the use of cryptography. */
export const cryptographyRoutes = ({ endpoints, inventory }: CryptographyUses): Route[] => [
  ...endpointRoutes(endpoints),
  ...inventoryRoutes(inventory),
];
