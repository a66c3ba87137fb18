import type { Route } from '@chedun/http';
import { authorityRoutes } from './routes/authorities.ts';
import { singleRoutes } from './routes/certificates.ts';
import { operateRoutes } from './routes/operate.ts';
import type { CertificateUses } from './routes/uses.ts';

/** Routes of certificates. */
export const certificateRoutes = (uses: CertificateUses): Route[] => [
  ...authorityRoutes(uses),
  ...operateRoutes(uses),
  ...singleRoutes(uses),
];
