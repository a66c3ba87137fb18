import { DomainError } from '@chedun/kernel';
import { CKR, isLost, isPinRefusal } from './constants.ts';
import { loadCryptoki, type Cryptoki, type CryptokiName } from './cryptoki.ts';
import { wordAt, word } from './memory.ts';
import type { NativeValue } from '../native.ts';

const MOST_SLOTS = 256;
const TOKEN_INFO = 208;
const LABEL = 32;
const USER = 1;
const SERIAL_READ_WRITE = 6;
/** CK_C_INITIALIZE_ARGS: four functions and flags; CKF_OS_LOCKING_OK, because calls come from several threads. */
const INITIALIZE = Buffer.concat([Buffer.alloc(32), word(2), Buffer.alloc(8)]);
const MOST_ATTEMPTS = 3;

/** Which token, and what opens it. */
export interface TokenAddress {
  readonly modulePath: string;
  readonly token: string;
  readonly pin: string;
}

/** What one open session can do; throws {@link CryptokiFailure} inside, which {@link Token.use} judges. */
export interface Session {
  readonly cryptoki: Cryptoki;
  readonly handle: number;
  /** Calls a function that must answer CKR_OK; the session comes first by itself. */
  readonly call: (name: CryptokiName, ...args: readonly NativeValue[]) => Promise<void>;
}

/** A token that is used by one session, one work after the other. */
export interface Token {
  /** Runs a work; when the session was lost, opens another one and runs it again, at most three times. */
  readonly use: <R>(work: (session: Session) => Promise<R>) => Promise<R>;
  readonly close: () => Promise<void>;
}

class CryptokiFailure extends Error {
  readonly code: number;
  readonly place: CryptokiName;
  constructor(place: CryptokiName, code: number) {
    super(`C_${place} answers 0x${code.toString(16)}`);
    this.code = code;
    this.place = place;
  }
}

const expectOk = (place: CryptokiName, code: number, ...also: readonly number[]): void => {
  if (code !== CKR.ok && !also.includes(code)) throw new CryptokiFailure(place, code);
};

const findSlot = async (cryptoki: Cryptoki, label: string): Promise<number> => {
  const slots = Buffer.alloc(8 * MOST_SLOTS);
  const count = word(MOST_SLOTS);
  expectOk('getSlotList', await cryptoki.getSlotList(1, slots, count));
  const found: number[] = [];
  for (let index = 0; index < wordAt(count); index += 1) {
    const slot = wordAt(slots, index);
    const info = Buffer.alloc(TOKEN_INFO);
    if ((await cryptoki.getTokenInfo(slot, info)) !== CKR.ok) continue;
    if (info.toString('utf8', 0, LABEL).trimEnd() === label) found.push(slot);
  }
  const [slot] = found;
  if (slot === undefined || found.length > 1)
    throw new DomainError('keys.device-absent', { reason: `${found.length} tokens have the label ${label}` });
  return slot;
};

const openSession = async (cryptoki: Cryptoki, { token, pin }: TokenAddress): Promise<number> => {
  expectOk('initialize', await cryptoki.initialize(INITIALIZE), CKR.alreadyInitialized);
  const slot = await findSlot(cryptoki, token);
  const session = Buffer.alloc(8);
  expectOk('openSession', await cryptoki.openSession(slot, SERIAL_READ_WRITE, null, null, session));
  const handle = wordAt(session);
  const secret = Buffer.from(pin);
  const code = await cryptoki.login(handle, USER, secret, secret.length);
  secret.fill(0);
  if (code !== CKR.ok && code !== CKR.alreadyLoggedIn) await cryptoki.closeSession(handle);
  expectOk('login', code, CKR.alreadyLoggedIn);
  return handle;
};

const told = (error: unknown, { modulePath }: TokenAddress): unknown => {
  if (!(error instanceof CryptokiFailure)) return error;
  const detail = { file: modulePath, reason: error.message, code: error.code };
  return new DomainError(isPinRefusal(error.code) ? 'keys.device-pin' : 'keys.device-failed', detail);
};

/** Sessions of one token, opened when needed. */
const sessions = (cryptoki: Cryptoki, address: TokenAddress) => {
  let open: number | undefined;
  /** A wrong PIN is told again and again but tried once: three tries lock many tokens. */
  let refused: unknown;
  return {
    get: async (): Promise<number> => {
      if (refused !== undefined) throw refused;
      try {
        open ??= await openSession(cryptoki, address);
        return open;
      } catch (error) {
        if (error instanceof CryptokiFailure && isPinRefusal(error.code)) refused = error;
        throw error;
      }
    },
    /** Gives the session up; whether it still exists does not matter. */
    drop: async (): Promise<void> => {
      const handle = open;
      open = undefined;
      if (handle !== undefined) await cryptoki.closeSession(handle);
    },
  };
};

/** Opens a token by its label and signs in. Throws `keys.device-library`, `-absent`, `-pin` and `-failed`. */
export const openToken = async (address: TokenAddress): Promise<Token> => {
  const cryptoki = await loadCryptoki(address.modulePath);
  const { get, drop } = sessions(cryptoki, address);
  let queue: Promise<unknown> = Promise.resolve();
  const once = async <R>(work: (session: Session) => Promise<R>): Promise<R> => {
    const handle = await get();
    return work({
      cryptoki,
      handle,
      call: async (name, ...args) => expectOk(name, await cryptoki[name](handle, ...args)),
    });
  };
  const attempts = async <R>(work: (session: Session) => Promise<R>, left: number): Promise<R> => {
    try {
      return await once(work);
    } catch (error) {
      // A work that failed in its middle may leave an operation of the session active.
      if (error instanceof CryptokiFailure) await drop();
      if (left > 1 && error instanceof CryptokiFailure && isLost(error.code)) return attempts(work, left - 1);
      throw told(error, address);
    }
  };
  const use: Token['use'] = (work) => {
    const next = queue.then(() => attempts(work, MOST_ATTEMPTS));
    queue = next.catch(() => undefined);
    return next;
  };
  await use(async () => undefined);
  return { use, close: async () => void (await queue.then(drop)) };
};
