import { GatewayCounts, Listener, PolicyList, PolicyMode, Unbound, type Policy } from '@chedun/gateway/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError } from '../errors.ts';
import { show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}
interface SetFlags extends Flags {
  readonly mode?: PolicyMode;
  readonly unbound?: Unbound;
}
interface Words {
  readonly zh: string;
  readonly en: string;
}

const MODES: Readonly<Record<PolicyMode, Words>> = {
  observe: { zh: '仅告警', en: 'observe' },
  reject: { zh: '拒绝', en: 'reject' },
};
const UNBOUND: Readonly<Record<Unbound, Words>> = {
  ignore: { zh: '放行', en: 'let in' },
  learn: { zh: '学习，待确认', en: 'learn' },
  violation: { zh: '视为违规', en: 'violation' },
};
const NAMES: Readonly<Record<Listener, string>> = {
  gbt32960: 'GB/T 32960',
  jtt808: 'JT/T 808',
  jtt809: 'JT/T 809',
};

const policyText = (context: Context, items: readonly Policy[]): string =>
  table(
    [
      say(context, { zh: '端口', en: 'LISTENER' }),
      say(context, { zh: '不符合绑定时', en: 'BROKEN BINDING' }),
      say(context, { zh: '没有绑定时', en: 'WITHOUT BINDING' }),
    ],
    items.map(({ listener, mode, unbound }) => [
      NAMES[listener],
      say(context, MODES[mode]),
      say(context, UNBOUND[unbound]),
    ]),
  );

const policies = async (context: Context, flags: Flags): Promise<PolicyList> =>
  ask(context, await targetOf(context, flags), { path: '/gateway/policies', answer: PolicyList });

const showPolicies = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const found = await policies(context, flags);
  show(context, flags, found, () => policyText(context, found.items));
  return 0;
};

const setPolicy = async (context: Context, listener: string, flags: SetFlags): Promise<ExitCode> => {
  const { mode, unbound } = flags;
  const known = Listener.safeParse(listener);
  if (!known.success) throw cliError('cli.content-invalid', { field: 'listener', reason: Listener.options.join(', ') });
  if (mode === undefined && unbound === undefined)
    throw cliError('cli.content-invalid', { field: '--mode', reason: '--mode, --unbound' });
  const before = await policies(context, flags);
  const items = before.items.map((policy) =>
    policy.listener === known.data
      ? { ...policy, ...(mode === undefined ? {} : { mode }), ...(unbound === undefined ? {} : { unbound }) }
      : policy,
  );
  const done = await ask(context, await targetOf(context, flags), {
    method: 'PUT',
    path: '/gateway/policies',
    body: JSON.stringify({ items }),
    answer: PolicyList,
  });
  show(context, flags, done, () => policyText(context, done.items));
  return 0;
};

const limitText = (context: Context, limit: number, unit: Words): string =>
  limit === 0 ? say(context, { zh: '不限', en: 'no limit' }) : `${limit} ${say(context, unit)}`;

const countsText = (context: Context, counts: GatewayCounts): string => {
  const { limits } = counts;
  const line = (zh: string, en: string, value: number | string): readonly string[] => [
    say(context, { zh, en }),
    String(value),
  ];
  return table(
    [say(context, { zh: '启动以来', en: 'SINCE THE START' }), ''],
    [
      line('已判定', 'judged', counts.judged),
      line('违规', 'violations', counts.violations),
      line('已拒绝', 'refused', counts.refused),
      line('已拦截报文', 'frames blocked', counts.blocked),
      line('没有绑定', 'without binding', counts.unbound),
      line('未及判定', 'not judged', counts.skipped),
      line('限速次数', 'held back', counts.held),
      line('因限速断开', 'closed for their rate', counts.closedForRate),
      line('平台车辆超限', 'floods behind platforms', counts.flooding),
      line(
        '每来源上限',
        'limit of a source',
        limitText(context, limits.sourcePerSecond, { zh: '帧/秒', en: 'frames/s' }),
      ),
      line(
        '每车上限',
        'limit of a vehicle',
        limitText(context, limits.vehiclePerMinute, { zh: '帧/分钟', en: 'frames/min' }),
      ),
    ],
  );
};

const showCounts = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const asked = { path: '/gateway/counts', answer: GatewayCounts };
  const counts = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, counts, () => countsText(context, counts));
  return counts.violations === 0 ? 0 : 1;
};

/** `chedun gateway policy list|set` and `chedun gateway counts`: what listeners do, and what came of it. */
export const gatewayPolicyCommands = (gateway: Command, context: Context): void => {
  const policy = addCommand(gateway, context, 'policy', { zh: '接入策略', en: 'what listeners do with violations' });
  const listing = addCommand(policy, context, 'list', {
    zh: '列出各端口的策略',
    en: 'list the policy of each listener',
  });
  withServer(withJson(listing, context), context).action((flags: Flags) => context.end(showPolicies(context, flags)));
  const setting = addCommand(policy, context, 'set', {
    zh: '修改一个端口的策略',
    en: 'change the policy of a listener',
  })
    .argument('<listener>', say(context, { zh: '端口：gbt32960、jtt808 或 jtt809', en: 'gbt32960, jtt808 or jtt809' }))
    .addOption(
      optionOf(context, '--mode <mode>', {
        zh: '不符合绑定时：observe 仅告警，reject 拒绝',
        en: 'a broken binding: observe or reject',
      }).choices(PolicyMode.options),
    )
    .addOption(
      optionOf(context, '--unbound <what>', {
        zh: '没有绑定时：ignore 放行，learn 学习，violation 视为违规',
        en: 'without binding: ignore, learn or violation',
      }).choices(Unbound.options),
    );
  withServer(withJson(setting, context), context).action((listener: string, flags: SetFlags) =>
    context.end(setPolicy(context, listener, flags)),
  );
  const counting = addCommand(gateway, context, 'counts', {
    zh: '判定、拒绝、拦截与限速的次数；有违规以 1 结束',
    en: 'what was judged, refused, blocked and held back; ends with 1 when there were violations',
  });
  withServer(withJson(counting, context), context).action((flags: Flags) => context.end(showCounts(context, flags)));
};
