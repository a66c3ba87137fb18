import { DomainError } from '@chedun/kernel';
import type { NativeValue } from '../native.ts';
import { expectOk, loadSdf, SdfFailure, type Sdf, type SdfName } from './library.ts';

const MOST_ATTEMPTS = 3;

/** What one open session of a device can do. */
export interface SdfSession {
  /** Calls a function that must answer SDR_OK; the session comes first by itself. */
  readonly call: (name: SdfName, ...args: readonly NativeValue[]) => Promise<void>;
  /** The right to use the private key of an index, asked for once a session. */
  readonly requireAccess: (index: number) => Promise<void>;
}

/** A device that is used by one session, one work after the other. */
export interface SdfConnection {
  /** Runs a work; when the device was lost, opens it again and runs the work again, at most three times. */
  readonly use: <R>(work: (session: SdfSession) => Promise<R>) => Promise<R>;
  readonly close: () => Promise<void>;
}

interface Opened extends SdfSession {
  readonly close: () => Promise<void>;
}

const handleFrom = async (name: SdfName, start: (into: Buffer) => Promise<number>): Promise<bigint> => {
  const into = Buffer.alloc(8);
  expectOk(name, await start(into));
  return into.readBigUInt64LE();
};

const openSession = async (sdf: Sdf, password: string): Promise<Opened> => {
  const device = await handleFrom('OpenDevice', (into) => sdf.OpenDevice(into));
  const session = await handleFrom('OpenSession', (into) => sdf.OpenSession(device, into)).catch(
    async (error: unknown) => {
      await sdf.CloseDevice(device);
      throw error;
    },
  );
  const granted = new Set<number>();
  return {
    call: async (name, ...args) => expectOk(name, await sdf[name](session, ...args)),
    requireAccess: async (index) => {
      if (granted.has(index)) return;
      const secret = Buffer.from(password);
      const code = await sdf.GetPrivateKeyAccessRight(session, index, secret, secret.length);
      secret.fill(0);
      expectOk('GetPrivateKeyAccessRight', code);
      granted.add(index);
    },
    close: async () => {
      for (const index of granted) await sdf.ReleasePrivateKeyAccessRight(session, index);
      await sdf.CloseSession(session);
      await sdf.CloseDevice(device);
    },
  };
};

const codeOf = (failure: SdfFailure): string => {
  if (failure.place === 'GetPrivateKeyAccessRight' && !failure.lost) return 'keys.device-pin';
  return failure.keyAbsent ? 'keys.device-absent' : 'keys.device-failed';
};

const told = (error: unknown, file: string): unknown =>
  error instanceof SdfFailure
    ? new DomainError(codeOf(error), { file, reason: error.message, code: error.code })
    : error;

/** Opens the device of a library. Throws `keys.device-library` and `keys.device-failed`. */
export const openSdfConnection = async (file: string, password: string): Promise<SdfConnection> => {
  const sdf = await loadSdf(file);
  let open: Opened | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  /** A refused password is told again and tried once. */
  let refused: SdfFailure | undefined;
  const drop = async (): Promise<void> => {
    const session = open;
    open = undefined;
    await session?.close();
  };
  const attempt = async <R>(work: (session: SdfSession) => Promise<R>, left: number): Promise<R> => {
    try {
      if (refused !== undefined) throw refused;
      open ??= await openSession(sdf, password);
      return await work(open);
    } catch (error) {
      if (!(error instanceof SdfFailure)) throw error;
      await drop();
      if (codeOf(error) === 'keys.device-pin') refused = error;
      if (left > 1 && error.lost) return attempt(work, left - 1);
      throw told(error, file);
    }
  };
  const use: SdfConnection['use'] = (work) => {
    const next = queue.then(() => attempt(work, MOST_ATTEMPTS));
    queue = next.catch(() => undefined);
    return next;
  };
  await use(async () => undefined);
  return { use, close: async () => void (await queue.then(drop)) };
};
