import type { LogSource, SigmaRule } from '../parse/types.ts';
import type { EventObject } from './layers.ts';
import { fits, windowsOf } from './logsource.ts';
import type { FieldIndex, RuleIndex } from './rule-index.ts';
import type { WindowsSource } from './windows.ts';

/** What one kind of log source needs: which rules concern it and which fields are worth reading. */
export interface Route {
  /** 1 for rules whose log source fits. */
  readonly mask: Uint8Array;
  /** Rules that have no witness and fit. */
  readonly always: Int32Array;
  /** By field number; holes where no rule that fits looks for anything. */
  readonly fields: readonly (FieldIndex | undefined)[];
  /** Index over all values, when a keyword rule fits. */
  readonly keywords: FieldIndex | undefined;
  /** True when evaluating a rule that fits reads keywords. */
  readonly readsKeywords: boolean;
}

/** Finds the route of an event; routes are worked out once for each kind. */
export interface Router {
  readonly routeOf: (event: EventObject, given: LogSource | undefined) => Route;
  /** Forgets what was worked out, after rules came to need other things. */
  readonly reset: () => void;
}

const MAX_ROUTES = 1_000;

/** Makes a router over rules and their index. `readsKeywords` tells whether a rule asks all values of an event. */
export const createRouter = (
  rules: readonly SigmaRule[],
  index: RuleIndex,
  readsKeywords: (rule: number) => boolean,
): Router => {
  const routes = new Map<string, Route>();
  let last:
    | {
        readonly product: string;
        readonly category: string;
        readonly service: string;
        readonly token: number;
        readonly route: Route;
      }
    | undefined;
  const routeOf = (event: EventObject, given: LogSource | undefined): Route => {
    const windows = windowsOf(event, given);
    const product = given?.product ?? '';
    const category = given?.category ?? '';
    const service = given?.service ?? '';
    const token = windows?.token ?? 0;
    if (
      last !== undefined &&
      last.token === token &&
      last.product === product &&
      last.category === category &&
      last.service === service
    )
      return last.route;
    const key = `${token}\n${product}\n${category}\n${service}`;
    let route = routes.get(key);
    if (route === undefined) {
      if (routes.size >= MAX_ROUTES) routes.clear();
      route = buildRoute(rules, index, readsKeywords, given, windows);
      routes.set(key, route);
    }
    last = { product, category, service, token, route };
    return route;
  };
  const reset = (): void => {
    routes.clear();
    last = undefined;
  };
  return { routeOf, reset };
};

const buildRoute = (
  rules: readonly SigmaRule[],
  index: RuleIndex,
  readsKeywords: (rule: number) => boolean,
  given: LogSource | undefined,
  windows: WindowsSource | undefined,
): Route => {
  const mask = Uint8Array.from(rules, (rule) => (fits(rule.logsource, given, windows) ? 1 : 0));
  const wanted = (rule: number): boolean => mask[rule] === 1;
  const useful = (field: FieldIndex | undefined): FieldIndex | undefined =>
    field !== undefined && (field.present.some(wanted) || field.rules.items.some(wanted)) ? field : undefined;
  return {
    mask,
    always: index.always.filter(wanted),
    fields: Array.from(index.fields, useful),
    keywords: useful(index.keywords),
    readsKeywords: rules.some((_, rule) => wanted(rule) && readsKeywords(rule)),
  };
};
