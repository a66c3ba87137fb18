import type { Route } from '@chedun/http';
import { enterpriseRoutes } from './routes/enterprises.ts';
import { exchangeRoutes } from './routes/exchange.ts';
import { filingRoutes } from './routes/filings.ts';
import { reviewRoutes } from './routes/review.ts';
import type { SupervisionUses } from './routes/uses.ts';

/** Routes of the authority's side. */
export const supervisionRoutes = (uses: SupervisionUses): Route[] => [
  ...exchangeRoutes(uses),
  ...filingRoutes(uses),
  ...reviewRoutes(uses),
  ...enterpriseRoutes(uses),
];
