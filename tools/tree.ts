import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** Root of the project. */
export const root: string = resolve(dirname(fileURLToPath(import.meta.url)), '..');

export type Layer = 'libs' | 'platform' | 'modules' | 'apps';
export const layers: readonly Layer[] = ['libs', 'platform', 'modules', 'apps'];

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Workspace {
  readonly name: string;
  readonly layer: Layer;
  /** Relative to the root. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export interface SourceFile {
  /** Relative to the root. */
  readonly path: string;
  readonly workspace: Workspace;
  readonly text: string;
  readonly isTest: boolean;
  /** Module specifiers of every import, re-export and type import. */
  readonly imports: readonly string[];
}

/** Reads a JSON file of the project. */
export const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;

/** All workspaces, by layer. */
export const workspaces = (): Workspace[] =>
  layers.flatMap((layer) =>
    readdirSync(join(root, layer)).flatMap((name) => {
      const folder = `${layer}/${name}`;
      if (!statSync(join(root, folder)).isDirectory()) return [];
      const manifest = readJson<Manifest>(`${folder}/package.json`);
      return [{ name: manifest.name, layer, folder, manifest }];
    }),
  );

const skipped = new Set(['node_modules', 'dist', 'corpus', 'vectors']);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });

const importsOf = (path: string, text: string): string[] => {
  const { module } = parseSync(path, text);
  const dynamic = module.dynamicImports.flatMap((entry) => {
    const said = text.slice(entry.moduleRequest.start, entry.moduleRequest.end);
    return /^['"]/.test(said) ? [said.slice(1, -1)] : [];
  });
  const reexports = module.staticExports.flatMap((entry) =>
    entry.entries.flatMap((one) => (one.moduleRequest ? [one.moduleRequest.value] : [])),
  );
  return [...module.staticImports.map((entry) => entry.moduleRequest.value), ...reexports, ...dynamic];
};

/** Every TypeScript file of a workspace, with its imports. */
export const sourcesOf = (workspace: Workspace): SourceFile[] =>
  filesBelow(join(root, workspace.folder)).map((file) => {
    const text = readFileSync(file, 'utf8');
    const path = relative(root, file);
    const isTest = /\.test\.tsx?$/.test(path) || path.includes('/testing/');
    return { path, workspace, text, isTest, imports: importsOf(file, text) };
  });

/** Groups of files that import each other in a circle, type imports included. */
export const cyclesAmong = (files: readonly SourceFile[]): string[][] => {
  const known = new Map(files.map((file) => [file.path, file]));
  const targets = (file: SourceFile): string[] =>
    file.imports
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, resolve(root, dirname(file.path), name)))
      .filter((path) => known.has(path));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[][] = [];
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    state.set(path, 'open');
    const file = known.get(path);
    for (const next of file ? targets(file) : []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of known.keys()) visit(path, []);
  return found;
};
