import { fileURLToPath } from 'node:url';

/** Folder of the migrations of the event store, for `Events.migrate`. */
export const migrationsFolder: string = fileURLToPath(new URL('../migrations', import.meta.url));
