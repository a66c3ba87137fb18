import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, withJson, type Context, type ExitCode } from '../context.ts';
import { show } from '../output.ts';

const Package = z.object({ version: z.string() });

const showVersion = async (context: Context, options: { json: boolean }): Promise<ExitCode> => {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = Package.parse(JSON.parse(text));
  show(context, options, { version, node: process.versions.node }, () => version);
  return 0;
};

/** `chedun version` */
export const versionCommand = (parent: Command, context: Context): void => {
  const command = addCommand(parent, context, 'version', { zh: '版本', en: 'version' });
  withJson(command, context).action((options: { json: boolean }) => context.end(showVersion(context, options)));
};
