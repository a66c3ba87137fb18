import { ADDRESSES, PORTS, type FirewallRule, type Range, type RuleSet, type Service, type Unread } from '../model.ts';
import { addressOf, expiryIn, maskedOf, protocolOf, rangeOfPort } from '../values.ts';
import { shown, wordsOf } from '../words.ts';

/** Objects and groups of an ASA: names of addresses and of services. */
interface Objects {
  readonly networks: Map<string, Range[]>;
  readonly services: Map<string, Service[]>;
}

/** The words of a rule that are not read yet. */
interface Words {
  readonly all: readonly string[];
  at: number;
}
const peek = ({ all, at }: Words): string => all[at] ?? '';
const next = (words: Words): string => {
  const word = peek(words);
  words.at += 1;
  return word;
};

type Kind = 'mask' | 'wildcard';

const endOf = (words: Words, { networks }: Objects, kind: Kind): Range[] | undefined => {
  const word = next(words);
  if (/^any4?$/.test(word)) return [ADDRESSES];
  if (word === 'host') {
    const address = addressOf(next(words));
    return address === undefined ? undefined : [{ lo: address, hi: address }];
  }
  if (word === 'object' || word === 'object-group') return networks.get(next(words));
  const range = maskedOf(word, next(words), kind);
  return range === undefined ? undefined : [range];
};

/** `eq 443`, `range 1 9`, `gt 1023`, `lt 1024`, `neq 80`; all ports where none of them stands. */
const portsOf = (words: Words): Range[] | undefined => {
  const word = peek(words);
  if (!['eq', 'range', 'gt', 'lt', 'neq'].includes(word)) return [PORTS];
  words.at += 1;
  const first = rangeOfPort(next(words));
  if (first === undefined) return undefined;
  if (word === 'eq') return [first];
  if (word === 'gt') return first.hi < PORTS.hi ? [{ lo: first.hi + 1, hi: PORTS.hi }] : [];
  if (word === 'lt') return first.lo > 0 ? [{ lo: 0, hi: first.lo - 1 }] : [];
  if (word === 'neq')
    return [
      { lo: 0, hi: first.lo - 1 },
      { lo: first.hi + 1, hi: PORTS.hi },
    ].filter(({ lo, hi }) => lo <= hi);
  const last = rangeOfPort(next(words));
  return last === undefined || last.hi < first.lo ? undefined : [{ lo: first.lo, hi: last.hi }];
};

interface Read {
  readonly sources: readonly Range[];
  readonly destinations: readonly Range[];
  readonly services: readonly Service[];
  readonly rest: readonly string[];
}

/** Protocol, source, destination and ports of an entry; a text names what is not understood. */
const entryOf = (words: Words, objects: Objects, kind: Kind): Read | string => {
  const first = next(words);
  const named = first === 'object' || first === 'object-group' ? objects.services.get(next(words)) : undefined;
  const protocol = named === undefined ? protocolOf(first) : undefined;
  if (named === undefined && protocol === undefined) return `protocol ${first}`;
  const sources = endOf(words, objects, kind);
  const sourcePorts = portsOf(words);
  const destinations = endOf(words, objects, kind);
  const group = peek(words) === 'object-group' ? objects.services.get(words.all[words.at + 1] ?? '') : undefined;
  if (group !== undefined) words.at += 2;
  const ports = portsOf(words);
  if (sources === undefined || destinations === undefined) return 'address';
  if (sourcePorts === undefined || ports === undefined) return 'port';
  const plain = ports.flatMap((destination) =>
    sourcePorts.map((source) => ({ protocol: protocol ?? { lo: 0, hi: 255 }, source, destination })),
  );
  return { sources, destinations, services: named ?? group ?? plain, rest: words.all.slice(words.at) };
};

const objectsOf = (lines: readonly string[]): Objects => {
  const objects: Objects = { networks: new Map(), services: new Map() };
  let open: { readonly kind: string; readonly name: string; readonly protocol: string } | undefined;
  for (const whole of lines) {
    const [first = '', second = '', third = '', fourth = ''] = wordsOf(whole);
    if (/^\S/.test(whole)) {
      open =
        first === 'object' || first === 'object-group' ? { kind: second, name: third, protocol: fourth } : undefined;
      if (open !== undefined) (open.kind === 'network' ? objects.networks : objects.services).set(open.name, []);
      continue;
    }
    if (open === undefined) continue;
    const words: Words = { all: wordsOf(whole), at: 0 };
    if (open.kind === 'network') {
      const into = objects.networks.get(open.name) ?? [];
      if (first === 'network-object' || first === 'group-object') words.at = first === 'group-object' ? 0 : 1;
      if (first === 'group-object') into.push(...(objects.networks.get(second) ?? []));
      else if (first === 'subnet') into.push(...[maskedOf(second, third)].filter((range) => range !== undefined));
      else if (first === 'range') into.push(...rangeTo(second, third));
      else into.push(...(endOf(words, objects, 'mask') ?? []));
    } else objects.services.get(open.name)?.push(...serviceLine(words, open.protocol, objects));
  }
  return objects;
};

const rangeTo = (first: string, last: string): Range[] => {
  const [lo, hi] = [addressOf(first), addressOf(last)];
  return lo === undefined || hi === undefined || lo > hi ? [] : [{ lo, hi }];
};

const serviceLine = (words: Words, groupProtocol: string, { services }: Objects): Service[] => {
  const first = next(words);
  if (first === 'group-object') return services.get(next(words)) ?? [];
  const name = first === 'port-object' ? groupProtocol : next(words);
  const protocols = name.split('-').map(protocolOf);
  if (first !== 'port-object' && peek(words) === 'destination') words.at += 1;
  const ports = portsOf(words) ?? [];
  return protocols.flatMap((protocol) =>
    protocol === undefined ? [] : ports.map((destination) => ({ protocol, source: PORTS, destination })),
  );
};

const NUMBERED = /^access-list (\S+) (?:line \d+ )?(?:extended )?(permit|deny) (.+)$/;
const REMARK = /^access-list (\S+) (?:line \d+ )?remark (.*)$/;
const OPEN = /^ip access-list extended (\S+)/;
const INSIDE = /^\s+(?:\d+ )?(permit|deny) (.+)$/;
const INSIDE_REMARK = /^\s+(?:\d+ )?remark (.*)$/;
const HITS = /\(hitcnt=(\d+)\)/;
/** Words behind an entry that change nothing of what it matches. */
const QUIET = /^(?:log|inactive|\(.*|0x.*|informational|warnings|notifications|debugging|interval|\d+)$/;

/** Reads access lists of Cisco ASA (netmasks, objects) and IOS (wildcard masks). Each list ends with a denial that is not written. */
export const readCisco = (lines: readonly string[]): RuleSet => {
  const objects = objectsOf(lines);
  const rules: FirewallRule[] = [];
  const unread: Unread[] = [];
  const counts = new Map<string, number>();
  let list = '';
  let remark = '';
  const add = (whole: string, index: number, name: string, action: string, body: string, kind: Kind): void => {
    const words = { all: wordsOf(body.replace(HITS, '')), at: 0 };
    const read = entryOf(words, objects, kind);
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    const comment = remark;
    remark = '';
    if (typeof read === 'string') {
      unread.push({ line: index + 1, text: shown(whole), reason: read });
      return;
    }
    const hits = HITS.exec(body)?.[1];
    rules.push({
      line: index + 1,
      list: name,
      name: String(number),
      action: action === 'permit' ? 'allow' : 'deny',
      from: [],
      to: [],
      sources: read.sources,
      destinations: read.destinations,
      services: read.services,
      isConditional: read.rest.some((word) => !QUIET.test(word)),
      isPartial: false,
      isDisabled: read.rest.includes('inactive'),
      expiresOn: expiryIn(comment),
      hits: hits === undefined ? null : Number(hits),
      comment,
      text: shown(whole),
    });
  };
  lines.forEach((whole, index) => {
    const [, remarked, text] = REMARK.exec(whole) ?? [];
    const [, name, action = '', body = ''] = NUMBERED.exec(whole) ?? [];
    const opened = OPEN.exec(whole)?.[1];
    if (remarked !== undefined) remark = text ?? '';
    else if (name !== undefined)
      add(whole, index, name, action, body, /\d+\.\d+\.\d+\.\d+ 0\.0\.0?\.?\d/.test(body) ? 'wildcard' : 'mask');
    else if (opened !== undefined) list = opened;
    else if (list !== '' && /^\s/.test(whole)) {
      const inside = INSIDE.exec(whole);
      const note = INSIDE_REMARK.exec(whole)?.[1];
      if (note !== undefined) remark = note;
      if (inside !== null) add(whole, index, list, inside[1] ?? '', inside[2] ?? '', 'wildcard');
    } else if (/^\S/.test(whole)) list = '';
  });
  const defaults = new Map([...new Set(rules.map((rule) => rule.list))].map((each) => [each, 'deny'] as const));
  return { format: 'cisco', rules, defaults, unread };
};
