import { readFile, writeFile } from 'node:fs/promises';
import { fixedClock } from '@chedun/kernel';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Context, Language } from './context.ts';
import { buildProgram } from './program.ts';
import { referencePage } from './reference.ts';

const GOLDEN = new URL('../../../docs/reference/cli.md', import.meta.url);

const contextOf = (language: Language): Context => ({
  clock: fixedClock(0),
  cwd: '/',
  env: {},
  language,
  stdin: process.stdin,
  print: () => undefined,
  write: () => Promise.resolve(),
  note: () => undefined,
  end: async () => undefined,
});

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

describe('the reference of the command line', async () => {
  const zh = await buildProgram(contextOf('zh'), []);
  const en = await buildProgram(contextOf('en'), []);

  it('is as the commands are', async () => {
    const page = referencePage({ zh, en });
    if (process.env['UPDATE_GOLDEN'] !== undefined) await writeFile(GOLDEN, page);
    expect(page).toBe(await readFile(GOLDEN, 'utf8'));
  });

  it('describes every command, argument and option in both languages', () => {
    const told = (command: Command): string[] => [
      command.description(),
      ...command.registeredArguments.map(({ description }) => description),
      ...command.options.map(({ description }) => description),
    ];
    for (const text of leaves(zh).flatMap(told)) expect(text).toMatch(/[一-鿿]/);
    for (const text of leaves(en).flatMap(told)) expect(text).toMatch(/^[\x20-\x7e…]+$/);
  });

  it('gives every command --json, but for the other apps', () => {
    const without = leaves(en).filter(({ options }) => !options.some(({ long }) => long === '--json'));
    expect(without.map((command) => command.name())).toEqual(['start', 'range']);
  });
});
