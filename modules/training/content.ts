import { readdir, readFile } from 'node:fs/promises';
import { Bank } from './contract.ts';

const FOLDER = new URL('../../content/training/', import.meta.url);

const load = async (): Promise<readonly Bank[]> => {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(names.map(async (name) => Bank.parse(JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')))));
};

/** The question banks that come with the product, read once. */
export const trainingBanks = (): (() => Promise<readonly Bank[]>) => {
  let kept: Promise<readonly Bank[]> | undefined;
  return () => (kept ??= load());
};
