import type { Frame } from './frame.ts';

/** What a registration (0100) or authentication (0102) means against what was seen before. */
export interface RegistryNotice {
  readonly kind: 're_registration' | 'terminal_changed' | 'source_changed';
  readonly phone: string;
  /** Terminal id or source before and now. */
  readonly before: string;
  readonly now: string;
}

/** Remembers terminals by phone number. */
export interface Registry {
  /** Takes every frame with a right checksum; `source` names the peer (address, without the port). */
  readonly observe: (frame: Frame, source: string) => readonly RegistryNotice[];
  readonly size: () => number;
}

interface Terminal {
  readonly deviceId: string;
  readonly source: string;
}

const REGISTER = 0x0100;
const AUTHENTICATE = 0x0102;
const LOGOUT = 0x0003;

const deviceOf = (frame: Frame): string => {
  if (frame.body.kind === 'raw') return '';
  const { deviceId } = frame.body.values;
  return typeof deviceId === 'string' ? deviceId : '';
};

/**
 * Creates a registry of at most `max` phone numbers; the one seen longest ago makes room. Reported are: a registration
 * of a phone that is registered and did not log out (0003), one with another terminal id, and a registration or
 * authentication from another source than the last.
 */
export const createRegistry = (max: number): Registry => {
  const terminals = new Map<string, Terminal>();

  const remember = (phone: string, terminal: Terminal): void => {
    terminals.delete(phone);
    const [oldest] = terminals.keys();
    if (terminals.size >= max && oldest !== undefined) terminals.delete(oldest);
    terminals.set(phone, terminal);
  };

  const observe = (frame: Frame, source: string): readonly RegistryNotice[] => {
    if (frame.status === 'checksum') return [];
    const { messageId, phone } = frame.header;
    const known = terminals.get(phone);
    if (messageId === LOGOUT) terminals.delete(phone);
    if (messageId !== REGISTER && messageId !== AUTHENTICATE) return [];
    const deviceId = messageId === REGISTER ? deviceOf(frame) : (known?.deviceId ?? '');
    remember(phone, { deviceId, source });
    if (known === undefined) return [];
    const notices: RegistryNotice[] = [];
    if (messageId === REGISTER) {
      const changed = known.deviceId !== '' && known.deviceId !== deviceId;
      notices.push({
        kind: changed ? 'terminal_changed' : 're_registration',
        phone,
        before: known.deviceId,
        now: deviceId,
      });
    }
    if (known.source !== source) notices.push({ kind: 'source_changed', phone, before: known.source, now: source });
    return notices;
  };

  return { observe, size: () => terminals.size };
};
