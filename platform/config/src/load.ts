import { DomainError } from '@chedun/kernel';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { configSchema } from './schema.ts';
import type { Config } from './schema.ts';
import { settings } from './settings.ts';
import type { Setting } from './settings.ts';
import { readEnvironment, readFlags, readYaml } from './sources.ts';
import type { Given } from './sources.ts';

/** The configuration and where each setting came from: `default`, `chedun.yaml:7`, a variable or a flag. */
export interface LoadedConfig {
  readonly config: Config;
  /** By key, for example `http.port`. */
  readonly sources: ReadonlyMap<string, string>;
}

/** What the configuration is read from. */
export interface ConfigInput {
  /** Flags of settings only; the command line takes its own off first. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absent = `CHEDUN_CONFIG`, else `chedun.yaml` in `cwd` when there is one. */
  readonly file?: string | undefined;
  readonly cwd: string;
}

/** Reads defaults < file < environment < flags. Every mistake is refused with its place; nothing is guessed. */
export const loadConfig = async (input: ConfigInput): Promise<LoadedConfig> => {
  const given = [
    ...(await readFileSettings(input)),
    ...readEnvironment(input.env, settings),
    ...readFlags(input.argv, settings),
  ];
  const last = new Map(given.map((each) => [each.key, each]));
  const tree: Tree = {};
  for (const setting of settings) {
    const value = readSetting(setting, last.get(setting.key), input.cwd);
    if (value !== undefined) place(tree, setting.key.split('.'), value);
    else place(tree, setting.key.split('.').slice(0, -1), {});
  }
  const config: Config = configSchema.parse(tree);
  checkTogether(config);
  return { config, sources: new Map(settings.map(({ key }) => [key, last.get(key)?.source ?? 'default'])) };
};

const readFileSettings = async (input: ConfigInput): Promise<readonly Given[]> => {
  const named = input.file ?? input.env['CHEDUN_CONFIG'];
  const file = path.resolve(input.cwd, named ?? 'chedun.yaml');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (missing && named === undefined) return '';
    throw new DomainError('config.unreadable-file', { file }, cause);
  });
  return readYaml(text, file, settings);
};

const readSetting = (setting: Setting, given: Given | undefined, cwd: string): unknown => {
  const parsed = setting.schema.safeParse(given?.value);
  if (!parsed.success) {
    const reason = parsed.error.issues.map(({ message }) => message).join('; ');
    throw new DomainError('config.invalid-value', { ...given?.place, reason: `${setting.key}: ${reason}` });
  }
  return setting.path ? absolute(parsed.data, cwd) : parsed.data;
};

const absolute = (value: unknown, cwd: string): unknown => {
  if (typeof value === 'string') return path.resolve(cwd, value);
  if (Array.isArray(value)) return value.map((item) => absolute(item, cwd));
  if (typeof value !== 'object' || value === null || !('path' in value)) return value;
  return { ...value, path: absolute(value.path, cwd) };
};

interface Tree {
  [name: string]: unknown;
}

/** Puts a value at a path, making the groups above it. */
const place = (tree: Tree, steps: readonly string[], value: unknown): void => {
  const [first, ...rest] = steps;
  if (first === undefined) return;
  if (rest.length === 0) {
    tree[first] ??= value;
    return;
  }
  const inner = (tree[first] ??= {}) as Tree;
  place(inner, rest, value);
};

/** Settings that only make sense together. */
const checkTogether = ({ http, ingest }: Config): void => {
  for (const [key, tls] of Object.entries({ 'http.tls': http.tls, 'ingest.tls': ingest.tls })) {
    if ((tls.cert === undefined) === (tls.key === undefined)) continue;
    throw new DomainError('config.invalid-value', { field: key, reason: 'cert and key belong together' });
  }
  if (ingest.mqtt.url !== undefined && ingest.mqtt.topics.length === 0)
    throw new DomainError('config.invalid-value', { field: 'ingest.mqtt.topics', reason: 'a topic is needed' });
  // The address is shown; accounts belong into settings of their own.
  if (ingest.mqtt.url !== undefined && new URL(ingest.mqtt.url).username !== '')
    throw new DomainError('config.invalid-value', { field: 'ingest.mqtt.url', reason: 'name no account here' });
  if (ingest.syslogTlsPort === 0 || ingest.tls.cert !== undefined) return;
  throw new DomainError('config.invalid-value', { field: 'ingest.syslogTlsPort', reason: 'ingest.tls is needed' });
};
