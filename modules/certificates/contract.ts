/** Contract of the certificates module. Isomorphic: the console, the command line and other modules import it. */
export * from './contract/asks.ts';
export * from './contract/certificates.ts';
export * from './contract/operate.ts';
