import { loadConfig, type LoadedConfig } from '@chedun/config';
import type { Bilingual, Clock } from '@chedun/kernel';
import { Option, type Command } from 'commander';

/** How a command ended: 0 fine, 1 findings or a failed verification, 2 wrong use or unreadable input. */
export type ExitCode = 0 | 1 | 2;

/** Languages of the product. */
export type Language = 'zh' | 'en';

/** What commands get from outside. */
export interface Context {
  readonly clock: Clock;
  readonly cwd: string;
  /** The environment as the entry point got it; settings come from {@link settingsOf}. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly language: Language;
  readonly stdin: NodeJS.ReadStream;
  /** A line, or several, of standard output. */
  readonly print: (text: string) => void;
  /** Bytes of standard output as they are; waits while the reader is slow. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** A line of standard error, for progress and waiting. */
  readonly note: (text: string) => void;
  /** Waits for a command and keeps how it ended. */
  readonly end: (running: Promise<ExitCode>) => Promise<void>;
}

/** The text in the language of this run. */
export const say = ({ language }: Pick<Context, 'language'>, text: Bilingual): string => text[language];

/** `--lang` of the arguments, else the language of the environment. */
export const languageOf = (argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Language => {
  const at = argv.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = argv[at] ?? '';
  const asked = word === '--lang' ? argv[at + 1] : word.slice('--lang='.length);
  if (asked === 'zh' || asked === 'en') return asked;
  return /^zh/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'zh' : 'en';
};

/** Settings of the product as the server would read them here, with the flags given to this command. */
export const settingsOf = (context: Context, flags: readonly string[]): Promise<LoadedConfig> =>
  loadConfig({ argv: flags, env: context.env, cwd: context.cwd });

/** Adds a command below `parent` with its description in the language of this run. */
export const addCommand = (parent: Command, context: Context, name: string, about: Bilingual): Command =>
  parent.command(name).description(say(context, about));

/** The flag that makes a command print one JSON document. */
export const withJson = (command: Command, context: Context): Command =>
  command.option('--json', say(context, { zh: '输出一个 JSON 文档', en: 'print one JSON document' }), false);

/** An option with its text in the language of this run. */
export const optionOf = (context: Context, flags: string, about: Bilingual): Option =>
  new Option(flags, say(context, about));

/** The folder of the server, for commands that work on its files. */
export const withDataDir = (command: Command, context: Context): Command =>
  command.addOption(
    optionOf(context, '--data-dir <dir>', {
      zh: '服务的数据目录（默认按 chedun.yaml 与 CHEDUN_DATA_DIR）',
      en: 'data folder of the server (default: chedun.yaml and CHEDUN_DATA_DIR)',
    }),
  );

/** Settings with the folder that {@link withDataDir} may have been given. */
export const settingsWithDataDir = (context: Context, given: { readonly dataDir?: string }): Promise<LoadedConfig> =>
  settingsOf(context, given.dataDir === undefined ? [] : ['--data-dir', given.dataDir]);
