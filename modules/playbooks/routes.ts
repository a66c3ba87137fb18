import type { Route } from '@chedun/http';
import { libraryRoutes } from './routes/library.ts';
import { runRoutes } from './routes/runs.ts';
import type { PlaybookUses } from './routes/uses.ts';

/** All routes of playbooks. */
export const playbookRoutes = (uses: PlaybookUses): Route[] => [...libraryRoutes(uses), ...runRoutes(uses)];
