import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { SECOND, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const VEHICLES = 50_000;

/** Many commands to one vehicle within a short time: a script, or somebody who wants the battery empty. */
export const commandBurst = behaviourDetector({
  id: 'remote.command-burst',
  family: 'remote_control',
  category: 'remote_control',
  zh: '短时间内向同一车辆密集下发指令',
  en: 'Burst of commands to one vehicle',
  about: {
    zh: '统计时间窗内一辆车收到的远程指令数，不论来自哪个账号。',
    en: 'Counts the commands to one vehicle within the window, whoever gave them.',
  },
  level: 'medium',
  takes: ['command'],
  limits: {
    commandsCount: limit('指令数', 'Commands', 'count', 15, [3, 1000]),
    windowS: limit('时间窗', 'Window', 's', 60, [5, 3600]),
  },
  open: () => {
    const vehicles = new WindowTable(VEHICLES, () => ({ commands: 0 }));
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'command' || fact.vin === '') return;
        const vehicle = vehicles.at(fact.vin, fact.at, limits.windowS * SECOND);
        vehicle.commands += 1;
        if (vehicle.commands < limits.commandsCount) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerCommands, { count: limits.commandsCount, seconds: limits.windowS }),
          seen: say(BEHAVIOUR_WORDS.commands, { count: vehicle.commands, command: fact.command }),
          subject: { vin: fact.vin, account: fact.account, src_ip: fact.srcIp, count: vehicle.commands },
          key: fact.vin,
        });
      },
    };
  },
});
