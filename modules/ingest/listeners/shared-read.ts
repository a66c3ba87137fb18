import { Socket, type SocketConstructorOpts } from 'node:net';

/** Memory that the reads of all connections of a listener go through, one after the other. */
const READ_BYTES = 64 * 1024;

/** Takes over accepted sockets so that their bytes come in one memory for all of them. */
export type SharedRead = (accepted: Socket, onBytes: (chunk: Buffer) => void) => Socket | undefined;

/** What a socket of Node keeps of the system; no type of Node tells it. */
interface Wrapped {
  _handle: object | null | undefined;
}

/**
 * A stream of Node takes 64 KiB of fresh memory for every packet, which is most of what a fleet of vehicles costs that send
 * one short report each. `new net.Socket({ onread })` reads into memory of ours instead, but a server makes its sockets
 * itself: so the connection is moved to a socket of that kind. The server must accept with `pauseOnConnect`. A chunk is
 * valid during the call only. Undefined where this Node does not allow it; then the accepted socket is as it was.
 */
export const sharedRead = (): SharedRead => {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  return (accepted, onBytes) => {
    const from = accepted as unknown as Wrapped;
    const handle = from._handle;
    if (typeof handle !== 'object' || handle === null) return undefined;
    const onread = {
      buffer,
      callback: (size: number): boolean => {
        onBytes(buffer.subarray(0, size));
        return !socket.isPaused();
      },
    };
    const options: unknown = { handle, onread, readable: true, writable: true };
    const socket: Socket = new Socket(options as SocketConstructorOpts);
    // Without its handle the old socket closes nothing but its place in the count of the server.
    from._handle = null;
    accepted.destroy();
    socket.resume();
    return socket;
  };
};
