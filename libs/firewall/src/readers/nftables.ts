import {
  ADDRESSES,
  PORTS,
  PROTOCOLS,
  type FirewallRule,
  type Range,
  type RuleAction,
  type RuleSet,
  type Unread,
} from '../model.ts';
import { expiryIn, protocolOf, rangeOfAddress, rangeOfPort, without } from '../values.ts';
import { shown, wordsOf } from '../words.ts';

const ACTIONS: Readonly<Record<string, RuleAction>> = { accept: 'allow', drop: 'deny', reject: 'deny' };

interface Draft {
  action: RuleAction | undefined;
  from: string[];
  to: string[];
  sources: Range[];
  destinations: Range[];
  protocol: Range;
  ports: Range[];
  sourcePorts: Range[];
  isConditional: boolean;
  isPartial: boolean;
  hits: number | null;
  comment: string;
}

type Sets = ReadonlyMap<string, readonly string[]>;

/** Elements of `{ a, b }`, of a named set `@name`, or of one value; undefined for a set that is not in the export. */
const elementsOf = (text: string, sets: Sets): readonly string[] | undefined => {
  if (text.startsWith('@')) return sets.get(text.slice(1));
  const inner = text.startsWith('{') ? text.slice(1, -1) : text;
  return inner
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
};

const rangesOf = (text: string, sets: Sets, one: (each: string) => Range | undefined): Range[] | undefined => {
  const found = elementsOf(text, sets)?.map(one);
  return found === undefined || found.includes(undefined) ? undefined : (found as Range[]);
};

const fresh = (): Draft => ({
  action: undefined,
  from: [],
  to: [],
  sources: [ADDRESSES],
  destinations: [ADDRESSES],
  protocol: PROTOCOLS,
  ports: [PORTS],
  sourcePorts: [PORTS],
  isConditional: false,
  isPartial: false,
  hits: null,
  comment: '',
});

/** Sets in braces are one word. */
const tokensOf = (text: string): string[] => {
  const braced = text.replaceAll(/\{[^}]*\}/g, (set) => `"${set.replaceAll('"', '')}"`);
  return wordsOf(braced);
};

/** One match `ip saddr …`, `tcp dport …`, `iifname …`; the answer is how many words it took, 0 when it is none. */
const match = (draft: Draft, tokens: readonly string[], at: number, sets: Sets): number => {
  const [first = '', second = '', third = '', fourth = ''] = tokens.slice(at, at + 4);
  const isNot = third === '!=';
  const value = isNot ? fourth : third;
  const taken = isNot ? 4 : 3;
  const put = (
    end: 'sources' | 'destinations' | 'ports' | 'sourcePorts',
    ranges: Range[] | undefined,
    all: Range,
  ): number => {
    if (ranges === undefined) draft.isPartial = true;
    else draft[end] = isNot ? without(ranges, all) : ranges;
    return taken;
  };
  if (first === 'ip' && (second === 'saddr' || second === 'daddr'))
    return put(second === 'saddr' ? 'sources' : 'destinations', rangesOf(value, sets, rangeOfAddress), ADDRESSES);
  if ((first === 'tcp' || first === 'udp' || first === 'sctp') && (second === 'dport' || second === 'sport')) {
    draft.protocol = protocolOf(first) ?? PROTOCOLS;
    return put(second === 'dport' ? 'ports' : 'sourcePorts', rangesOf(value, sets, rangeOfPort), PORTS);
  }
  if ((first === 'ip' && second === 'protocol') || (first === 'meta' && second === 'l4proto')) {
    const protocol = rangesOf(value, sets, protocolOf);
    if (protocol?.length === 1 && !isNot) draft.protocol = protocol[0] ?? PROTOCOLS;
    else draft.isConditional = true;
    return taken;
  }
  if (/^(?:iif|oif)(?:name)?$/.test(first)) {
    const names = elementsOf(second, sets);
    if (names === undefined || second === '!=') draft.isConditional = true;
    else draft[first.startsWith('i') ? 'from' : 'to'] = [...names];
    return second === '!=' ? 3 : 2;
  }
  return 0;
};

const ruleIn = (text: string, sets: Sets): Draft => {
  const draft = fresh();
  const tokens = tokensOf(text);
  for (let at = 0; at < tokens.length;) {
    const word = tokens[at] ?? '';
    const taken = match(draft, tokens, at, sets);
    if (taken > 0) at += taken;
    else if (word === 'counter') {
      const packets = tokens[at + 1] === 'packets' ? tokens[at + 2] : undefined;
      if (packets !== undefined) draft.hits = Number(packets);
      at += packets === undefined ? 1 : 5;
    } else if (word === 'comment') {
      draft.comment = tokens[at + 1] ?? '';
      at += 2;
    } else if (ACTIONS[word] !== undefined) {
      draft.action = ACTIONS[word];
      at += word === 'reject' ? tokens.length : 1;
    } else if (word === 'log' || word === '#') at = word === '#' ? tokens.length : at + 1;
    else {
      if (word === 'jump' || word === 'goto') draft.action ??= 'other';
      draft.isConditional = true;
      at += 1;
    }
  }
  return draft;
};

const setsOf = (lines: readonly string[]): Sets => {
  const sets = new Map<string, string[]>();
  let name: string | undefined;
  let isInside = false;
  for (const whole of lines) {
    const text = whole.trim();
    name = /^(?:set|map) (\S+) \{/.exec(text)?.[1] ?? name;
    if (text.startsWith('elements =')) isInside = true;
    if (isInside && name !== undefined) {
      const items = text
        .replace(/^elements = \{?/, '')
        .replaceAll(/[{}]/g, '')
        .split(',');
      const known = sets.get(name) ?? [];
      known.push(...items.map((each) => each.trim().split(/\s/)[0] ?? '').filter((each) => each !== ''));
      sets.set(name, known);
      if (text.includes('}')) isInside = false;
    }
  }
  return sets;
};

/** Reads `nft list ruleset`. Each chain is a list; chains without a hook decide nothing by themselves. IPv6 matches make a rule conditional. */
export const readNftables = (lines: readonly string[]): RuleSet => {
  const sets = setsOf(lines);
  const rules: FirewallRule[] = [];
  const unread: Unread[] = [];
  const defaults = new Map<string, RuleAction>();
  const path: string[] = [];
  const counts = new Map<string, number>();
  lines.forEach((whole, index) => {
    const text = whole.trim();
    const opened = /^(table|chain|set|map|flowtable|counter|quota|ct \S+) (.+?) \{$/.exec(text);
    if (opened !== null) {
      path.push(`${opened[1]} ${opened[2]}`);
      return;
    }
    if (text === '}') {
      path.pop();
      return;
    }
    const [table = '', chain = ''] = path;
    if (!chain.startsWith('chain ') || text === '') return;
    const list = `${table.slice(6)} ${chain.slice(6)}`;
    const policy = /policy (accept|drop)/.exec(text)?.[1];
    if (text.startsWith('type ')) {
      defaults.set(list, policy === 'drop' ? 'deny' : 'allow');
      return;
    }
    const draft = ruleIn(text, sets);
    if (draft.isPartial) unread.push({ line: index + 1, text: shown(whole), reason: 'set' });
    const number = (counts.get(list) ?? 0) + 1;
    counts.set(list, number);
    const { protocol, ports, sourcePorts, action, ...rest } = draft;
    rules.push({
      ...rest,
      line: index + 1,
      list,
      name: String(number),
      action: action ?? 'other',
      services: ports.flatMap((destination) => sourcePorts.map((source) => ({ protocol, source, destination }))),
      isDisabled: false,
      expiresOn: expiryIn(draft.comment),
      text: shown(whole),
    });
  });
  return { format: 'nftables', rules, defaults, unread };
};
