import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cyclesAmong, layers, readJson, root, sourcesOf, workspaces, type SourceFile, type Workspace } from './tree.ts';

const all = workspaces();
const byName = new Map(all.map((workspace) => [workspace.name, workspace]));
const files = all.flatMap(sourcesOf);
const product = files.filter((file) => !file.isTest);

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const bare = (file: SourceFile): string[] =>
  file.imports.filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !name.startsWith('virtual:'));

const problems = (from: readonly SourceFile[], find: (file: SourceFile) => readonly string[]): string[] =>
  from.flatMap((file) => find(file).map((problem) => `${file.path}: ${problem}`));

const rank = (workspace: Workspace): number => layers.indexOf(workspace.layer);

describe('borders', () => {
  it('imports run down: apps, modules, platform, libs', () => {
    expect(
      problems(files, (file) =>
        bare(file).flatMap((name) => {
          const target = byName.get(packageOf(name));
          if (!target || target === file.workspace) return [];
          if (target.layer === 'apps') return [`imports the app ${name}`];
          return rank(target) > rank(file.workspace) ? [`imports up to ${name}`] : [];
        }),
      ),
    ).toEqual([]);
  });

  it('modules meet other modules only through their contract (and testing, in tests)', () => {
    expect(
      problems(
        files.filter((file) => file.workspace.layer === 'modules'),
        (file) =>
          bare(file).filter((name) => {
            const target = byName.get(packageOf(name));
            if (!target || target.layer !== 'modules' || target === file.workspace) return false;
            return !(name.endsWith('/contract') || file.isTest);
          }),
      ),
    ).toEqual([]);
  });

  it('the console imports contracts and libs only', () => {
    expect(
      problems(
        files.filter((file) => file.workspace.folder === 'apps/console'),
        (file) =>
          bare(file).filter((name) => {
            const target = byName.get(packageOf(name));
            if (!target || target === file.workspace) return false;
            return target.layer === 'modules' ? !name.endsWith('/contract') : target.layer !== 'libs';
          }),
      ),
    ).toEqual([]);
  });

  it('declares every package that it imports', () => {
    const shared = Object.keys(readJson<{ devDependencies: Record<string, string> }>('package.json').devDependencies);
    expect(
      problems(files, (file) => {
        const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = file.workspace.manifest;
        const given = { ...dependencies, ...devDependencies, ...optionalDependencies };
        const declared = new Set([...Object.keys(given), file.workspace.name]);
        const build = file.isTest || /vite\.config/.test(file.path) ? shared : [];
        return bare(file)
          .map(packageOf)
          .filter((name) => !declared.has(name) && !build.includes(name));
      }),
    ).toEqual([]);
  });

  it('has no import cycles, type imports included', () => {
    expect(cyclesAmong(files).map((cycle) => cycle.join(' -> '))).toEqual([]);
  });

  it('has no cycles between workspaces', () => {
    const needs = (workspace: Workspace): Workspace[] =>
      Object.keys(workspace.manifest.dependencies ?? {}).flatMap((name) => byName.get(name) ?? []);
    const reaches = (from: Workspace, goal: Workspace, seen: Set<Workspace>): boolean =>
      needs(from).some((next) => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))));
    expect(all.filter((workspace) => reaches(workspace, workspace, new Set())).map((each) => each.name)).toEqual([]);
  });

  it('content is loaded by path and imported by nobody', () => {
    expect(problems(files, (file) => file.imports.filter((name) => name.includes('content/')))).toEqual([]);
  });
});

describe('purity', () => {
  const libs = product.filter((file) => file.workspace.layer === 'libs');
  it('libs touch no disk, network, clock, randomness or environment', () => {
    const forbidden = /^node:(fs|net|http|https|tls|dgram|child_process|worker_threads|os|cluster)/;
    expect(problems(libs, (file) => file.imports.filter((name) => forbidden.test(name)))).toEqual([]);
    const calls = /\b(process\.env|Date\.now\(|Math\.random\(|new Date\(\)|performance\.now\()/g;
    expect(problems(libs, (file) => file.text.match(calls) ?? [])).toEqual([]);
  });

  it('only platform/config and the entry points read the environment', () => {
    const entry = /^(platform\/config|apps\/[a-z]+\/src\/main\.ts|apps\/console\/vite\.config\.ts)/;
    expect(
      product.filter((file) => /\bprocess\.env\b/.test(file.text) && !entry.test(file.path)).map((file) => file.path),
    ).toEqual([]);
  });

  it('never hands bytes to the raw insert of chDB', () => {
    expect(
      product.filter((file) => /from 'chdb'/.test(file.text) && /\.insert\(/.test(file.text)).map((f) => f.path),
    ).toEqual([]);
  });
});

describe('habits', () => {
  it('every workspace has a README', () => {
    expect(all.filter((each) => !existsSync(join(root, each.folder, 'README.md'))).map((each) => each.folder)).toEqual(
      [],
    );
  });

  it('every module has its fixed files', () => {
    const wanted = ['contract.ts', 'module.ts', 'errors.ts', 'routes.ts', 'package.json', 'README.md'];
    const modules = all.filter((each) => each.layer === 'modules');
    expect(
      modules
        .flatMap((each) => wanted.map((name) => `${each.folder}/${name}`))
        .filter((p) => !existsSync(join(root, p))),
    ).toEqual([]);
  });

  it('files stay within 400 lines', () => {
    expect(files.filter((file) => file.text.split('\n').length > 401).map((file) => file.path)).toEqual([]);
  });

  it('exports of libs are documented (at least 95 %)', () => {
    const libs = product.filter((file) => file.workspace.layer === 'libs');
    const bareExports: string[] = [];
    let total = 0;
    for (const file of libs) {
      const lines = file.text.split('\n');
      lines.forEach((line, at) => {
        const name = /^export (?:abstract |async )?(?:const|function\*?|class|interface|type) (\w+)/.exec(line)?.[1];
        if (!name) return;
        total += 1;
        if (!/\*\/\s*$/.test(lines[at - 1] ?? '')) bareExports.push(`${file.path}:${at + 1} ${name}`);
      });
    }
    expect(bareExports.length / Math.max(total, 1), bareExports.join('\n')).toBeLessThanOrEqual(0.05);
  });

  it('names no path of a build machine', () => {
    expect(problems(files, (file) => file.text.match(/\/work\/(main|shared|\.library)|\/farm\//g) ?? [])).toEqual([]);
  });
});

describe('lockfile', () => {
  interface Lock {
    readonly packages: Readonly<Record<string, { readonly version?: string; readonly link?: boolean }>>;
  }
  it('third-party versions are exact and the ones of the lockfile', () => {
    const lock = readJson<Lock>('package-lock.json').packages;
    const rootManifest = readJson<Record<string, Record<string, string> | undefined>>('package.json');
    const wanted = [
      ...all.map((each) => ({
        folder: each.folder,
        names: { ...each.manifest.dependencies, ...each.manifest.devDependencies },
      })),
      { folder: '', names: { ...rootManifest['devDependencies'], ...rootManifest['optionalDependencies'] } },
    ];
    const wrong = wanted.flatMap(({ folder, names }) =>
      Object.entries(names).flatMap(([name, version]) => {
        if (byName.has(name)) return version === '*' ? [] : [`${folder}: ${name} should be *`];
        const locked = (lock[`${folder}/node_modules/${name}`] ?? lock[`node_modules/${name}`])?.version;
        return locked === version ? [] : [`${folder}: ${name} ${version}, lockfile ${locked}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('ships no register of addresses', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
  });
});
