import { describeConfig } from '@chedun/config';
import type { Command } from 'commander';
import { addCommand, say, settingsOf, withJson, type Context, type ExitCode } from '../context.ts';
import { show, table } from '../output.ts';

const showConfig = async (
  context: Context,
  flags: readonly string[],
  options: { json: boolean },
): Promise<ExitCode> => {
  const settings = describeConfig(await settingsOf(context, flags));
  show(context, options, { settings }, () =>
    table(
      [
        say(context, { zh: '配置项', en: 'SETTING' }),
        say(context, { zh: '取值', en: 'VALUE' }),
        say(context, { zh: '来源', en: 'SOURCE' }),
        say(context, { zh: '环境变量', en: 'VARIABLE' }),
        say(context, { zh: '说明', en: 'MEANING' }),
      ],
      settings.map(({ key, value, source, variable, help }) => [key, value, source, variable, help]),
    ),
  );
  return 0;
};

/** `chedun config show`: value and source of every setting. */
export const configCommands = (parent: Command, context: Context): void => {
  const config = addCommand(parent, context, 'config', { zh: '配置', en: 'settings' });
  const command = addCommand(config, context, 'show', {
    zh: '每项配置的取值与来源，隐去密钥',
    en: 'value and source of every setting, secrets hidden',
  })
    .allowUnknownOption()
    .argument('[settings...]', say(context, { zh: '如 --http-port 9000', en: 'such as --http-port 9000' }));
  withJson(command, context).action((settings: string[], options: { json: boolean }) =>
    context.end(showConfig(context, settings, options)),
  );
};
