import { isIP } from 'node:net';
import type { RefusalKind } from '../refusal-contract.ts';
import { subjectName } from './subject.ts';

const SUBJECT = /^[^\s,;]{1,64}$/;
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** An address as connections show it: IPv4 in IPv6 as IPv4, lower case. */
export const plainAddress = (ip: string): string => ip.trim().replace(MAPPED, '').toLowerCase();

/** Networks that are never kept out: the machine itself. */
const isOwn = (ip: string): boolean => ip === '::1' || ip.startsWith('127.') || ip === '0.0.0.0' || ip === '::';

/** The value in the form in which it is compared, or undefined when it may not be kept out. */
export const refusalValue = (kind: RefusalKind, value: string): string | undefined => {
  if (kind === 'subject') return SUBJECT.test(value.trim()) ? subjectName(value) : undefined;
  const ip = plainAddress(value);
  return isIP(ip) === 0 || isOwn(ip) ? undefined : ip;
};
