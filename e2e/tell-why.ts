import { afterEach } from 'vitest';
import { trails } from './trail.ts';

// A journey that failed says what its pages did: where it runs without anybody watching, nothing else is left of it.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const told = await trails();
  if (told === '') return;
  const lines = told.split('\n').map((line) => `trail: ${line}`);
  process.stderr.write(`trail: ${task.name}\n${lines.join('\n')}\n`);
});
