import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import type { ModuleParts, Platform } from '@chedun/module';
import { createNodeVerifier } from '@chedun/x509';
import { enrolmentChecks } from './checks.ts';
import { answerCmp } from './cmp/answer.ts';
import { transactionBook } from './cmp/transactions.ts';
import type { CmpNeeds } from './cmp/types.ts';
import type { EnrolmentAsks } from './contract.ts';
import { answerEst } from './est.ts';
import { words, type Answered, type Asked } from './http-types.ts';
import { openListener, type Listener } from './listener.ts';
import { answerOcsp, answerPublished } from './published.ts';
import { listCmpRequests, listSecrets } from './read-model.ts';
import { enrolmentRoutes } from './routes.ts';
import { secretBook } from './secrets.ts';
import { sweepEnrolment } from './sweep.ts';
import { makeSecrets, withdrawSecret } from './use-cases/make-secrets.ts';

type Parts = Pick<Platform, 'config' | 'log' | 'records' | 'keys' | 'clock' | 'newId' | 'randomBytes'>;

interface Asks {
  readonly certificates: CertificatesAsks;
  readonly identity: IdentityAsks;
}

const cmpNeeds = ({ records, keys, clock, randomBytes }: Parts, { certificates }: Asks): CmpNeeds => ({
  certificates,
  records,
  clock,
  randomBytes,
  secrets: secretBook({ records, keys, clock }),
  transactions: transactionBook({ records, clock }),
  verifier: createNodeVerifier(),
});

/** Answers what the listener hears, and counts it. */
const answerer = (asks: Asks, cmp: CmpNeeds) => {
  const requests = { ocsp: 0, est: 0, cmp: 0, published: 0 };
  const answer = async (asked: Asked): Promise<Answered> => {
    if (asked.path === '/ocsp' || asked.path.startsWith('/ocsp/')) {
      requests.ocsp += 1;
      return answerOcsp(asks.certificates, asked);
    }
    if (asked.path.startsWith('/.well-known/est/')) {
      requests.est += 1;
      return answerEst(asks, asked);
    }
    if (asked.path.startsWith('/.well-known/cmp/')) {
      requests.cmp += 1;
      return answerCmp(cmp, asked);
    }
    if (asked.path.startsWith('/crl/') || asked.path.startsWith('/ca/')) {
      requests.published += 1;
      return answerPublished(asks.certificates, asked);
    }
    return words(404, 'not found');
  };
  return { answer, requests };
};

/** Builds the module from the platform. */
export const buildEnrolment = (platform: Parts, asks: Asks): ModuleParts<EnrolmentAsks> => {
  const { config, log } = platform;
  const cmp = cmpNeeds(platform, asks);
  const { answer, requests } = answerer(asks, cmp);
  let listener: Listener | undefined;
  const { tls } = config.enrolment;
  const port = (): number => listener?.port ?? 0;
  const isTls = tls.cert !== undefined && tls.key !== undefined;
  return {
    asks: { port },
    routes: enrolmentRoutes({
      status: () => ({ port: port(), tls: isTls, requests }),
      make: makeSecrets({ ...platform, certificates: asks.certificates }),
      list: listSecrets(platform),
      withdraw: withdrawSecret(platform),
      requests: listCmpRequests(platform),
    }),
    checks: enrolmentChecks({ records: platform.records, clock: platform.clock, port }),
    jobs: [{ name: 'sweep', cron: '* * * * *', run: sweepEnrolment(cmp) }],
    start: async () => {
      if (config.enrolment.port === 0) return;
      listener = await openListener(config.enrolment, answer, log);
      log.info('certificate protocols are served', { port: listener.port });
    },
    stop: async () => listener?.close(),
  };
};
