import type { FindingReport } from '@chedun/governance/contract';
import type { JudgedFlow } from './judge.ts';

/** Most findings of one judgement; more than this is a design of zones that does not fit, and is counted by the check. */
const MOST_FINDINGS = 500;

const named = ({ protocol, port, ports }: JudgedFlow): { readonly zh: string; readonly en: string } => {
  const name = protocol === 'unknown' ? { zh: '未知协议', en: 'unknown protocol' } : undefined;
  const [zh, en] = [name?.zh ?? protocol.toUpperCase(), name?.en ?? protocol.toUpperCase()];
  if (ports > 1) return { zh: `${zh} ${ports} 个端口`, en: `${en} ${ports} ports` };
  return port === 0 ? { zh, en } : { zh: `${zh} ${port} 端口`, en: `${en} port ${port}` };
};

/** Findings of the flows that nothing allows, or not any more; the worst first. */
export const findingsOf = (
  flows: readonly JudgedFlow[],
  zones: ReadonlyMap<string, { readonly name: string; readonly kind: string }>,
  now: number,
): FindingReport[] =>
  flows
    .filter(({ status }) => status === 'violating' || status === 'ended')
    .toSorted((a, b) => b.records - a.records)
    .slice(0, MOST_FINDINGS)
    .map((flow): FindingReport => {
      const [from, to] = [zones.get(flow.from ?? ''), zones.get(flow.to ?? '')];
      const what = named(flow);
      const ended = flow.status === 'ended';
      return {
        fingerprint: `zones:${flow.status}:${flow.id}`,
        kind: 'weakness',
        module: 'zones',
        title: `${ended ? 'Permission ended' : 'Not allowed'}: ${from?.name ?? ''} to ${to?.name ?? ''}, ${what.en}`,
        titleZh: `${ended ? '许可已到期的跨域流量' : '未经许可的跨域流量'}：${from?.name ?? ''} → ${to?.name ?? ''}，${what.zh}`,
        severity: from?.kind === 'internet' || flow.ports > 1 ? 'high' : 'medium',
        assets: [
          ...new Map(
            flow.examples.map(({ server }) => [server, { kind: 'host' as const, id: server.slice(0, 200) }]),
          ).values(),
        ],
        obligations: ['1.1-h'],
        count: 1,
        firstSeen: new Date(flow.firstSeen).toISOString(),
        lastSeen: new Date(flow.lastSeen).toISOString(),
        receivedAt: new Date(now).toISOString(),
        samples: [],
        facts: {
          from: from?.name ?? '',
          to: to?.name ?? '',
          protocol: flow.protocol,
          port: flow.port,
          conversations: flow.conversations,
          examples: flow.examples
            .map(({ client, server, port }) => `${client} → ${server}:${port}`)
            .join(', ')
            .slice(0, 500),
        },
      };
    });
