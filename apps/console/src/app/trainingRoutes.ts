import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { app } from './rootRoutes.tsx';

const Search = z.object({ tab: z.enum(['courses']).optional().catch(undefined) });

/** Pages of the training. */
export const trainingRoutes = [
  createRoute({
    getParentRoute: () => app,
    path: '/training',
    validateSearch: Search,
    component: lazyRouteComponent(() => import('../pages/training/TrainingPage.tsx'), 'TrainingPage'),
  }),
] as const;
