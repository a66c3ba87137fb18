/** What of a declared route is needed to find it. */
export interface Findable {
  readonly method: string;
  readonly path: string;
}
/** A route with the values of its parameters. */
export interface Found<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const paramsOf = (
  wanted: readonly string[],
  given: readonly string[],
): Readonly<Record<string, string>> | undefined => {
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = decoded(given[at] ?? '');
    if (value === undefined) return undefined;
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
    } else if (value === '') return undefined;
    else params[part.slice(1)] = value;
  }
  return params;
};

/** Smaller is more exact: a fixed segment comes before a parameter, from the left. */
const rank = (path: string): string =>
  path
    .split('/')
    .map((part) => (part.startsWith(':') ? '1' : '0'))
    .join('');

/** The reading route that would answer a path, as the router chooses it: the most exact one. Undefined when there is none. */
export const findReader = <R extends Findable>(routes: readonly R[], path: string): Found<R> | undefined => {
  const given = path.split('/');
  const found = routes.flatMap((route) => {
    if (route.method !== 'GET') return [];
    const params = paramsOf(route.path.split('/'), given);
    return params === undefined ? [] : [{ route, params }];
  });
  return found.toSorted((a, b) => (rank(a.route.path) < rank(b.route.path) ? -1 : 1))[0];
};
