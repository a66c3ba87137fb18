import type { Route } from '@chedun/http';
import { documentRoutes } from './routes/documents.ts';
import { templateRoutes } from './routes/templates.ts';
import type { DocumentUses } from './routes/uses.ts';

/** Routes of the module. */
export const routesOfDocuments = (uses: DocumentUses): Route[] => [...templateRoutes(uses), ...documentRoutes(uses)];
