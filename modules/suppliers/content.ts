import { readFile } from 'node:fs/promises';
import { Questionnaire } from './contract.ts';

const FILE = new URL('../../content/suppliers/questionnaire.json', import.meta.url);

/** Reads the questionnaire, once. */
export const openQuestionnaire = (): (() => Promise<Questionnaire>) => {
  let kept: Promise<Questionnaire> | undefined;
  return () => (kept ??= readFile(FILE, 'utf8').then((text) => Questionnaire.parse(JSON.parse(text))));
};
