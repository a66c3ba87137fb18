import type { AccessAccount, AccessFlag, AccessRuleId, AccessSettings, Origin } from '../contract.ts';

/** What rules may look at besides the account. */
export interface RuleContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly origin: Origin;
  /** Roles among these that administrators hold. */
  readonly administrative: (roles: readonly string[]) => readonly string[];
  readonly conflicts: AccessSettings['conflicts'];
  readonly people: People;
}

/** Who is in service, as far as it is known. */
export interface People {
  /** On the imported list, or with an account of CheDun in use. */
  readonly inService: ReadonlySet<string>;
  /** With no account of CheDun but disabled ones. */
  readonly left: ReadonlySet<string>;
  /** Whether a list was imported: then who is not on it has left. */
  readonly isListed: boolean;
}

/** A rule over one account. */
export interface AccessRule {
  readonly id: AccessRuleId;
  readonly severity: AccessFlag['severity'];
  readonly holds: (account: AccessAccount, context: RuleContext) => boolean;
}

/** Holders that a record names, apart. */
export const holdersOf = (person: string): string[] =>
  person
    .split(/[、，,;；/]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** Matches texts against patterns of which `*` stands for any run; upper and lower case are one. */
export const matcher = (patterns: readonly string[]): ((text: string) => boolean) => {
  const all = patterns.map((pattern) => pattern.toLowerCase().split('*'));
  return (text) => all.some((parts) => fits(text.toLowerCase(), parts));
};

const fits = (text: string, parts: readonly string[]): boolean => {
  const [first = '', ...rest] = parts;
  if (!text.startsWith(first)) return false;
  if (rest.length === 0) return text === first;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) ?? '';
  return text.length - last.length >= at && text.endsWith(last);
};
