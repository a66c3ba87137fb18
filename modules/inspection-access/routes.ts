import type { Route } from '@chedun/http';
import { inspecting } from './routes/inspecting.ts';
import { managing } from './routes/managing.ts';
import { seeing } from './routes/seeing.ts';
import type { AccessUses } from './routes/uses.ts';

/** Routes of inspections at the enterprise. */
export const accessRoutes = (uses: AccessUses): Route[] => [...seeing(uses), ...managing(uses), ...inspecting(uses)];
