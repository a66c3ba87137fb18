import type { Direction } from '../../flow/direction.ts';
import { createAssembler } from '../assembler.ts';
import type { AppHost, AppParser } from '../host.ts';
import { u16 } from '../text.ts';
import { readDns } from './message.ts';
import { recordDns } from './records.ts';

const MAX_MESSAGE = 65_537;

const createReader = (host: AppHost): ((direction: Direction, bytes: Uint8Array) => void) => {
  let transactions = 0;
  return (direction, bytes) => {
    const message = readDns(bytes);
    if (message === undefined) {
      host.anomaly('dns', 'malformed_data', direction);
      return;
    }
    recordDns(host, message, transactions, direction);
    transactions += 1;
  };
};

/** Parser of DNS over UDP: each payload is one message. */
export const dnsOverUdp = (host: AppHost): AppParser => {
  const read = createReader(host);
  return { data: read, gap: () => undefined, end: () => undefined, done: () => false };
};

/** Parser of DNS over TCP: messages behind their length (RFC 1035, 4.2.2). */
export const dnsOverTcp = (host: AppHost): AppParser => {
  const read = createReader(host);
  const side = (direction: Direction) =>
    createAssembler(MAX_MESSAGE, (bytes) => {
      const size = u16(bytes, 0);
      if (bytes.length < 2 + size) return -Math.max(2, 2 + size);
      if (size > 0) read(direction, bytes.subarray(2, 2 + size));
      return 2 + size;
    });
  const sides = [side(0), side(1)] as const;
  return {
    data: (direction, bytes) => sides[direction].push(bytes),
    gap: (direction, size) => sides[direction].gap(size),
    end: () => undefined,
    done: () => sides[0].stopped() && sides[1].stopped(),
  };
};
