/** A record that a listener makes itself: flat, on the common way of all records. */
export type NoteFields = Readonly<Record<string, unknown>>;

/** The bytes of such a record; `time` in milliseconds since 1970 UTC. */
export const noteBytes = (time: number, fields: NoteFields): Buffer =>
  Buffer.from(JSON.stringify({ time: new Date(time).toISOString(), ...fields }));

/** A record that says how many datagrams a UDP listener lost; `where` has its log source. */
export const gapNote = (time: number, where: NoteFields, lost: number, reason: string): Buffer =>
  noteBytes(time, { ...where, cmd: 'listener', status: 'gap', lost, reason });
