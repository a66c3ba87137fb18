import { settings } from './settings.ts';
import type { LoadedConfig } from './load.ts';

/** One setting as a person sees it. */
export interface DescribedSetting {
  readonly key: string;
  /** JSON text; `(hidden)` for secrets, `(not set)` when absent. */
  readonly value: string;
  readonly source: string;
  readonly variable: string;
  readonly flag: string;
  readonly help: string;
}

/** Lists every setting with its value and where that came from; secrets are hidden. */
export const describeConfig = ({ config, sources }: LoadedConfig): readonly DescribedSetting[] =>
  settings.map(({ key, variable, flag, help, secret }) => {
    const value = valueAt(config, key.split('.'));
    const shown = value === undefined ? '(not set)' : secret ? '(hidden)' : JSON.stringify(value);
    return { key, value: shown, source: sources.get(key) ?? 'default', variable, flag, help };
  });

const valueAt = (tree: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    tree,
  );
