export { type HttpErrorCode, httpErrors } from './errors.ts';
export { openApiDocument, openApiPath } from './openapi.ts';
export { readPageCursor, writePageCursor, type PageCursor } from './page-cursor.ts';
export type { FieldProblem, Language, Problem } from './problem.ts';
export type { ReadinessCheck } from './probes.ts';
export {
  type Actor,
  type AnyRoute,
  type Audited,
  type Auditing,
  type AuditName,
  type Authenticator,
  type Call,
  type DownloadRoute,
  type GuestGuard,
  type GuestRequest,
  type GuestVerdict,
  type JsonRoute,
  type PermissionRule,
  type RateClass,
  type Route,
  type StreamRoute,
  type UploadRoute,
  type Wide,
  downloadRoute,
  openRoute,
  route,
  streamRoute,
  uploadRoute,
} from './route.ts';
export { SESSION_COOKIE } from './security.ts';
export { type HttpOptions, type HttpServer, openHttp } from './server.ts';
