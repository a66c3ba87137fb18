import { ANSWER, type Frame } from '@chedun/gbt32960';
import type { Gate, GatedListener, GatePass, GateSubject } from '../contract.ts';
import type { Connection } from './tcp.ts';

/** A 2025 vehicle is told that it is not known; the edition of 2016 only knows an error. */
export const refusalFor = ({ edition }: Frame): number => (edition === '2025' ? ANSWER.vinUnknown : ANSWER.error);

/** Asks the gate, when one is set, to follow a connection. */
export const passOf = (
  gate: Gate | undefined,
  listener: GatedListener,
  connection: Connection,
): GatePass | undefined => {
  const { peer, certificate, hold, close } = connection;
  return gate?.open({ listener, ip: peer.ip, port: peer.port, certificate, hold, close });
};

/** Whether a login may go on; without a gate every one may. */
export const admitted = (pass: GatePass | undefined, subject: GateSubject): Promise<boolean> | true =>
  pass === undefined ? true : pass.admit(subject);

/** An answer that waits for the verdict on its login. */
export interface Owed {
  readonly admitted: Promise<boolean> | true;
  readonly answer: (admitted: boolean) => Uint8Array;
}

/** Answers in the order of their frames; `refused` when one of the logins was. */
export const answersOf = async (
  owed: readonly Owed[],
): Promise<{ readonly bytes: Buffer; readonly refused: boolean }> => {
  const answers: Uint8Array[] = [];
  let refused = false;
  for (const each of owed) {
    const may = each.admitted === true || (await each.admitted);
    answers.push(each.answer(may));
    refused ||= !may;
  }
  return { bytes: Buffer.concat(answers), refused };
};
