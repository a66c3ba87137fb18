/** What an account is for. */
export type AccountKind = 'person' | 'service' | 'shared';

/** An account of a system, as an export tells it. Never a secret. */
export interface AccountRecord {
  /** System; '' where the export is of one system that it does not name. */
  readonly system: string;
  readonly name: string;
  /** Who holds it; several, joined with 、; '' where nobody is named. */
  readonly person: string;
  readonly kind: AccountKind;
  /** Roles, groups and permissions; sudo rights as `sudo:…`, ids as `uid:0`. Sorted, each once. */
  readonly roles: readonly string[];
  /** ISO 8601, null where it is not told or never happened. */
  readonly lastSignInAt: string | null;
  /** False: never; null: the export does not tell. */
  readonly hasSignedIn: boolean | null;
  readonly isEnabled: boolean;
  /** Null: the export does not tell. */
  readonly hasSecondFactor: boolean | null;
  /** Whether people can sign in with it at a prompt; null where the export does not tell. */
  readonly isInteractive: boolean | null;
}

/** A line that was not taken. */
export interface RefusedLine {
  /** From 1. */
  readonly row: number;
  readonly column: string;
  /** At most 100 characters. */
  readonly value: string;
  readonly text: { readonly zh: string; readonly en: string };
}

/** What a reader answers. */
export interface AccountsRead {
  readonly accounts: readonly AccountRecord[];
  readonly refused: readonly RefusedLine[];
  /** Rows, lines or entries that were looked at. */
  readonly rows: number;
}

/** Most bytes of a file. */
export const MOST_BYTES = 32 * 1024 * 1024;
/** Most accounts of a file. */
export const MOST_ACCOUNTS = 20_000;
const MOST_ROLES = 200;
/** Most characters of a name, a person or a role. */
export const MOST_TEXT = 200;
const MOST_VALUE = 100;

/** Roles as a record holds them: sorted, each once, bounded. */
export const tidyRoles = (roles: readonly string[]): string[] =>
  [...new Set(roles.map((role) => role.trim().slice(0, MOST_TEXT)))]
    .filter((role) => role !== '')
    .toSorted()
    .slice(0, MOST_ROLES);

/** A line that was not taken, with its value cut. */
export const refusedLine = (row: number, column: string, value: string, zh: string, en: string): RefusedLine => ({
  row,
  column,
  value: value.slice(0, MOST_VALUE),
  text: { zh, en },
});
