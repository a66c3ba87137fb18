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
