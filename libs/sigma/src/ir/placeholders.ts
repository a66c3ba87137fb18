import { fault } from '../errors.ts';
import { say } from '../reason/reason.ts';

/**
 * Values by placeholder name. An empty list is allowed and means "nothing is known yet": the item then matches
 * nothing, and a filter made of it filters nothing. A name that is missing makes the rule fail to compile.
 */
export type PlaceholderTable = Readonly<Record<string, readonly (string | number)[]>>;

/** Looks a name up; `undefined` rejects the rule. */
export type Expand = (name: string) => readonly (string | number)[] | undefined;

const MAX_VALUES = 10_000;

const LISTS: readonly string[] = [
  'Administrators',
  'JumpServers',
  'Workstations',
  'Servers',
  'DomainControllers',
  'DomainController',
  'domain_controller_hostnames',
  'dc_machine_accounts',
  'dc_ip_addresses',
  'DC-MACHINE-NAME',
  'known_cdcs',
  'Admins_Workstations',
  'ServerSystems',
  'internal_domains',
  'legit_ips',
  'legtimate_identifiers',
  'Legitimate_Countries',
  'Legitimate_IP_Ranges',
  'UnLegitCountries',
  'Known_Location',
  'KNOWN_LOCATION',
  'ApprovedUserUpn',
  'Approved_Inviters',
  'Important_AppIds',
  'HomeTenantID',
  'UnApprovedIp',
  'UnApprovedDevice',
];

/**
 * Names that the specification standardises and those that SigmaHQ's published rules use, all empty: every such rule
 * loads, and starts to work when the operator fills in the list. `userdomain` is not a list but the environment
 * variable itself, which its rule looks for by name.
 */
export const standardPlaceholders: PlaceholderTable = {
  ...Object.fromEntries(LISTS.map((name): [string, readonly string[]] => [name, []])),
  userdomain: ['%userdomain%'],
};

/**
 * Replaces each `%name%` of `text` by every value of its list (all combinations, at most 10,000). `\%` is a literal
 * percent sign. Throws `sigma.placeholder` when a name has no entry.
 */
export const expandPlaceholders = (text: string, expand: Expand): readonly string[] => {
  const pieces = split(text);
  let out: string[] = [''];
  for (const piece of pieces) {
    const choices = piece.kind === 'text' ? [piece.text] : lookUp(piece.name, expand);
    if (out.length * choices.length > MAX_VALUES)
      throw fault('sigma.limit', say('placeholder-too-many', { most: MAX_VALUES }));
    out = out.flatMap((before) => choices.map((choice) => before + String(choice)));
  }
  return out;
};

const lookUp = (name: string, expand: Expand): readonly (string | number)[] => {
  const values = expand(name);
  if (values === undefined) throw fault('sigma.placeholder', say('placeholder-unknown', { name }));
  return values;
};

type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'name'; readonly name: string };

const split = (text: string): readonly Piece[] => {
  const out: Piece[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    const named = /^%([^%\\\s]+)%/.exec(text.slice(at, at + 130));
    if (text.startsWith('\\%', at)) {
      literal += '%';
      at += 2;
    } else if (named?.[1] !== undefined) {
      out.push({ kind: 'text', text: literal }, { kind: 'name', name: named[1] });
      literal = '';
      at += named[0].length;
    } else {
      literal += text.charAt(at);
      at += 1;
    }
  }
  out.push({ kind: 'text', text: literal });
  return out;
};
