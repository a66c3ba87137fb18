import type { Bilingual } from '@chedun/kernel';
import type { Argument, Command, Option } from 'commander';

const text = (value: string): string => value.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const both = ({ zh, en }: Bilingual): string => (zh === en ? text(zh) : `${text(zh)}<br>${text(en)}`);

const usageOf = (path: string, command: Command): string => {
  const args = command.registeredArguments.map(({ required, variadic }, at) => {
    const name = `${command.registeredArguments[at]?.name() ?? ''}${variadic ? '...' : ''}`;
    return required ? `<${name}>` : `[${name}]`;
  });
  const flags = command.options.filter(({ mandatory }) => mandatory).map(({ flags: each }) => each);
  return [path, ...args, ...flags].join(' ');
};

const defaultOf = ({ defaultValue, defaultValueDescription, negate }: Option): string => {
  if (defaultValueDescription !== undefined) return `\`${defaultValueDescription}\``;
  if (negate || defaultValue === undefined || defaultValue === false || defaultValue === '') return '';
  return `\`${String(defaultValue)}\``;
};

const choicesOf = ({ argChoices }: Option): string =>
  argChoices === undefined ? '' : `<br>${argChoices.map((choice) => `\`${choice}\``).join(' ')}`;

const argumentRow = (zh: Argument, en: Argument): string =>
  `| \`${zh.name()}\` | ${both({ zh: zh.description, en: en.description })} | |`;

const optionRow = (zh: Option, en: Option): string =>
  `| \`${zh.flags}\` | ${both({ zh: zh.description, en: en.description })}${choicesOf(zh)} | ${defaultOf(zh)} |`;

const pairs = <Item>(first: readonly Item[], second: readonly Item[]): (readonly [Item, Item])[] =>
  first.flatMap((item, at) => {
    const other = second[at];
    return other === undefined ? [] : [[item, other] as const];
  });

const section = (path: string, zh: Command, en: Command): string[] => {
  if (zh.commands.length > 0)
    return pairs(zh.commands, en.commands).flatMap(([a, b]) => section(`${path} ${a.name()}`, a, b));
  const rows = [
    ...pairs(zh.registeredArguments, en.registeredArguments).map(([a, b]) => argumentRow(a, b)),
    ...pairs(zh.options, en.options).map(([a, b]) => optionRow(a, b)),
  ];
  const table = rows.length === 0 ? [] : ['', '| | | |', '|---|---|---|', ...rows];
  return ['', `## ${path}`, '', `    ${usageOf(path, zh)}`, '', zh.description(), '', en.description(), ...table];
};

const HEAD = `# chedun

Made by \`apps/cli/src/reference.test.ts\` from the commands themselves; \`UPDATE_GOLDEN=1 npx vitest run apps/cli/src/reference\` writes it anew.

退出码：0 正常；1 有告警、隐患或校验未通过（各命令注明）；2 用法错误、输入不可读或服务拒绝。\`--lang zh|en\` 选择语言，默认按 \`LANG\`。
\`--json\` 输出一个 JSON 文档；出错时标准错误输出 \`{"error":{"code","reason","place","text","todo"}}\`。
访问服务的命令使用 \`CHEDUN_SERVER\` 与 \`CHEDUN_TOKEN\`（或 \`--server\`、\`--token\`、\`chedun.yaml\` 的 \`server\`、\`token\`）；令牌在控制台建立，权限见 [routes.md](routes.md)。

Exit: 0 fine; 1 findings or a failed verification (each command says when); 2 wrong use, unreadable input, or a server that refused. \`--lang zh|en\` chooses the language, \`LANG\` by default.
\`--json\` prints one JSON document; an error is \`{"error":{"code","reason","place","text","todo"}}\` on standard error.
Commands that talk to a server take \`CHEDUN_SERVER\` and \`CHEDUN_TOKEN\` (or \`--server\`, \`--token\`, or \`server\` and \`token\` of \`chedun.yaml\`). Tokens are made in the console; [routes.md](routes.md) has the permissions.`;

/** The reference page of all commands, from the programs of both languages. */
export const referencePage = ({ zh, en }: { readonly zh: Command; readonly en: Command }): string =>
  `${[HEAD, ...section('chedun', zh, en)].join('\n')}\n`;
