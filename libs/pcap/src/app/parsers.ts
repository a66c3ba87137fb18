import { dnsOverTcp, dnsOverUdp } from './dns/parser.ts';
import type { AppHost, AppParser, AppProto } from './host.ts';
import { httpParser } from './http/parser.ts';
import { http2Parser } from './http2/parser.ts';
import { kerberosOverTcp, kerberosOverUdp } from './krb5.ts';
import { modbusParser } from './modbus.ts';
import { mqttParser } from './mqtt/parser.ts';
import { quicParser } from './quic/parser.ts';
import { tlsParser } from './tls/parser.ts';

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
      return http2Parser;
    case 'modbus':
      return modbusParser;
    case 'krb5':
      return overTcp ? kerberosOverTcp : kerberosOverUdp;
    case 'quic':
      return quicParser;
  }
};
