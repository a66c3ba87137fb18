import { loadConfig, type LoadedConfig } from '@chedun/config';
import type { Clock } from '@chedun/kernel';
import type { Command } from 'commander';

/** How a command ended: 0 fine, 1 findings or a failed verification, 2 wrong use or unreadable input. */
export type ExitCode = 0 | 1 | 2;

/** What commands get from outside. */
export interface Context {
  readonly clock: Clock;
  readonly cwd: string;
  /** Everything else that the environment says; settings come from {@link settingsOf}. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  /** Waits for a command and keeps how it ended. */
  readonly end: (running: Promise<ExitCode>) => Promise<void>;
}

/** Variables of the command line; the server does not know them. */
const OWN_VARIABLES: ReadonlySet<string> = new Set(['CHEDUN_URL', 'CHEDUN_TOKEN']);

/** The environment without the variables that only the command line reads. */
export const serverEnvironment = ({ env }: Pick<Context, 'env'>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_VARIABLES.has(name)));

/** Settings of the product as the server would read them here, with the flags given to this command. */
export const settingsOf = (context: Context, flags: readonly string[]): Promise<LoadedConfig> =>
  loadConfig({ argv: flags, env: serverEnvironment(context), cwd: context.cwd });

/** Lets a command take flags of settings (`--data-dir`, `--http-port` …). */
export const withSettings = (command: Command): Command =>
  command
    .allowUnknownOption()
    .argument('[settings...]', 'flags of settings, such as --data-dir DIR; see chedun config show');

/** Prints a result as one JSON line, or as text. */
export const show = (
  context: Pick<Context, 'print'>,
  { json }: { readonly json: boolean },
  result: object,
  text: () => string,
): void => context.print(json ? JSON.stringify(result) : text());
