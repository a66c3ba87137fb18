import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { FewDistinct } from '../sketch/distinct.ts';
import { MINUTE, WindowTable } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const ACCOUNTS = 20_000;
/** Roles whose work it is to command vehicles of others. */
const STAFF: ReadonlySet<string> = new Set(['dealer', 'operator', 'partner', 'service']);

/** One account that commands many vehicles within a short time. */
export const manyVehicles = behaviourDetector({
  id: 'remote.many-vehicles',
  family: 'remote_control',
  category: 'remote_control',
  zh: '一个账号短时间内控制多辆车',
  en: 'One account commands many vehicles',
  about: {
    zh: '车主账号与员工、经销商、合作方账号分别设限。',
    en: 'Owners and staff (dealers, operators, partners, service) have limits of their own.',
  },
  level: 'high',
  takes: ['command'],
  limits: {
    vehiclesCount: limit('车主账号车辆数', 'Vehicles of an owner', 'count', 6, [2, 1000]),
    staffVehiclesCount: limit('员工账号车辆数', 'Vehicles of staff', 'count', 100, [2, 100_000]),
    windowMin: limit('时间窗', 'Window', 'min', 60, [1, 1440]),
  },
  open: () => {
    const accounts = new WindowTable(ACCOUNTS, () => new FewDistinct());
    return {
      look: (fact, limits, tell) => {
        if (fact.kind !== 'command' || fact.account === '' || fact.vin === '') return;
        const vehicles = accounts.at(fact.account, fact.at, limits.windowMin * MINUTE);
        vehicles.add(fact.vin);
        const most = STAFF.has(fact.role) ? limits.staffVehiclesCount : limits.vehiclesCount;
        const count = vehicles.count();
        if (count < most) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.fewerVehiclesMin, { count: most, minutes: limits.windowMin }),
          seen: say(BEHAVIOUR_WORDS.vehiclesCommanded, { count, command: fact.command }),
          subject: { account: fact.account, src_ip: fact.srcIp, last_vin: fact.vin, count },
          key: fact.account,
        });
      },
    };
  },
});
