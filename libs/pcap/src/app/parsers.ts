import { dnsOverTcp, dnsOverUdp } from './dns/parser.ts';
import type { AppHost, AppParser, AppProto } from './host.ts';
import { httpParser } from './http/parser.ts';
import { mqttParser } from './mqtt/parser.ts';
import { tlsParser } from './tls/parser.ts';

const silent = (): AppParser => ({
  data: () => undefined,
  gap: () => undefined,
  end: () => undefined,
  done: () => true,
});

/** Builds parsers of a protocol. */
export const parserFor = (proto: AppProto, overTcp: boolean): ((host: AppHost) => AppParser) => {
  switch (proto) {
    case 'dns':
      return overTcp ? dnsOverTcp : dnsOverUdp;
    case 'tls':
      return tlsParser;
    case 'http':
      return httpParser;
    case 'mqtt':
      return mqttParser;
    case 'http2':
    case 'doh2':
    case 'modbus':
    case 'krb5':
    case 'quic':
      return silent;
  }
};
