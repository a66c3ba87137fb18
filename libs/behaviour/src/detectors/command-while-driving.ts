import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

/** Commands that nobody should give to a moving vehicle. */
const DANGEROUS: ReadonlySet<string> = new Set([
  'unlock',
  'unlock_doors',
  'door_unlock',
  'open_trunk',
  'open_hood',
  'stop_engine',
  'engine_stop',
  'power_off',
  'immobilise',
  'immobilize',
  'limit_speed',
  'park',
  'move',
  'summon',
  'reset_ecu',
  'factory_reset',
]);

/** A command that opens, stops or moves a vehicle which is driving, by the record itself or by what the vehicle reports. */
export const commandWhileDriving = behaviourDetector({
  id: 'remote.while-driving',
  family: 'remote_control',
  category: 'remote_control',
  zh: '车辆行驶中收到开门、断电等危险远程指令',
  en: 'Dangerous command to a vehicle that is driving',
  about: {
    zh: '车速取自指令记录，记录中没有时取车辆一分钟内的 GB/T 32960 上报。',
    en: 'The speed is that of the record, or what the vehicle reported by GB/T 32960 within a minute.',
  },
  level: 'high',
  takes: ['command'],
  limits: { speedKmh: limit('车速下限', 'Speed from', 'km/h', 10, [1, 250]) },
  open: (world) => ({
    look: (fact, limits, tell) => {
      if (fact.kind !== 'command' || fact.vin === '' || fact.outcome === 'failed' || !DANGEROUS.has(fact.command))
        return;
      const speed = fact.speedKmh ?? world.speedOf(fact.vin, fact.at);
      if (speed === undefined || speed < limits.speedKmh) return;
      tell({
        at: fact.at,
        expected: say(BEHAVIOUR_WORDS.underSpeed, { speed: limits.speedKmh }),
        seen: say(BEHAVIOUR_WORDS.commandAtSpeed, { command: fact.command, speed }),
        subject: {
          vin: fact.vin,
          account: fact.account,
          src_ip: fact.srcIp,
          last_command: fact.command,
          speed_kmh: speed,
        },
        key: `${fact.vin} ${fact.command}`,
      });
    },
  }),
});
