import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOf } from './capture.ts';
import type { Recorded } from './talks.ts';

/** What the dissector of Wireshark makes of a conversation. */
export interface Dissected {
  /** Kinds of handshake messages in order, as far as it can see; those under protection included. */
  readonly messages: readonly string[];
  /** Data that it opened, in order. */
  readonly data: readonly string[];
  /** Names of suites that were chosen. */
  readonly suite: string;
  readonly alert: string;
}

/** Of Debian's package of the same name. */
const DISSECTOR = 'tshark';

/** Whether tshark is there and knows the suites. */
export const hasTshark = (): boolean => {
  const { status, stdout } = spawnSync(DISSECTOR, ['-G', 'values'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 && stdout.includes('ECC_SM4_GCM_SM3');
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const FIELDS = ['tls.handshake.type', 'tls.handshake.ciphersuite', 'data.data', 'tls.alert_message.desc'];

/**
 * Gives tshark the capture and the premaster secret alone: what it opens, it opens with a master secret, keys, MAC and cipher of
 * its own making. Records whose MAC or tag is wrong for it stay closed.
 */
export const dissect = ({ pieces, clientRandom, premaster }: Recorded): Dissected => {
  const folder = mkdtempSync(join(tmpdir(), 'chedun-tlcp-'));
  try {
    const [capture, keys] = [join(folder, 'talk.pcap'), join(folder, 'keys.txt')];
    writeFileSync(capture, captureOf(pieces));
    writeFileSync(keys, `PMS_CLIENT_RANDOM ${hex(clientRandom)} ${hex(premaster)}\n`);
    const options = ['-r', capture, '-o', `tls.keylog_file:${keys}`, '-d', 'tcp.port==4433,tls', '-T', 'fields'];
    const { stdout } = spawnSync(DISSECTOR, [...options, ...FIELDS.flatMap((name) => ['-e', name])], {
      encoding: 'utf8',
    });
    const rows = stdout.split('\n').map((line) => line.split('\t'));
    const column = (at: number): readonly string[] => rows.flatMap((row) => (row[at] ?? '').split(',')).filter(Boolean);
    return {
      messages: column(0),
      suite: rows.map((row) => row[1] ?? '').filter((text) => text !== '' && !text.includes(','))[0] ?? '',
      data: column(2).map((digits) => Buffer.from(digits, 'hex').toString('utf8')),
      alert: column(3).join(','),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
