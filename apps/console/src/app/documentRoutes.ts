import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';
import { TabSearch } from './searchParams.ts';

const documents = createRoute({
  getParentRoute: () => app,
  path: '/documents',
  validateSearch: TabSearch,
  component: lazyRouteComponent(() => import('../pages/documents/DocumentsPage.tsx'), 'DocumentsPage'),
});
const document = createRoute({
  getParentRoute: () => app,
  path: '/documents/$id',
  component: lazyRouteComponent(() => import('../pages/documents/DocumentPage.tsx'), 'DocumentPage'),
});

/** Pages of documents 文书. */
export const documentRoutes = [documents, document] as const;
