import {
  createReassembler,
  createRegistry,
  messageName,
  toEvents,
  type Frame,
  type FrameEvent,
  type LostMessage,
} from '@chedun/jtt808';
import type { Peer } from '../domain/records.ts';
import type { NoteFields } from './own-note.ts';

/** A record about terminals that needs memory, so that only the listener can make it. */
interface TerminalNote {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly fields: NoteFields;
}

/** What a frame led to. */
interface Noticed {
  readonly notes: readonly TerminalNote[];
  /** The whole message, when the frame was its last missing sub-package. */
  readonly joined: Frame | undefined;
}

/** Follows all terminals of the process. */
export interface TerminalWatch {
  readonly observe: (frame: Frame, peer: Peer, now: number) => Noticed;
}

/** Terminals that are remembered, about 200 bytes each. */
const MOST_TERMINALS = 200_000;
const NOTICES: ReadonlySet<unknown> = new Set(['re_registration', 'terminal_changed', 'source_changed']);
const MOST_MISSING = 64;

/** A terminal is known by its phone number without the zeros that the header of 2019 adds. */
export const plainPhone = (phone: string): string => phone.replace(/^0+/, '');

const part = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The log source, the terminal as host, and one line to read. */
const told = (fields: NoteFields): NoteFields => {
  const host = plainPhone(part(fields['phone']));
  const status = fields['status'] === 'ok' ? '' : part(fields['status']);
  const words = ['JT/T 808', part(fields['cmd']), status, part(fields['jt808.signal'])];
  const message = words.filter((word) => word !== '').join(' ');
  return { product: 'vehicle', category: 'jt808', ...(host === '' ? {} : { host }), message, ...fields };
};

/** A note about a terminal. */
export const terminalFields = (cmd: string, status: string, peer: Peer, more: NoteFields): NoteFields =>
  told({ protocol: 'jtt808', cmd, status, src_ip: peer.ip, src_port: peer.port, ...more });

const noteOf = ({ time, fields }: FrameEvent, now: number, more: NoteFields): TerminalNote => ({
  time: time ?? now,
  fields: told({ ...fields, ...more }),
});

const lostNote = (lost: LostMessage, peer: Peer, now: number): TerminalNote => ({
  time: now,
  fields: terminalFields(messageName(lost.messageId), 'fragment', peer, {
    phone: lost.phone,
    cmd_code: lost.messageId,
    'jt808.signal': 'packages_lost',
    'jt808.package_total': lost.packageTotal,
    'jt808.missing': lost.missing.slice(0, MOST_MISSING),
    'jt808.reason': lost.reason,
  }),
});

/**
 * Opens the watch: registrations and sources of terminals against what was seen before, and messages in sub-packages
 * put together. Both are bounded; what has to make room is noted.
 */
export const watchTerminals = (): TerminalWatch => {
  const registry = createRegistry(MOST_TERMINALS);
  const reassembler = createReassembler();

  const join = (frame: Frame, peer: Peer, now: number): Noticed => {
    const added = reassembler.add(frame, now);
    const lost = added.lost.map((each) => lostNote(each, peer, now));
    if (added.kind === 'waiting') return { notes: lost, joined: undefined };
    if (added.kind === 'refused') {
      const fields = terminalFields(messageName(frame.header.messageId), 'fragment', peer, {
        phone: frame.header.phone,
        cmd_code: frame.header.messageId,
        'jt808.signal': 'packages_refused',
        'jt808.reason': added.reason,
      });
      return { notes: [...lost, { time: now, fields }], joined: undefined };
    }
    const meta = { received: now, srcIp: peer.ip, srcPort: peer.port, skippedBefore: 0 };
    const whole = toEvents(added.frame, meta).map((event) => noteOf(event, now, { 'jt808.joined': true }));
    return { notes: [...lost, ...whole], joined: added.frame };
  };

  return {
    observe: (frame, peer, now) => {
      const notices = registry.observe(frame, peer.ip);
      const meta = { received: now, srcIp: peer.ip, srcPort: peer.port, skippedBefore: 0, notices };
      const noticed =
        notices.length === 0
          ? []
          : toEvents(frame, meta)
              .filter(({ fields }) => NOTICES.has(fields['jt808.signal']))
              .map((event) => noteOf(event, now, {}));
      if (frame.status !== 'fragment') return { notes: noticed, joined: undefined };
      const { notes, joined } = join(frame, peer, now);
      return { notes: [...noticed, ...notes], joined };
    },
  };
};
