import { isDomainError } from '@chedun/kernel';
import { rangeCommand } from './command.ts';
import { RANGE_ERRORS } from './options.ts';
import { playRange } from './play.ts';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const command = rangeCommand({
  play: playRange,
  token: process.env['CHEDUN_TOKEN'],
  print: (line) => console.log(line),
  printError: (line) => console.error(line),
  signal: stop.signal,
});

try {
  await command.parseAsync();
} catch (error) {
  if (!isDomainError(error)) throw error;
  const text = RANGE_ERRORS[error.code as keyof typeof RANGE_ERRORS];
  console.error(`${error.message}\n${text.zh}。${text.doZh}\n${text.en}. ${text.doEn}`);
  process.exitCode = 2;
}
