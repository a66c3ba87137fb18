import {
  ADDRESSES,
  ANY_SERVICE,
  PORTS,
  type FirewallRule,
  type Range,
  type RuleAction,
  type RuleSet,
  type Service,
  type Unread,
} from '../model.ts';
import { expiryIn, protocolOf, rangeOfAddress, rangeOfPort, without } from '../values.ts';
import { shown, wordsOf } from '../words.ts';

const ACTIONS: Readonly<Record<string, RuleAction>> = { ACCEPT: 'allow', DROP: 'deny', REJECT: 'deny' };
/** Matches that only carry what is modelled. */
const PLAIN = new Set(['tcp', 'udp', 'multiport', 'comment', 'iprange', 'sctp']);

interface Draft {
  chain: string;
  action: RuleAction;
  in: string[];
  out: string[];
  sources: Range[];
  destinations: Range[];
  protocol: Range | undefined;
  ports: Range[];
  sourcePorts: Range[];
  isConditional: boolean;
  comment: string;
}

const list = <T>(text: string, one: (each: string) => T | undefined): T[] | undefined => {
  const found = text.split(',').map(one);
  return found.includes(undefined) ? undefined : (found as T[]);
};

type Take = (draft: Draft, value: string, isNot: boolean) => string | undefined;
const addresses =
  (end: 'sources' | 'destinations'): Take =>
  (draft, value, isNot) => {
    const ranges = list(value, rangeOfAddress);
    if (ranges === undefined) return `address ${value}`;
    draft[end] = isNot ? without(ranges, ADDRESSES) : ranges;
    return undefined;
  };
const ports =
  (end: 'ports' | 'sourcePorts'): Take =>
  (draft, value, isNot) => {
    const ranges = list(value, rangeOfPort);
    if (ranges === undefined) return `port ${value}`;
    draft[end] = isNot ? without(ranges, PORTS) : ranges;
    return undefined;
  };
const place =
  (end: 'in' | 'out'): Take =>
  (draft, value, isNot) => {
    if (isNot) draft.isConditional = true;
    else draft[end] = [value];
    return undefined;
  };

/** Options with one value. */
const OPTIONS: Readonly<Record<string, Take>> = {
  '-s': addresses('sources'),
  '--source': addresses('sources'),
  '--src-range': addresses('sources'),
  '-d': addresses('destinations'),
  '--destination': addresses('destinations'),
  '--dst-range': addresses('destinations'),
  '--dport': ports('ports'),
  '--dports': ports('ports'),
  '--destination-port': ports('ports'),
  '--sport': ports('sourcePorts'),
  '--sports': ports('sourcePorts'),
  '-i': place('in'),
  '-o': place('out'),
  '-p': (draft, value, isNot) => {
    draft.protocol = protocolOf(value);
    if (isNot) draft.isConditional = true;
    return draft.protocol === undefined ? `protocol ${value}` : undefined;
  },
  '-m': (draft, value) => {
    if (!PLAIN.has(value)) draft.isConditional = true;
    return undefined;
  },
  '--comment': (draft, value) => {
    draft.comment = value;
    return undefined;
  },
  '-j': (draft, value) => {
    draft.action = ACTIONS[value] ?? 'other';
    return undefined;
  },
  '-g': (draft) => {
    draft.action = 'other';
    return undefined;
  },
};
/** Options of targets and of matches that are not modelled; they do not change what is matched here. */
const QUIET = new Set([
  '--reject-with',
  '--log-prefix',
  '--log-level',
  '--ctstate',
  '--state',
  '--limit',
  '--limit-burst',
]);

const servicesOf = ({ protocol, ports: destinations, sourcePorts }: Draft): Service[] => {
  const to = destinations.length === 0 ? [PORTS] : destinations;
  const from = sourcePorts.length === 0 ? [PORTS] : sourcePorts;
  return to.flatMap((destination) =>
    from.map((source) => ({ protocol: protocol ?? ANY_SERVICE.protocol, source, destination })),
  );
};

const readRule = (words: readonly string[], chain: string): Draft | string => {
  const draft: Draft = {
    chain,
    action: 'other',
    in: [],
    out: [],
    sources: [ADDRESSES],
    destinations: [ADDRESSES],
    protocol: undefined,
    ports: [],
    sourcePorts: [],
    isConditional: false,
    comment: '',
  };
  let isNot = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '!') {
      isNot = true;
      continue;
    }
    const take = OPTIONS[word];
    if (take !== undefined) {
      at += 1;
      const wrong = take(draft, words[at] ?? '', isNot);
      if (wrong !== undefined) return wrong;
    } else if (word.startsWith('-') && !QUIET.has(word)) draft.isConditional = true;
    isNot = false;
  }
  return draft;
};

const COUNTED = /^\[(\d+):\d+\] (.*)$/;
const DEFAULT = /^:(\S+) (ACCEPT|DROP|-)/;

/** Reads `iptables-save`, with counters where there are some (`-c`). Each chain of a table is a list. */
export const readIptables = (lines: readonly string[]): RuleSet => {
  const rules: FirewallRule[] = [];
  const unread: Unread[] = [];
  const defaults = new Map<string, RuleAction>();
  const counts = new Map<string, number>();
  let table = 'filter';
  lines.forEach((whole, index) => {
    const line = index + 1;
    const [, hits, rest] = COUNTED.exec(whole) ?? [];
    const text = rest ?? whole;
    if (text.startsWith('*')) table = text.slice(1).trim();
    const [, chain, policy] = DEFAULT.exec(text) ?? [];
    if (chain !== undefined && policy !== '-') defaults.set(`${table} ${chain}`, ACTIONS[policy ?? ''] ?? 'other');
    if (!text.startsWith('-A ')) return;
    const [, name = '', ...words] = wordsOf(text);
    const draft = readRule(words, `${table} ${name}`);
    if (typeof draft === 'string') {
      unread.push({ line, text: shown(whole), reason: draft });
      return;
    }
    const number = (counts.get(draft.chain) ?? 0) + 1;
    counts.set(draft.chain, number);
    rules.push({
      line,
      list: draft.chain,
      name: String(number),
      action: draft.action,
      from: draft.in,
      to: draft.out,
      sources: draft.sources,
      destinations: draft.destinations,
      services: servicesOf(draft),
      isConditional: draft.isConditional,
      isPartial: false,
      isDisabled: false,
      expiresOn: expiryIn(draft.comment),
      hits: hits === undefined ? null : Number(hits),
      comment: draft.comment,
      text: shown(whole),
    });
  });
  return { format: 'iptables', rules, defaults, unread };
};
