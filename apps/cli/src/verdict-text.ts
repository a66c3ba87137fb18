import { BEHAVIOUR_WORDS } from '@chedun/behaviour/phrases';
import { BUS_WORDS } from '@chedun/can/phrases';
import { CAPTURE_WORDS } from '@chedun/captures/contract';
import { REPORT_WORDS } from '@chedun/gbt32960/phrases';
import { chineseOf } from '@chedun/kernel';
import { SIGNATURE_WORDS } from '@chedun/signatures/contract';
import { RECORD_WORDS } from '@chedun/watch/contract';
import type { Context } from './context.ts';

const words = [BEHAVIOUR_WORDS, BUS_WORDS, CAPTURE_WORDS, REPORT_WORDS, SIGNATURE_WORDS, RECORD_WORDS];
const chinese = chineseOf(words.flatMap((each) => Object.values(each)));

/** What a detector told, in the language of the reader; any other text as it is. */
export const verdictText = ({ language }: Pick<Context, 'language'>, text: string): string =>
  language === 'zh' ? chinese(text) : text;
