import { parentPort, workerData } from 'node:worker_threads';
import { AnswerWriter, readBatch } from '../domain/batch.ts';
import { createJudge } from '../domain/judge.ts';
import { revocationsOf } from '../domain/revocations.ts';
import type { FromThread, ToThread } from './protocol.ts';

const { setup, crls } = workerData as Extract<ToThread, { readonly kind: 'trust' }>;
const judge = createJudge(setup, revocationsOf(setup.profile, crls));

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'trust') return judge.trust(message.setup, revocationsOf(message.setup.profile, message.crls));
  const answers = new AnswerWriter(message.count);
  readBatch(message.batch, (bytes, at, place) => answers.add(judge.judge(bytes, at, place), judge.view));
  const answer: FromThread = { answers: answers.buffer, signers: judge.signers() };
  parentPort?.postMessage(answer, [answers.buffer]);
});
