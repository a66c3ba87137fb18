import {
  createVerifier,
  newSpduView,
  parseCertificate,
  regionHolds,
  ReplayWindow,
  SignerCache,
  trustStore,
  verifyMessage,
} from '@chedun/v2x-security';
import type {
  AidPolicy,
  JudgedMessage,
  KnownSigner,
  MessageContext,
  MessageVerdict,
  Place,
  Profile,
  Revocations,
  SpduView,
  Ssp,
} from '@chedun/v2x-security';

/** What the operator asks of the messages of one application. */
export interface ApplicationPolicy {
  readonly aid: number;
  readonly mostAgeMs: number;
  readonly mostAheadMs: number;
  readonly needsLocation: boolean;
  /** Bits, hex, that the service specific permissions of a signer have to hold; every signer when left away. */
  readonly ssp?: string;
}

/** Everything that messages are judged with; plain data, so that it can go to threads. */
export interface JudgeSetup {
  readonly profile: Profile;
  /** Certificates that are trusted byte for byte. */
  readonly roots: readonly Uint8Array[];
  readonly authorities: readonly Uint8Array[];
  readonly policies: readonly ApplicationPolicy[];
  /** Signers that are kept ready; about 2.5 KB each. */
  readonly signers: number;
  /** What to do where a region (of a country, or a polygon) cannot be compared. */
  readonly undecidedRegion: 'accept' | 'reject';
  /** `off` where the same message may be judged again; `on` when left away. */
  readonly replay?: 'on' | 'off';
}

/** Judges messages; one a thread. */
export interface Judge {
  /** Fields of the message that was judged last. */
  readonly view: SpduView;
  /** Judges one message that came at `received` (microseconds since 2004) at a place, where one is known. */
  readonly judge: (bytes: Uint8Array, received: number, place: Place | undefined) => JudgedMessage;
  /** Replaces what is trusted: signers are judged anew. */
  readonly trust: (setup: JudgeSetup, revocations?: Revocations) => void;
  readonly signers: () => number;
}

const MILLI = 1000;
const REPLAY_MICROS = 10_000_000;
/** Messages that are remembered twice over: ten seconds at 13,000 a second, about 20 MB a thread at most. */
const REPLAY_KEYS = 131_072;

/** What is asked of an application that nothing was said about. */
const DEFAULT_POLICY: Omit<ApplicationPolicy, 'aid'> = {
  mostAgeMs: 2000,
  mostAheadMs: 1000,
  needsLocation: false,
};

const sspBytes = (ssp: Ssp | undefined): Uint8Array => {
  if (ssp === undefined) return new Uint8Array(0);
  if ('opaque' in ssp) return Buffer.from(ssp.opaque.octets, 'hex');
  if ('bitmapSsp' in ssp) return Buffer.from(ssp.bitmapSsp.octets, 'hex');
  return new Uint8Array(0);
};

const holdsBits = (wanted: Uint8Array) => (ssp: Ssp | undefined) => {
  const held = sspBytes(ssp);
  return wanted.every((bits, at) => ((held[at] ?? 0) & bits) === bits);
};

const policyOf = ({ mostAgeMs, mostAheadMs, needsLocation, ssp }: Omit<ApplicationPolicy, 'aid'>): AidPolicy => ({
  needsTime: true,
  needsLocation,
  mostAge: mostAgeMs * MILLI,
  mostAhead: mostAheadMs * MILLI,
  ...(ssp === undefined ? {} : { isPermitted: holdsBits(Buffer.from(ssp, 'hex')) }),
});

/** Nobody's country. */
const ELSEWHERE = 0;
/** A box around all of China, tenths of microdegrees: what lies outside is certainly not in it. */
const AROUND_CHINA = { south: 30_000_000, north: 540_000_000, west: 730_000_000, east: 1_360_000_000 } as const;

/** There is no map of countries here: only what lies far outside is decided. */
const countryAt = ({ latitude, longitude }: Place): { readonly country: number } | undefined => {
  const { south, north, west, east } = AROUND_CHINA;
  const mayBe = latitude >= south && latitude <= north && longitude >= west && longitude <= east;
  return mayBe ? undefined : { country: ELSEWHERE };
};

/** A message that names no place itself is judged by where it was heard. */
const heardOutside = (view: SpduView, signer: KnownSigner | undefined, place: Place | undefined): boolean =>
  place !== undefined &&
  !view.hasLocation &&
  signer?.region !== undefined &&
  regionHolds(signer.region, place, countryAt) === 'outside';

const outside: MessageVerdict = 'outside-region';

/**
 * Opens a judge: chain up to the trusted roots, application, time window, region, replay within ten seconds, signature.
 * Throws `v2xsec.format` when a certificate of the setup is none.
 */
export const createJudge = (first: JudgeSetup, revoked?: Revocations): Judge => {
  const verifier = createVerifier(first.signers);
  const view = newSpduView();
  const replay = new ReplayWindow(REPLAY_MICROS, REPLAY_KEYS);
  const usual = policyOf(DEFAULT_POLICY);
  const contextOf = (setup: JudgeSetup, revocations: Revocations | undefined) => {
    const { profile, roots, authorities, policies, signers, undecidedRegion } = setup;
    const store = trustStore(
      roots.map((one) => parseCertificate(one)),
      authorities.map((one) => parseCertificate(one)),
    );
    const known = new Map(policies.map((policy) => [policy.aid, policyOf(policy)]));
    const prepareSm2 = verifier.prepareSm2;
    const chain = {
      profile,
      verifier,
      prepareSm2,
      undecidedRegion,
      ...store,
      ...(revocations === undefined ? {} : { revocations }),
    };
    return {
      profile,
      now: 0,
      signers: new SignerCache(chain, signers),
      verifier,
      policyOf: (aid: number) => known.get(aid) ?? usual,
      ...(setup.replay === 'off' ? {} : { replay }),
      countryAt,
      undecidedRegion,
    } satisfies MessageContext;
  };
  let context = contextOf(first, revoked);
  return {
    view,
    judge: (bytes, received, place) => {
      context.now = received;
      const judged = verifyMessage(bytes, view, context);
      if (judged.verdict !== 'valid' || !heardOutside(view, judged.signer, place)) return judged;
      return { verdict: outside, signer: judged.signer };
    },
    trust: (setup, revocations) => {
      context = contextOf(setup, revocations);
    },
    signers: () => context.signers.size,
  };
};
