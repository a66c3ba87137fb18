/** 0 towards the server (whoever did not start), 1 towards the client. */
export type Direction = 0 | 1;
