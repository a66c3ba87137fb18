import { describeConfig, loadConfig } from '@chedun/config';
import { Command, CommanderError } from 'commander';
import { runApp } from './commands/child.ts';
import { ingest } from './commands/ingest.ts';
import { inspect } from './commands/inspect.ts';
import { verifyJournal } from './commands/journal.ts';
import { testRuleFile, type RuleTestOptions } from './commands/rules-test.ts';
import { lint } from './commands/rules.ts';
import { errorLine, show, type ExitCode } from './output.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const settings = (argv: readonly string[]) => loadConfig({ argv, env: process.env, cwd: process.cwd() });
const language = /^zh/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'zh' : 'en';
let code: ExitCode = 0;
const ends = (running: Promise<ExitCode>): Promise<void> =>
  running.then((ended) => {
    code = ended;
  });

const program = new Command('chedun').description('CheDun 车盾').exitOverride();
program
  .command('version')
  .description('版本 / version')
  .action(() => console.log('0.1.0'));
program
  .command('start')
  .description('启动服务 / start the server; takes the flags of settings')
  .allowUnknownOption()
  .argument('[flags...]')
  .action((flags: string[]) => ends(runApp('server', flags)));
program
  .command('range')
  .description('播放车队、平台与攻击 / play a fleet, its platform and attacks')
  .allowUnknownOption()
  .helpOption(false)
  .argument('[flags...]')
  .action((flags: string[]) => ends(runApp('range', flags)));
program
  .command('inspect')
  .description('查看文件内容 / what a file holds')
  .argument('<files...>')
  .option('--json', 'one JSON line a file', false)
  .action((files: string[], options: { json: boolean }) => ends(inspect(files, options)));
program
  .command('ingest')
  .description('上送文件 / send files to a server')
  .argument('<files...>')
  .requiredOption('--source <id>', 'source id')
  .option('--url <url>', 'server', process.env['CHEDUN_URL'] ?? 'http://127.0.0.1:8088')
  .option('--token <token>', 'API token, else CHEDUN_TOKEN', process.env['CHEDUN_TOKEN'] ?? '')
  .option('--json', 'one JSON line a file', false)
  .action((files: string[], options: { source: string; url: string; token: string; json: boolean }) =>
    ends(ingest(files, options)),
  );

const rules = program.command('rules').description('检测规则 / rules');
rules
  .command('lint')
  .description('检查规则 / load and lint rules')
  .argument('<paths...>')
  .option('--lang <zh|en>', 'language of the remarks', language)
  .option('--json', 'JSON', false)
  .action((paths: string[], options: { json: boolean; lang: string }) => ends(lint(paths, options)));
rules
  .command('test')
  .description('试运行规则，不产生告警 / try a rule on events without raising alerts')
  .argument('<file>')
  .option('--events <file>', 'events to try it on, instead of stored ones')
  .option('--query <query>', 'query of the event search', '')
  .option('--from <time>', 'ISO 8601; a day before --to when left out')
  .option('--to <time>', 'ISO 8601; now when left out')
  .option('--limit <number>', 'at most so many events, up to 10000', '1000')
  .option('--url <url>', 'server', process.env['CHEDUN_URL'] ?? 'http://127.0.0.1:8088')
  .option('--token <token>', 'API token, else CHEDUN_TOKEN', process.env['CHEDUN_TOKEN'] ?? '')
  .option('--lang <zh|en>', 'language of the remarks', language)
  .option('--json', 'JSON', false)
  .action((file: string, options: RuleTestOptions) => ends(testRuleFile(file, options, clock.now())));

const journal = program.command('journal').description('日志主干 / the journal');
journal
  .command('verify')
  .description('校验 CRC 与 SM3 链 / verify CRC and SM3 chain; the server must be stopped')
  .option('--json', 'JSON', false)
  .action(async (options: { json: boolean }) =>
    ends(verifyJournal((await settings([])).config.dataDir, clock, options)),
  );

const config = program.command('config').description('配置 / settings');
config
  .command('show')
  .description('每项配置的取值与来源 / value and source of every setting')
  .option('--json', 'JSON', false)
  .action(async (options: { json: boolean }) => {
    const described = describeConfig(await settings([]));
    show(options.json, { settings: described }, () =>
      described.map((each) => Object.values(each).join('  ')).join('\n'),
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) code = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(errorLine(error));
    code = 2;
  }
}
process.exitCode = code;
