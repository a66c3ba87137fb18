import { phrase } from '@chedun/kernel';

/** Words of the verdicts on a bus. */
export const BUS_WORDS = {
  trainedIds: phrase('one of the {count} identifiers of training', '训练数据中的 {count} 个标识符之一'),
  countIn: phrase('{count} in {seconds} s', '{seconds} 秒内 {count} 帧'),
  aboveRate: phrase('one more than that rate allows', '比该频次多一帧'),
  signalRange: phrase('{name} from {least} to {most}', '{name} 在 {least} 至 {most} 之间'),
  constantBits: phrase('bits that did not change in {count} frames', '训练的 {count} 帧中从未变化的位'),
  bitsChanged: phrase(
    '{bits} of them changed in {bytes} bytes and did not stay',
    '{bytes} 个字节中有 {bits} 位变化且未保持',
  ),
  mostFrames: phrase('at most {count} frames in {ms} ms', '{ms} ms 内最多 {count} 帧'),
  moreFrames: phrase('more than that', '超过该数量'),
  leastAfter: phrase('at least {time} after the one before', '与前一帧至少间隔 {time}'),
  lengths: phrase('{lengths} bytes', '{lengths} 字节'),
  counters: phrase('counters at bit {bits} go on', '第 {bits} 位处的计数器连续递增'),
  countersBroken: phrase(
    'they do not; frame {number} goes on from the frame before',
    '未连续；第 {number} 帧才与前一帧衔接',
  ),
  noRepeat: phrase('payloads that never repeat {count} in a row', '数据不会连续 {count} 帧重复'),
  repeated: phrase('the same {count} as once before', '与此前出现过的 {count} 帧相同'),
  mostKeys: phrase('at most {count} keys in {seconds} s', '{seconds} 秒内最多尝试 {count} 次密钥'),
  oneMoreKey: phrase('one more, {seconds} s after the first of them', '首次尝试后 {seconds} 秒又多一次'),
  newPairs: phrase('at most {count} new pairs in {frames} frames', '{frames} 帧内最多 {count} 个新的相邻对'),
  oneASlot: phrase(
    'one frame every {period}; frame {number} fits its slot ({off} off, cost {cost})',
    '每 {period} 一帧；第 {number} 帧符合其时隙（偏差 {off}，代价 {cost}）',
  ),
  secondInSlot: phrase(
    'a second one in the slot, {off} off, cost {cost}',
    '同一时隙出现第二帧，偏差 {off}，代价 {cost}',
  ),
  signalStep: phrase('{name} changes by at most {step}', '{name} 每次最多变化 {step}'),
  fromTo: phrase('from {before} to {after}', '由 {before} 变为 {after}'),
} as const;
