import type { Route } from '@chedun/http';
import { deskRoutes } from './routes/desk.ts';
import { exchangeRoutes } from './routes/exchange.ts';
import { noticeRoutes } from './routes/notices.ts';
import type { OversightUses } from './routes/uses.ts';

/** Routes of the authority's further duties. */
export const oversightRoutes = (uses: OversightUses): Route[] => [
  ...noticeRoutes(uses),
  ...exchangeRoutes(uses),
  ...deskRoutes(uses),
];
