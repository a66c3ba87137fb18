import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { app } from './rootRoutes.tsx';

const list = createRoute({
  getParentRoute: () => app,
  path: '/suppliers',
  component: lazyRouteComponent(() => import('../pages/suppliers/SuppliersPage.tsx'), 'SuppliersPage'),
});
const one = createRoute({
  getParentRoute: () => app,
  path: '/suppliers/$id',
  component: lazyRouteComponent(() => import('../pages/suppliers/SupplierPage.tsx'), 'SupplierPage'),
});

/** Pages of suppliers. */
export const supplierRoutes = [list, one] as const;
