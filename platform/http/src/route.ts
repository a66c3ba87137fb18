import type { ActorRef, Bilingual, Json } from '@chedun/kernel';
import type { Readable } from 'node:stream';
import type { z } from 'zod';

/** The authenticated caller of a route. */
export interface Actor extends ActorRef {
  readonly roles: readonly string[];
  /** Names of permissions, already expanded from roles and, for tokens, cut down to the scopes. */
  readonly permissions: ReadonlySet<string>;
  /** An outsider who was let in for a time: each of its requests needs the word of the {@link GuestGuard}. */
  readonly guest?: true;
}

/** A request of a guest: the route that will answer as it is declared, never only the address as it was typed. */
export interface GuestRequest {
  readonly method: string;
  /** Declared path, for example `/findings/:id`. */
  readonly route: string;
  /** Decoded parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** Path below /api with its query, as it came. */
  readonly url: string;
  readonly permission: PermissionRule;
}
/** What a guard says; `because` goes to the guest. */
export type GuestVerdict = { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly because: string };
/** Decides for every request of a guest, and keeps the record of it: when that cannot be written it throws, and nothing is shown. */
export type GuestGuard = (guest: Actor, request: GuestRequest) => Promise<GuestVerdict>;

/** `public`: no sign-in; `signed-in`: any actor; else the name of a permission from a contract. */
export type PermissionRule = 'public' | 'signed-in' | (string & {});

/**
 * Name of the audit entry that a successful call leaves, or `none` for pure reads. The use case writes it where it knows
 * more (what changed, another outcome); for the others the server does. The route table and its golden test show it.
 */
export type AuditName = 'none' | (string & {});

/**
 * How often one client address may call: `normal` is generous, `guarded` is for guessing (sign-in, set-up codes),
 * `none` is for senders that are slowed down by back-pressure instead.
 */
export type RateClass = 'normal' | 'guarded' | 'none';

type Schema = z.ZodType;
type Out<S> = S extends Schema ? z.output<S> : undefined;

/** What every kind of route declares; forgetting one of these does not compile. */
interface RouteBase<P extends Schema | undefined, Q extends Schema | undefined> {
  /** Path below /api, for example `/findings/:id`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: Bilingual;
  readonly permission: PermissionRule;
  readonly audit: AuditName;
  /** Request limit per client; see {@link RateClass}. Default `normal`, for uploads `none`. */
  readonly rate?: RateClass;
  /** `own-account`: open to guests without the word of their guard. Default: closed to guests. */
  readonly guests?: 'own-account';
  readonly params?: P;
  readonly query?: Q;
}

/** Values that a handler receives after authentication, parsing and authorisation. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly actor: Actor;
  /** Client address. */
  readonly ip: string;
  readonly userAgent: string;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  readonly setCookie: (name: string, value: string, options: { readonly maxAgeSeconds: number }) => void;
  readonly cookie: (name: string) => string | undefined;
}

/** JSON in, JSON out. */
export interface JsonRoute<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
  R extends Schema = Schema,
> extends RouteBase<P, Q> {
  readonly kind: 'json';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: B;
  readonly response: R;
  /** An example response that the test validates against the schema and OpenAPI shows. */
  readonly example: z.input<R>;
  readonly handle: (call: Call<Out<P>, Out<Q>, Out<B>>) => Promise<z.input<R>>;
}

/** Takes a raw body as a stream (ingest, uploads); answers JSON. */
export interface UploadRoute<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  R extends Schema = Schema,
> extends RouteBase<P, Q> {
  readonly kind: 'upload';
  readonly method: 'POST' | 'PUT';
  readonly maxBytes: number;
  readonly response: R;
  readonly example: z.input<R>;
  readonly handle: (
    call: Call<Out<P>, Out<Q>, Readable> & { readonly headers: Readonly<Record<string, string | undefined>> },
  ) => Promise<z.input<R>>;
}

/** Answers a stream of bytes (exports). */
export interface DownloadRoute<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
> extends RouteBase<P, Q> {
  readonly kind: 'download';
  readonly method: 'GET';
  readonly handle: (
    call: Call<Out<P>, Out<Q>, undefined>,
  ) => Promise<{ readonly contentType: string; readonly fileName: string; readonly body: Readable }>;
}

/** Server-sent events: yields until the client goes away. */
export interface StreamRoute<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
> extends RouteBase<P, Q> {
  readonly kind: 'stream';
  readonly method: 'GET';
  readonly handle: (
    call: Call<Out<P>, Out<Q>, undefined>,
  ) => AsyncIterable<{ readonly event: string; readonly data: Json }>;
}

declare const checked: unique symbol;
/** A route whose schemas were checked against its handler where it was written. */
export type Route = RouteBase<Schema | undefined, Schema | undefined> & {
  readonly kind: 'json' | 'upload' | 'download' | 'stream';
  readonly method: string;
  readonly [checked]?: never;
};

/** The route as this package runs it, its schemas no longer tied to its handler. */
export type AnyRoute =
  | JsonRoute<Wide, Wide, Wide>
  | UploadRoute<Wide, Wide>
  | DownloadRoute<Wide, Wide>
  | StreamRoute<Wide, Wide>;

/** A schema or none, when it is not known which. */
export type Wide = Schema | undefined;

/** Opens the seal of {@link Route}; only the server and tests of route tables need it. */
export const openRoute = (sealed: Route): AnyRoute => sealed as unknown as AnyRoute;

/** Declares a JSON route. */
export const route = <
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
  R extends Schema = Schema,
>(
  declared: Omit<JsonRoute<P, Q, B, R>, 'kind'>,
): Route => ({ kind: 'json', ...declared }) as unknown as Route;

/** Declares a route that takes a raw body. */
export const uploadRoute = <
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  R extends Schema = Schema,
>(
  declared: Omit<UploadRoute<P, Q, R>, 'kind'>,
): Route => ({ kind: 'upload', ...declared }) as unknown as Route;

/** Declares a route that streams a file. */
export const downloadRoute = <P extends Schema | undefined = undefined, Q extends Schema | undefined = undefined>(
  declared: Omit<DownloadRoute<P, Q>, 'kind'>,
): Route => ({ kind: 'download', ...declared }) as unknown as Route;

/** Declares a server-sent-events route. */
export const streamRoute = <P extends Schema | undefined = undefined, Q extends Schema | undefined = undefined>(
  declared: Omit<StreamRoute<P, Q>, 'kind'>,
): Route => ({ kind: 'stream', ...declared }) as unknown as Route;

/** Turns credentials into an actor; the identity module provides the only one. */
export interface Authenticator {
  readonly authenticate: (credentials: {
    readonly sessionCookie: string | undefined;
    readonly bearer: string | undefined;
    readonly ip: string;
    readonly method: string;
  }) => Promise<Actor | undefined>;
}

/** What a handler is asked for, as the audit trail names it. */
export interface Audited {
  readonly audit: AuditName;
  readonly method: string;
  readonly path: string;
  readonly actor: Actor;
  readonly params: unknown;
  readonly query: unknown;
}
/** Runs a handler so that a successful call leaves the entry that its route declares. */
export type Auditing = <T>(call: Audited, run: () => Promise<T>) => Promise<T>;
