import type { Command } from 'commander';
import { addCommand, say, type Context } from '../context.ts';
import { runApp } from './child.ts';

/** `chedun start`: the server, with the flags of settings. */
export const startCommand = (parent: Command, context: Context): void => {
  addCommand(parent, context, 'start', {
    zh: '启动服务，参数为各项配置',
    en: 'start the server; takes the flags of settings',
  })
    .allowUnknownOption()
    .argument(
      '[flags...]',
      say(context, {
        zh: '如 --http-port 9000，见 chedun config show',
        en: 'such as --http-port 9000; see chedun config show',
      }),
    )
    .action((flags: string[]) => context.end(runApp('server', flags)));
};

/** `chedun range`: the simulator, with flags of its own. */
export const rangeCommand = (parent: Command, context: Context): void => {
  addCommand(parent, context, 'range', {
    zh: '播放车队、平台与攻击，参数见 chedun range --help',
    en: 'play a fleet, its platform and attacks; see chedun range --help',
  })
    .allowUnknownOption()
    .helpOption(false)
    .argument('[flags...]', say(context, { zh: '参数', en: 'its flags' }))
    .action((flags: string[]) => context.end(runApp('range', flags)));
};
