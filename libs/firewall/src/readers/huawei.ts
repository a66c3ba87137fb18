import {
  ADDRESSES,
  ANY_SERVICE,
  PORTS,
  type FirewallRule,
  type Range,
  type RuleSet,
  type Service,
  type Unread,
} from '../model.ts';
import { addressOf, expiryIn, maskedOf, protocolOf, rangeOfPort } from '../values.ts';
import { shown, wordsOf } from '../words.ts';

interface Draft {
  line: number;
  name: string;
  text: string;
  from: string[];
  to: string[];
  sources: Range[];
  destinations: Range[];
  services: Service[];
  action: FirewallRule['action'];
  isConditional: boolean;
  isPartial: boolean;
  isDisabled: boolean;
  comment: string;
  expiresOn: string | null;
  hits: number | null;
}

const fresh = (line: number, name: string, text: string): Draft => ({
  line,
  name,
  text,
  from: [],
  to: [],
  sources: [],
  destinations: [],
  services: [],
  action: 'other',
  isConditional: false,
  isPartial: false,
  isDisabled: false,
  comment: '',
  expiresOn: null,
  hits: null,
});

const ruleOf = (draft: Draft): FirewallRule => ({
  ...draft,
  list: 'security-policy',
  sources: draft.sources.length === 0 ? [ADDRESSES] : draft.sources,
  destinations: draft.destinations.length === 0 ? [ADDRESSES] : draft.destinations,
  services: draft.services.length === 0 ? [ANY_SERVICE] : draft.services,
  expiresOn: draft.expiresOn ?? expiryIn(draft.comment),
});

/** `10.0.0.0 mask 255.255.255.0`, `10.0.0.0 24`, `10.0.0.0 0.0.0.255`, `range a b`, `any`; undefined for names of sets. */
const addressIn = (words: readonly string[]): Range | undefined => {
  const [first = '', second = '', third = ''] = words;
  if (first === 'any') return ADDRESSES;
  if (first === 'range') {
    const [lo, hi] = [addressOf(second), addressOf(third)];
    return lo === undefined || hi === undefined || lo > hi ? undefined : { lo, hi };
  }
  if (second === 'mask') return maskedOf(first, third);
  if (second === '') return maskedOf(first, '32');
  return maskedOf(first, second) ?? maskedOf(first, second, 'wildcard');
};

/** Ports behind `destination-port` or `source-port`: `80`, `443 to 445`, several in a row. */
const portsAfter = (words: readonly string[], word: string): Range[] | undefined => {
  const at = words.indexOf(word);
  if (at < 0) return [PORTS];
  const found: Range[] = [];
  for (let next = at + 1; next < words.length; next += 1) {
    const text = words[next] ?? '';
    if (/^(?:source|destination)-port$/.test(text)) break;
    const isSpan = words[next + 1] === 'to';
    const range = rangeOfPort(isSpan ? `${text}-${words[next + 2] ?? ''}` : text);
    if (range === undefined) return undefined;
    found.push(range);
    if (isSpan) next += 2;
  }
  return found;
};

const NAMED: Readonly<Record<string, readonly [protocol: string, port: string]>> = {
  http: ['tcp', '80'],
  https: ['tcp', '443'],
  ssh: ['tcp', '22'],
  telnet: ['tcp', '23'],
  ftp: ['tcp', '21'],
  dns: ['udp', '53'],
  ntp: ['udp', '123'],
  snmp: ['udp', '161'],
  rdp: ['tcp', '3389'],
};
const servicesIn = (words: readonly string[]): Service[] | undefined => {
  const [first = '', name = ''] = words;
  const [protocolName, port] = first === 'protocol' ? [name, undefined] : (NAMED[first] ?? [undefined, undefined]);
  if (first === 'any') return [ANY_SERVICE];
  const protocol = protocolName === undefined ? undefined : protocolOf(protocolName);
  const destinations =
    port === undefined
      ? portsAfter(words, 'destination-port')
      : portsAfter(['destination-port', port], 'destination-port');
  const sources = portsAfter(words, 'source-port');
  if (protocol === undefined || destinations === undefined || sources === undefined) return undefined;
  return destinations.flatMap((destination) => sources.map((source) => ({ protocol, source, destination })));
};

/** Takes a line of a rule; the answer says what is not understood, so that the rule may match less than it seems. */
const take = (draft: Draft, key: string, words: readonly string[]): string | undefined => {
  switch (key) {
    case 'source-zone':
      draft.from.push(...words);
      return undefined;
    case 'destination-zone':
      draft.to.push(...words);
      return undefined;
    case 'source-address':
    case 'source-ip-subnet':
    case 'source-ip-host':
    case 'destination-address':
    case 'destination-ip-subnet':
    case 'destination-ip-host': {
      const range = addressIn(words);
      if (range === undefined) return `address ${words.join(' ')}`;
      (key.startsWith('source') ? draft.sources : draft.destinations).push(range);
      return undefined;
    }
    case 'service':
    case 'service-port': {
      const services = servicesIn(key === 'service-port' ? ['protocol', ...words] : words);
      if (services === undefined) return `service ${words.join(' ')}`;
      draft.services.push(...services);
      return undefined;
    }
    case 'action':
      draft.action = words[0] === 'permit' || words[0] === 'pass' ? 'allow' : 'deny';
      return undefined;
    case 'description':
      draft.comment = words.join(' ');
      return undefined;
    case 'disable':
      draft.isDisabled = true;
      return undefined;
    case 'hit-times':
    case 'counting':
      if (/^\d+$/.test(words[0] ?? '')) draft.hits = Number(words[0]);
      return undefined;
    case 'enable':
    case 'logging':
    case 'policy':
    case 'session':
    case 'parent-group':
      return undefined;
    default:
      draft.isConditional = true;
      return undefined;
  }
};

const RULE = /^\s*rule\s+(?:name\s+(.+)|(\d+)\s+name\s+(.+)|(\d+))\s*$/;

/** Reads `security-policy` of Huawei USG and H3C. A rule that names a set which is not in the export is kept as conditional. */
export const readHuawei = (lines: readonly string[]): RuleSet => {
  const rules: FirewallRule[] = [];
  const unread: Unread[] = [];
  let isInside = false;
  let draft: Draft | undefined;
  const close = (): void => {
    if (draft !== undefined) rules.push(ruleOf(draft));
    draft = undefined;
  };
  lines.forEach((whole, index) => {
    const text = whole.trim();
    if (/^security-policy\b/.test(text)) isInside = true;
    else if (isInside && (text === '#' || /^\S/.test(whole)) && text !== '') {
      close();
      isInside = text === '#' ? isInside : false;
    }
    if (!isInside) return;
    const [, byName, , numbered, number] = RULE.exec(whole) ?? [];
    const name = byName ?? numbered ?? number;
    if (name !== undefined) {
      close();
      draft = fresh(index + 1, wordsOf(name).join(' '), shown(whole));
      return;
    }
    if (draft === undefined) return;
    const [key = '', ...words] = wordsOf(text);
    const wrong = take(draft, key, words);
    if (wrong === undefined) return;
    draft.isPartial = true;
    unread.push({ line: index + 1, text: shown(whole), reason: wrong });
  });
  close();
  return { format: 'huawei', rules, defaults: new Map([['security-policy', 'deny']]), unread };
};
