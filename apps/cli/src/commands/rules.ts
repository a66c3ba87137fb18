import type { Command } from 'commander';
import { addCommand, type Context } from '../context.ts';
import { backtestCommand } from './rules-backtest.ts';
import { explainCommand } from './rules-explain.ts';
import { importCommand } from './rules-import.ts';
import { lintCommand } from './rules-lint.ts';
import { listCommand } from './rules-list.ts';
import { switchCommands } from './rules-switch.ts';
import { testCommand } from './rules-test.ts';

/** `chedun rules …`: detection rules, on disk and of a server. */
export const rulesCommands = (parent: Command, context: Context): void => {
  const rules = addCommand(parent, context, 'rules', { zh: '检测规则', en: 'detection rules' });
  listCommand(rules, context);
  lintCommand(rules, context);
  testCommand(rules, context);
  backtestCommand(rules, context);
  explainCommand(rules, context);
  importCommand(rules, context);
  switchCommands(rules, context);
};
