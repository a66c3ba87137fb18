import {
  ADDRESSES,
  ANY_SERVICE,
  PORTS,
  PROTOCOLS,
  type FirewallRule,
  type RuleAction,
  type RuleSet,
  type Service,
  type Unread,
} from '../model.ts';
import { expiryIn, protocolOf, rangeOfAddress, rangeOfPort } from '../values.ts';
import { fieldsIn, isFields, parseWithLines, textOf, type Fields } from './json-lines.ts';

type Direction = 'ingress' | 'egress';

/** A rule as its cloud writes it. */
interface Draft {
  readonly of: Fields;
  readonly group: string;
  readonly direction: Direction;
  readonly name: string;
  readonly protocol: string;
  /** `80`, `22-25,80`; '' is all of them. */
  readonly ports: string;
  /** Peer addresses; undefined where the peer is a group or list that the export does not explain. */
  readonly peers: readonly string[] | undefined;
  readonly action: RuleAction;
  /** What comes first is tried first; equal ones deny before they allow. */
  readonly priority: number;
  readonly comment: string;
}

const numberOf = (value: unknown): number => (Number.isSafeInteger(Number(value)) ? Number(value) : 0);
const actionOf = (value: unknown): RuleAction => (/^(?:accept|allow)$/i.test(textOf(value)) ? 'allow' : 'deny');
const directionOf = (value: unknown): Direction => (/^(?:egress|out)/i.test(textOf(value)) ? 'egress' : 'ingress');

/** `aws ec2 describe-security-groups`: allows alone, in no order. */
const aws = (root: Fields): Draft[] =>
  fieldsIn(root['SecurityGroups']).flatMap((group) =>
    (
      [
        ['IpPermissions', 'ingress'],
        ['IpPermissionsEgress', 'egress'],
      ] as const
    ).flatMap(([key, direction]) =>
      fieldsIn(group[key]).flatMap((of) => {
        const [first, last] = [of['FromPort'], of['ToPort']].map(textOf);
        const isIcmp = /^icmp/i.test(textOf(of['IpProtocol']));
        const rule = {
          of,
          group: textOf(group['GroupId']),
          direction,
          name: textOf(group['GroupName']),
          protocol: textOf(of['IpProtocol']),
          ports: first === '' || isIcmp ? '' : `${first}-${last}`,
          action: 'allow' as const,
          priority: 0,
        };
        const peers = [...fieldsIn(of['IpRanges']), ...fieldsIn(of['Ipv6Ranges'])];
        const others = [...fieldsIn(of['UserIdGroupPairs']), ...fieldsIn(of['PrefixListIds'])];
        return [
          ...peers.map((peer) => ({
            ...rule,
            peers: [textOf(peer['CidrIp']) || textOf(peer['CidrIpv6'])],
            comment: textOf(peer['Description']),
          })),
          ...others.map((peer) => ({ ...rule, peers: undefined, comment: textOf(peer['Description']) })),
        ];
      }),
    ),
  );

/** Alibaba Cloud `DescribeSecurityGroupAttribute`, one answer or several in a list. */
const aliyun = (root: Fields): Draft[] =>
  fieldsIn(isFields(root['Permissions']) ? root['Permissions']['Permission'] : undefined).map((of) => {
    const direction = directionOf(of['Direction']);
    const side = direction === 'ingress' ? 'Source' : 'Dest';
    const peers = [textOf(of[`${side}CidrIp`]), textOf(of[`Ipv6${side}CidrIp`])].filter((text) => text !== '');
    return {
      of,
      group: textOf(root['SecurityGroupId']),
      direction,
      name: textOf(of['SecurityGroupRuleId']),
      protocol: textOf(of['IpProtocol']),
      ports: textOf(of['PortRange']) === '-1/-1' ? '' : textOf(of['PortRange']).replaceAll('/', '-'),
      peers: peers.length === 0 ? undefined : peers,
      action: actionOf(of['Policy']),
      priority: numberOf(of['Priority']),
      comment: textOf(of['Description']),
    };
  });

/** Tencent Cloud `DescribeSecurityGroupPolicies`: in the order of their numbers. */
const tencent = (root: Fields): Draft[] => {
  const set = root['SecurityGroupPolicySet'];
  if (!isFields(set)) return [];
  return (['Ingress', 'Egress'] as const).flatMap((key) =>
    fieldsIn(set[key]).map((of) => {
      const peer = textOf(of['CidrBlock']) || textOf(of['Ipv6CidrBlock']);
      return {
        of,
        group: textOf(of['SecurityGroupId']) || textOf(root['SecurityGroupId']) || 'security-group',
        direction: directionOf(key),
        name: textOf(of['PolicyIndex']),
        protocol: textOf(of['Protocol']),
        ports: /^all$/i.test(textOf(of['Port'])) ? '' : textOf(of['Port']),
        peers: peer === '' ? undefined : [peer],
        action: actionOf(of['Action']),
        priority: numberOf(of['PolicyIndex']),
        comment: textOf(of['PolicyDescription']),
      };
    }),
  );
};

/** Huawei Cloud `security-group-rules` of the VPC API, version 3. */
const huawei = (root: Fields): Draft[] =>
  fieldsIn(root['security_group_rules']).map((of) => {
    const peer = textOf(of['remote_ip_prefix']);
    const isToAll = peer === '' && textOf(of['remote_group_id']) === '' && textOf(of['remote_address_group_id']) === '';
    return {
      of,
      group: textOf(of['security_group_id']),
      direction: directionOf(of['direction']),
      name: textOf(of['id']),
      protocol: textOf(of['protocol']) || 'any',
      ports: textOf(of['multiport']),
      peers: peer !== '' ? [peer] : isToAll ? [/6/.test(textOf(of['ethertype'])) ? '::/0' : '0.0.0.0/0'] : undefined,
      action: actionOf(of['action'] ?? 'allow'),
      priority: numberOf(of['priority']),
      comment: textOf(of['description']),
    };
  });

const servicesOf = ({ protocol, ports }: Draft): readonly Service[] | undefined => {
  const wanted = protocol === '-1' ? PROTOCOLS : protocolOf(/^icmp/i.test(protocol) ? 'icmp' : protocol);
  if (wanted === undefined) return undefined;
  if (ports === '') return [{ ...ANY_SERVICE, protocol: wanted }];
  const ranges = ports.split(',').map((part) => rangeOfPort(part.trim()));
  return ranges.includes(undefined)
    ? undefined
    : ranges.map((range) => ({ protocol: wanted, source: PORTS, destination: range ?? PORTS }));
};

const MOST_TEXT = 200;

const ruleOf = (draft: Draft, line: number): FirewallRule | Unread => {
  const { group, direction, name, protocol, ports, peers, action, comment } = draft;
  const text = [action, direction, group, protocol, ports, ...(peers ?? ['?']), comment].join(' ').slice(0, MOST_TEXT);
  const services = servicesOf(draft);
  const ranges = (peers ?? []).map(rangeOfAddress);
  if (services === undefined) return { line, text, reason: 'service' };
  if (ranges.includes(undefined))
    return { line, text, reason: peers?.some((peer) => peer.includes(':')) ? 'ipv6' : 'address' };
  const addresses = ranges.map((range) => range ?? ADDRESSES);
  const isInward = direction === 'ingress';
  return {
    line,
    list: `${group} ${direction}`,
    name,
    action,
    // The export does not say which addresses are members: a rule inwards holds for all of them, one outwards comes from
    // none that is known, so that letting everything out, as every cloud begins, is no gap of the border.
    from: isInward ? [] : [group],
    to: isInward ? [group] : ['outside'],
    sources: isInward ? addresses : [],
    destinations: isInward ? [ADDRESSES] : addresses,
    services,
    isConditional: false,
    isPartial: peers === undefined,
    isDisabled: false,
    expiresOn: expiryIn(comment),
    hits: null,
    comment,
    text,
  };
};

/** Reads rules of security groups of a cloud: AWS, Alibaba, Tencent, Huawei. Everything that no rule allows is denied. */
export const readSecurityGroups = (lines: readonly string[]): RuleSet => {
  const { root, lineOf } = parseWithLines(lines.join('\n'));
  const parts = (Array.isArray(root) ? root : [root]).filter(isFields);
  const drafts = parts
    .flatMap((part) => [...aws(part), ...aliyun(part), ...tencent(part), ...huawei(part)])
    .toSorted((a, b) => a.priority - b.priority || Number(a.action === 'allow') - Number(b.action === 'allow'));
  const rules: FirewallRule[] = [];
  const unread: Unread[] = [];
  for (const draft of drafts) {
    const found = ruleOf(draft, lineOf(draft.of));
    if ('reason' in found) unread.push(found);
    else rules.push(found);
    if (draft.peers === undefined && !('reason' in found))
      unread.push({ line: found.line, text: found.text, reason: 'objects' });
  }
  const defaults = new Map(rules.map(({ list }) => [list, 'deny' as const]));
  return { format: 'security-groups', rules, defaults, unread };
};
