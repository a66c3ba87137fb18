import { say } from '@chedun/kernel';
import { CampaignBook } from '../campaigns.ts';
import { behaviourDetector, limit } from '../detector.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

/** The same signature on many vehicles within a window. */
export const campaign = behaviourDetector({
  id: 'fleet.campaign',
  family: 'fleet',
  category: 'fleet',
  zh: '多车出现同一攻击特征（疑似有组织攻击）',
  en: 'The same signature on many vehicles: a campaign',
  about: {
    zh: '同一规则或检测信号在时间窗内出现于多辆不同车辆；车辆数用基数估计，内存固定。车辆数翻倍时再次报出。',
    en: 'One rule or signal on several different vehicles within the window, counted by sketches of fixed size. Told again when the number of vehicles doubles.',
  },
  level: 'high',
  takes: ['signal'],
  limits: {
    vehiclesCount: limit('车辆数', 'Vehicles', 'count', 5, [2, 100_000]),
    windowH: limit('时间窗', 'Window', 'h', 24, [1, 720]),
  },
  open: (world) => {
    const book = new CampaignBook(world.groupOf);
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'signal' || fact.vehicle === '') return;
        const step = book.look(fact, limits.vehiclesCount, limits.windowH);
        if (step === undefined) return;
        const { vehicles, groups, sample, openedAt } = step.state;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerVehiclesH, { count: limits.vehiclesCount, hours: limits.windowH }),
          seen: say(BEHAVIOUR_WORDS.signatureOn, { signature: fact.signature, count: vehicles }),
          subject: {
            signature: fact.signature,
            step: step.kind,
            vehicles,
            sample_vins: sample.slice(0, 10).join(','),
            peer_group: groups[0]?.group ?? '',
          },
          key: `${fact.signature} ${openedAt} ${vehicles}`,
        });
      },
      campaigns: () => book.takeChanged(),
      save: () => book.save(),
      load: (saved) => book.load(saved),
    };
  },
});
