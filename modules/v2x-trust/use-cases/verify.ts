import { createJudge, type Judge } from '../domain/judge.ts';
import type { ParsedCertificate, SpduView } from '@chedun/v2x-security';
import type { z } from 'zod';
import type { Explanation, ExplainRequest, Verdict, VerifyAnswer, VerifyRequest } from '../contract.ts';
import type { Outcome } from '../domain/batch.ts';
import { certificateView, degreesOf, placeOf, tryCertificate } from '../domain/certificate-view.ts';
import { bytesOfText, fieldsOf } from '../domain/explain.ts';
import { revocationsOf } from '../domain/revocations.ts';
import { meaningOf, stepsOf } from '../domain/verdicts.ts';
import { unixOf, v2xMicros } from '../domain/v2x-time.ts';
import { v2xTrustError } from '../fault.ts';
import type { VerifyService } from '../service.ts';
import type { Trust, TrustBook } from '../trust-book.ts';

interface Needs {
  readonly service: Pick<VerifyService, 'judge'>;
  readonly book: Pick<TrustBook, 'now'>;
  readonly now: () => number;
  readonly leapSeconds: number;
}

/** What was found, as a route answers it. */
const verdictView = (outcome: Outcome, leapSeconds: number): Verdict => {
  const { verdict, aid, signer, generated, place, offset } = outcome;
  const { step, security } = meaningOf(verdict);
  return {
    verdict,
    security,
    step: step ?? null,
    aid: aid ?? null,
    signer: signer ?? null,
    generatedAt: generated === undefined ? null : new Date(unixOf(generated, leapSeconds)).toISOString(),
    place: place === undefined ? null : degreesOf(place),
    offset: verdict === 'format' ? offset : null,
  };
};

/** Verifies messages in the threads; they count like those of the listener. */
export const verifyMessages =
  ({ service, now, leapSeconds }: Needs) =>
  async ({ messages, receiver }: VerifyRequest): Promise<z.input<typeof VerifyAnswer>> => {
    const outcomes = await service.judge(
      messages.map(({ spdu, at, place }) => ({
        bytes: new Uint8Array(Buffer.from(spdu, 'base64')),
        at: at === undefined ? now() : Date.parse(at),
        place: place === undefined ? undefined : placeOf(place),
        receiver,
      })),
    );
    const verdicts = outcomes.map((outcome) => verdictView(outcome, leapSeconds));
    const valid = outcomes.filter(({ verdict }) => verdict === 'valid').length;
    return { verdicts, valid, refused: verdicts.length - valid };
  };

const MOST_CHAIN = 8;

/** The certificates from the signer up, as far as they are known. */
const chainOf = (
  signer: ParsedCertificate | undefined,
  { store }: Trust,
  leapSeconds: number,
): Explanation['chain'] => {
  const chain = [];
  let one = signer;
  while (one !== undefined && chain.length < MOST_CHAIN) {
    chain.push(certificateView(one, leapSeconds));
    one = one.issuer === undefined ? undefined : store.issuerOf(one.issuer.id8);
  }
  return chain;
};

const shownSigner = (bytes: Uint8Array, { signer, signerStart, signerEnd }: SpduView): ParsedCertificate | undefined =>
  signer === 'certificate' && signerStart > 0 ? tryCertificate(bytes.slice(signerStart, signerEnd)) : undefined;

/** Signers of explained messages that are kept, so that a message by digest after one with the certificate is understood. */
const EXPLAINED_SIGNERS = 1000;

/** Decodes one message and judges it step by step. It counts nowhere, and replays are not looked for across calls. */
export const explainMessage = ({ book, now, leapSeconds }: Needs) => {
  let known: { readonly trust: Trust; readonly judge: Judge } | undefined;
  const judgeOf = (trust: Trust): Judge => {
    if (known?.trust !== trust) {
      const setup = { ...trust.setup, signers: EXPLAINED_SIGNERS, replay: 'off' as const };
      known = { trust, judge: createJudge(setup, revocationsOf(setup.profile, trust.crls)) };
    }
    return known.judge;
  };
  return async ({ spdu, at, place }: z.output<typeof ExplainRequest>): Promise<Explanation> => {
    const bytes = bytesOfText(spdu);
    if (bytes === undefined) throw v2xTrustError('v2x-trust.bad-message', { field: 'spdu' });
    const trust = await book.now();
    const judge = judgeOf(trust);
    const received = v2xMicros(at === undefined ? now() : Date.parse(at), leapSeconds);
    const { verdict, signer } = judge.judge(bytes, received, place === undefined ? undefined : placeOf(place));
    const { view } = judge;
    const hasFields = view.tbsEnd > 0;
    const outcome: Outcome = {
      verdict,
      offset: view.at,
      aid: hasFields ? view.aid : undefined,
      generated: hasFields && view.generationTime >= 0 ? view.generationTime : undefined,
      place: hasFields && view.hasLocation ? { latitude: view.latitude, longitude: view.longitude } : undefined,
      signer: signer?.certificate.id8,
      parts: undefined,
    };
    return {
      verdict: verdictView(outcome, leapSeconds),
      steps: [...stepsOf(verdict)],
      fields: [...fieldsOf(bytes, view, leapSeconds)],
      chain: chainOf(signer?.certificate ?? shownSigner(bytes, view), trust, leapSeconds),
      bytes: bytes.length,
    };
  };
};
