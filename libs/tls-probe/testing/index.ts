export { testCertificate } from './certificates.ts';
export type { TestCertificate, TestCertificateSpec } from './certificates.ts';
export { certificates, extension, flight13, message, record, serverHello } from './flight.ts';
