import { writeFile } from 'node:fs/promises';
import { isDomainError } from '@chedun/kernel';
import { CommanderError } from 'commander';
import { machineClock } from './clock.ts';
import { rangeCommand } from './command.ts';
import { registerCompany } from './company/register.ts';
import { registerRoad } from './company/road.ts';
import { RANGE_ERRORS } from './options.ts';
import { playRange } from './play.ts';
import { createPrng } from './prng.ts';
import { writeTraces } from './protocols/can-bus.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
// whoever started this as a child with a channel is gone
process.once('disconnect', () => stop.abort());
process.channel?.unref();

const command = rangeCommand({
  play: playRange,
  register: async (options, signal) => {
    await registerCompany(options, machineClock, signal);
    await registerRoad(options, machineClock, signal);
  },
  write: (file, text) => writeFile(file, text),
  writeTraces: (folder, seed) => writeTraces(folder, createPrng(seed), machineClock.now()),
  token: process.env['CHEDUN_TOKEN'],
  secondToken: process.env['CHEDUN_SECOND_TOKEN'],
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  signal: stop.signal,
});

/** Wrong use and unreachable targets end with 2; help with 0. Anything else is a bug and keeps its stack. */
const report = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!isDomainError(error)) throw error;
  const text = RANGE_ERRORS[error.code as keyof typeof RANGE_ERRORS];
  console.error(`${error.message}\n${text.zh}。${text.doZh}\n${text.en}. ${text.doEn}`);
  return 2;
};

try {
  await command.exitOverride().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
