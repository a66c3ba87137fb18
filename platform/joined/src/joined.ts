import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../', import.meta.url);

/**
 * Address of an app's code joined into a few files by `tools/bundle/build.ts`, which loads in half the time. Undefined
 * when there is none, or when a source has changed since: then the sources themselves run.
 */
export const joinedCode = (app: 'server' | 'cli', root: URL = ROOT): string | undefined => {
  const folder = new URL(`node_modules/.cache/chedun-bundle/${app}/`, root);
  try {
    const sources = JSON.parse(readFileSync(new URL('sources.json', folder), 'utf8')) as Record<string, number>;
    const path = fileURLToPath(root);
    for (const [file, changedAt] of Object.entries(sources))
      if (statSync(`${path}${file}`).mtimeMs !== changedAt) return undefined;
    return new URL('run.mjs', folder).href;
  } catch {
    return undefined;
  }
};
