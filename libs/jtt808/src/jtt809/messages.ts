import { byte, bytes, dword, padded, raw, restBytes, word } from '../layout.ts';
import type { Layout } from '../layout.ts';

/** Editions of JT/T 809; 2019 has the UTC time in its header. */
export type Edition809 = '2011' | '2019';

interface Message809 {
  readonly name: string;
  readonly layouts: readonly Layout[];
}

const login2011: Layout = [dword('userId'), padded('password', 8), padded('downLinkIp', 32), word('downLinkPort')];
const login2019: Layout = [
  dword('userId'),
  padded('password', 8),
  dword('accessCode'),
  padded('downLinkIp', 32),
  word('downLinkPort'),
];
const result: Layout = [byte('result')];
const reason: Layout = [byte('reason')];
const verify: Layout = [dword('verifyCode')];

/** Business about one vehicle: plate, colour, sub id and sub body. */
const vehicle: Layout = [padded('plateNo', 21), byte('plateColor'), word('subId'), bytes('data', 4)];
/** Business about no vehicle (some messages of 1300 and 9300). */
const platform: Layout = [word('subId'), bytes('data', 4)];
const opaque: Layout = [restBytes('data')];

const message = (name: string, ...layouts: readonly Layout[]): Message809 => ({ name, layouts });
const business = (name: string): Message809 => message(name, vehicle, platform);

const MESSAGES: ReadonlyMap<number, Message809> = new Map([
  [0x1001, message('up_login', login2011, login2019)],
  [0x1002, message('up_login_answer', [byte('result'), dword('verifyCode')])],
  [0x1003, message('up_logout', [dword('userId'), padded('password', 8)])],
  [0x1004, message('up_logout_answer', [])],
  [0x1005, message('up_keep_alive', [])],
  [0x1006, message('up_keep_alive_answer', [])],
  [0x1007, message('up_disconnect', reason)],
  [0x1008, message('up_close', reason)],
  [0x1102, message('up_link_statistics', opaque)],
  [0x1103, message('up_serial_notice', opaque)],
  [0x1200, business('up_vehicle_dynamics')],
  [0x1300, business('up_platform')],
  [0x1400, business('up_alarm')],
  [0x1500, business('up_control')],
  [0x1600, business('up_static')],
  [0x9001, message('down_login', verify)],
  [0x9002, message('down_login_answer', result)],
  [0x9003, message('down_logout', verify)],
  [0x9004, message('down_logout_answer', [])],
  [0x9005, message('down_keep_alive', [])],
  [0x9006, message('down_keep_alive_answer', [])],
  [0x9007, message('down_disconnect', reason)],
  [0x9008, message('down_close', reason)],
  [0x9101, message('position_count', [dword('total'), raw('startTime', 8), raw('endTime', 8)])],
  [0x9102, message('down_link_statistics', opaque)],
  [0x9103, message('down_serial_notice', opaque)],
  [0x9200, business('down_vehicle_dynamics')],
  [0x9300, business('down_platform')],
  [0x9400, business('down_alarm')],
  [0x9500, business('down_control')],
  [0x9600, business('down_static')],
]);

/** Ids of the messages of JT/T 809 that are known. */
export const MESSAGE_IDS_809: readonly number[] = [...MESSAGES.keys()];

/** Layouts of a body, likeliest first; none for an unknown message. */
export const layouts809 = (id: number): readonly Layout[] => MESSAGES.get(id)?.layouts ?? [];

/** snake_case name of a message of JT/T 809: `up_login`, `unknown_1234`. */
export const messageName809 = (id: number): string =>
  MESSAGES.get(id)?.name ?? `unknown_${id.toString(16).padStart(4, '0')}`;
