import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';

const list = createRoute({
  getParentRoute: () => app,
  path: '/access-reviews',
  component: lazyRouteComponent(() => import('../pages/accessReviews/SystemsPage.tsx'), 'SystemsPage'),
});
const one = createRoute({
  getParentRoute: () => app,
  path: '/access-reviews/$id',
  component: lazyRouteComponent(() => import('../pages/accessReviews/SystemPage.tsx'), 'SystemPage'),
});
const review = createRoute({
  getParentRoute: () => app,
  path: '/access-reviews/reviews/$id',
  component: lazyRouteComponent(() => import('../pages/accessReviews/ReviewPage.tsx'), 'ReviewPage'),
});

/** Pages of accounts and their reviews. */
export const accessReviewRoutes = [list, one, review] as const;
