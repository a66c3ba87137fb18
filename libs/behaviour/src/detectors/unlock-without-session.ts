import { say } from '@chedun/kernel';
import { behaviourDetector, limit } from '../detector.ts';
import { LruTable } from '../sketch/lru.ts';
import { HOUR } from '../window.ts';
import { BEHAVIOUR_WORDS } from '../phrases.ts';

const ACCOUNTS = 100_000;
/** Commands that open or move a vehicle, without spelling variants. */
const OPENING: ReadonlySet<string> = new Set([
  'unlock',
  'unlock_doors',
  'door_unlock',
  'open_trunk',
  'start',
  'start_engine',
  'engine_start',
  'key_share',
]);

/**
 * A vehicle is opened through the app for an account that nobody was logged in with: the request did not come from the app.
 * Judges only after log-ins have been arriving for as long as a session lasts.
 */
export const unlockWithoutSession = behaviourDetector({
  id: 'remote.unlock-without-session',
  family: 'remote_control',
  category: 'remote_control',
  zh: '没有登录会话却远程解锁或启动车辆',
  en: 'Vehicle opened without a session of the app',
  about: {
    zh: '账号在会话有效期内没有登录或接口调用，却通过手机应用通道成功解锁或启动车辆。需要接入登录日志。',
    en: 'The account neither logged in nor called the interface within the life of a session, yet opened a vehicle through the app. Needs the log of log-ins.',
  },
  level: 'critical',
  takes: ['command', 'login', 'call'],
  limits: { sessionH: limit('会话有效期', 'Life of a session', 'h', 24, [1, 2160]) },
  open: () => {
    const active = new LruTable<number>(ACCOUNTS);
    let since = Number.NaN;
    return {
      unready: (now, limits) => {
        if (Number.isNaN(since))
          return { state: 'not-ready', zh: '尚未收到登录日志。', en: 'No log-in has been received.' };
        return now - since < limits.sessionH * HOUR
          ? {
              state: 'learning',
              zh: '登录日志接入时间不足一个会话有效期。',
              en: 'Log-ins have arrived for less than the life of a session.',
            }
          : undefined;
      },
      look: (fact, limits, tell) => {
        if (fact.kind === 'login' || fact.kind === 'call') {
          if (fact.account === '' || fact.outcome === 'failed') return;
          if (fact.kind === 'login' && !(since <= fact.at)) since = fact.at;
          active.set(fact.account, Math.max(active.get(fact.account) ?? 0, fact.at));
          return;
        }
        if (fact.kind !== 'command' || fact.account === '' || fact.outcome === 'failed') return;
        if (!OPENING.has(fact.command) || (fact.channel !== '' && fact.channel !== 'app')) return;
        const life = limits.sessionH * HOUR;
        if (!(fact.at - since >= life)) return;
        const last = active.get(fact.account);
        if (last !== undefined && fact.at - last <= life) return;
        tell({
          at: fact.at,
          expected: say(BEHAVIOUR_WORDS.loginBefore, { hours: limits.sessionH }),
          seen:
            last === undefined
              ? say(BEHAVIOUR_WORDS.noLogin, {})
              : say(BEHAVIOUR_WORDS.loginLongBefore, { hours: Math.round((fact.at - last) / HOUR) }),
          subject: { account: fact.account, vin: fact.vin, src_ip: fact.srcIp, last_command: fact.command },
          key: `${fact.account} ${fact.vin}`,
        });
      },
      save: () => (Number.isNaN(since) ? null : { since, active: [...active.entries()].slice(-20_000) }),
      load: (saved) => {
        if (typeof saved !== 'object' || saved === null || !('since' in saved) || !('active' in saved)) return;
        since = Number(saved.since);
        for (const entry of Array.isArray(saved.active) ? saved.active : [])
          if (Array.isArray(entry)) active.set(String(entry[0]), Number(entry[1]));
      },
    };
  },
});
