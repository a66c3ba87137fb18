import type { Bilingual } from '@chedun/kernel';
import type { Problem } from '@chedun/seal/contract';
import { say, type Context } from '../context.ts';

const KINDS: Readonly<Record<Problem['kind'], Bilingual>> = {
  'frame-altered': { zh: '内容被改动', en: 'altered' },
  'frame-missing': { zh: '缺失', en: 'missing' },
  'frame-inserted': { zh: '被插入，从未存证', en: 'inserted, never sealed' },
  'frame-moved': { zh: '次序被改动', en: 'moved from its place' },
  'segment-altered': { zh: '分段文件头损坏或被调换', en: 'segment header damaged or swapped' },
  'tile-altered': { zh: '存证哈希被改动', en: 'stored hashes were changed' },
  'checkpoint-altered': { zh: '检查点签名无效', en: 'the checkpoint is not rightly signed' },
  'range-altered': { zh: '日志与存证哈希同时被改动', en: 'frames and stored hashes were both changed' },
  'rolled-back': { zh: '日志被回退', en: 'the log was rolled back' },
  forked: { zh: '日志分叉，与已见证内容不一致', en: 'the log was forked' },
  'store-differs': { zh: '事件库行数与日志不一致', en: 'the event store holds other rows' },
};

const framesOf = (context: Context, { seq, lastSeq }: Problem): string => {
  if (seq === undefined) return '';
  if (lastSeq === undefined || lastSeq === seq) return say(context, { zh: `第 ${seq} 帧`, en: `frame ${seq}` });
  return say(context, { zh: `第 ${seq} 至 ${lastSeq} 帧`, en: `frames ${seq} to ${lastSeq}` });
};

/** One problem as a line: what, which frame and row, and where it lies. */
export const problemLine = (context: Context, problem: Problem): string => {
  const { kind, row, rows, segment, offset, source, receivedAt, place } = problem;
  const parts = [
    framesOf(context, problem),
    row === undefined ? '' : say(context, { zh: `第 ${row} 行（从 0 起）`, en: `row ${row} (from 0)` }),
    say(context, KINDS[kind]),
    rows === undefined ? '' : say(context, { zh: `共 ${rows} 行`, en: `of ${rows} rows` }),
    source === undefined ? '' : say(context, { zh: `来源 ${source}`, en: `source ${source}` }),
    receivedAt === undefined ? '' : new Date(receivedAt).toISOString(),
    segment === undefined ? '' : `${segment}${offset === undefined ? '' : ` +${offset}`}`,
    place === undefined ? '' : `(${place})`,
  ];
  return parts.filter((part) => part !== '').join(say(context, { zh: '，', en: ', ' }));
};
