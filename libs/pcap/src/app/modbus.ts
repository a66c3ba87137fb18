import type { Direction } from '../flow/direction.ts';
import { createAssembler } from './assembler.ts';
import type { AppHost, AppParser, Body } from './host.ts';
import { u16 } from './text.ts';

const HEADER_BYTES = 7;
const MAX_UNIT = 254;
const MAX_OPEN = 256;

/** Function codes (Modbus application protocol 1.1b3, section 6) by the names records use, and what they touch. */
const FUNCTIONS: Readonly<Record<number, readonly [string, string]>> = {
  1: ['RdCoils', 'READ | COILS'],
  2: ['RdDiscreteInputs', 'READ | DISCRETES'],
  3: ['RdHoldRegs', 'READ | HOLDING'],
  4: ['RdInputRegs', 'READ | INPUT'],
  5: ['WrSingleCoil', 'WRITE | SINGLE | COILS'],
  6: ['WrSingleReg', 'WRITE | SINGLE | HOLDING'],
  7: ['RdExcStatus', 'NONE'],
  8: ['Diagnostic', 'NONE'],
  11: ['GetComEventCtr', 'NONE'],
  12: ['GetComEventLog', 'NONE'],
  15: ['WrMultCoils', 'WRITE | MULTIPLE | COILS'],
  16: ['WrMultRegs', 'WRITE | MULTIPLE | HOLDING'],
  17: ['RepServerID', 'NONE'],
  20: ['RdFileRec', 'NONE'],
  21: ['WrFileRec', 'NONE'],
  22: ['MaskWrReg', 'WRITE | SINGLE | HOLDING'],
  23: ['RdWrMultRegs', 'READ | WRITE | MULTIPLE | HOLDING'],
  24: ['RdFIFOQueue', 'NONE'],
  43: ['MEI', 'NONE'],
};

/** Public, user-defined or reserved range of a function code. */
const categoryOf = (code: number): string => {
  if (FUNCTIONS[code] !== undefined) return 'PUBLIC_ASSIGNED';
  if ((code >= 65 && code <= 72) || (code >= 100 && code <= 110)) return 'USER_DEFINED';
  return [8, 9, 10, 13, 14, 41, 42, 90, 91, 125, 126, 127].includes(code) ? 'RESERVED' : 'PUBLIC_UNASSIGNED';
};

const READS = new Set([1, 2, 3, 4]);

const unitFields = (id: number, unit: number, data: Uint8Array, direction: Direction): Body => {
  const raw = data[0] ?? 0;
  const code = raw & 0x7f;
  const [name, access] = FUNCTIONS[code] ?? ['Unknown', 'NONE'];
  return {
    transaction_id: id,
    protocol_id: 0,
    unit_id: unit,
    function_raw: raw,
    function_code: name,
    access_type: access,
    category: categoryOf(code),
    ...(raw & 0x80 ? { exception: { raw: data[1] ?? 0 } } : {}),
    ...(direction === 0 && READS.has(code) && data.length >= 5
      ? { read: { address: u16(data, 1), quantity: u16(data, 3) } }
      : {}),
    ...(direction === 0 && (code === 5 || code === 6) && data.length >= 5
      ? { write: { address: u16(data, 1), data: u16(data, 3) } }
      : {}),
  };
};

/**
 * Parser of Modbus over TCP: one `modbus` record a request with its response, the request alone when the flow ends
 * before. At most 256 requests wait at a time. A header whose protocol is not 0 or whose length does not fit stops the
 * direction.
 */
export const modbusParser = (host: AppHost): AppParser => {
  const open = new Map<number, Body>();
  let count = 0;
  const record = (fields: Body): void => {
    count += 1;
    host.record('modbus', { modbus: { id: count, ...fields } }, 0);
  };
  const onUnit = (direction: Direction, id: number, fields: Body): void => {
    const request = open.get(id);
    if (direction === 1) {
      open.delete(id);
      return record(request === undefined ? { response: fields } : { request, response: fields });
    }
    if (request !== undefined || open.size >= MAX_OPEN) host.anomaly('modbus', 'flooded', direction);
    if (open.size < MAX_OPEN) open.set(id, fields);
  };
  const side = (direction: Direction) =>
    createAssembler(HEADER_BYTES + MAX_UNIT, (bytes) => {
      if (bytes.length < HEADER_BYTES) return 0;
      const length = u16(bytes, 4);
      if (u16(bytes, 2) !== 0 || length < 2 || length > MAX_UNIT) {
        host.anomaly('modbus', u16(bytes, 2) === 0 ? 'invalid_length' : 'invalid_protocol_id', direction);
        sides[direction].stop();
        return 0;
      }
      const total = 6 + length;
      if (bytes.length < total) return -total;
      const data = bytes.subarray(HEADER_BYTES, total);
      onUnit(direction, u16(bytes, 0), unitFields(u16(bytes, 0), bytes[6] ?? 0, data, direction));
      return total;
    });
  const sides = [side(0), side(1)] as const;
  return {
    data: (direction, bytes) => sides[direction].push(bytes),
    gap: (direction, size) => sides[direction].gap(size),
    end: () => {
      for (const request of open.values()) record({ request });
      open.clear();
    },
    done: () => sides[0].stopped() && sides[1].stopped(),
  };
};
