import type { Target } from './target.ts';

/** The slowest first, so that threads end together. */
const FILES = [
  'sigma',
  'logs',
  'pcap',
  'can',
  'indicators',
  'inventory',
  'firewall',
  'accounts',
  'jtt808',
  'v2x',
  'gbt32960',
  'idsm',
  'merkle',
  'cacao',
  'tls-probe',
  'tlcp',
  'calendar',
  'regulations',
  'gm',
  'x509',
  'cmp',
  'exchange',
  'v2x-security',
  'v2x-pki',
  'blocks',
] as const;

/** Modules with every decoder of foreign bytes that the project has. */
export const TARGET_MODULES: readonly string[] = FILES.map(
  (file) => new URL(`targets/${file}.ts`, import.meta.url).href,
);

/** The targets of modules, or the named ones among them; throws for a name that none has. */
export const loadTargets = async (modules: readonly string[], only: readonly string[]): Promise<readonly Target[]> => {
  const loaded = await Promise.all(
    modules.map(async (url) => ((await import(url)) as { readonly targets: readonly Target[] }).targets),
  );
  const all = loaded.flat();
  const unknown = only.find((name) => !all.some((target) => target.name === name));
  if (unknown !== undefined)
    throw new Error(`there is no target ${unknown}; there are ${all.map(({ name }) => name).join(', ')}`);
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
};
