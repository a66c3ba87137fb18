import { BEHAVIOUR_WORDS } from '@chedun/behaviour/phrases';
import { BUS_WORDS } from '@chedun/can/phrases';
import { CAPTURE_WORDS } from '@chedun/captures/contract';
import { REPORT_WORDS } from '@chedun/gbt32960/phrases';
import { chineseOf } from '@chedun/kernel';
import { SIGNATURE_WORDS } from '@chedun/signatures/contract';
import { RECORD_WORDS } from '@chedun/watch/contract';
import type { Language } from '../api/problem.ts';

/** Words of every detector. */
export const VERDICT_WORDS = [
  BEHAVIOUR_WORDS,
  BUS_WORDS,
  CAPTURE_WORDS,
  REPORT_WORDS,
  SIGNATURE_WORDS,
  RECORD_WORDS,
].flatMap((words) => Object.values(words));

const chinese = chineseOf(VERDICT_WORDS);
/** Fields of a record in which a detector tells what it expected and saw. */
const TOLD: ReadonlySet<string> = new Set(['expected', 'seen', 'message', 'can.expected', 'can.seen']);

/** What a detector told, in the language of the reader; any other text as it is. */
export const verdictText = (text: string, language: Language): string => (language === 'zh-CN' ? chinese(text) : text);

/** The same for a field of a record; undefined when the field tells nothing, or the text is what is stored. */
export const verdictOf = (field: string, value: string, language: Language): string | undefined => {
  const text = TOLD.has(field) ? verdictText(value, language) : value;
  return text === value ? undefined : text;
};
