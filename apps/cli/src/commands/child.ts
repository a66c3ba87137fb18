import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExitCode } from '../context.ts';

/** Runs another app of the product in the foreground and answers how it ended. */
export const runApp = (app: 'server' | 'range', args: readonly string[]): Promise<ExitCode> =>
  new Promise((done) => {
    const main = fileURLToPath(new URL(`../../../${app}/src/main.ts`, import.meta.url));
    const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.once('exit', (code) => done(code === 0 ? 0 : code === 1 ? 1 : 2));
  });
