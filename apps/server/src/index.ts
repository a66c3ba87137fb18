export { MODULES, startServer, type RunningServer } from './server.ts';
export { VERSION } from './version.ts';
