import { encodeMessage, type ArxmlFile, type IdsMessageInput } from '@chedun/idsm';

/** A message of an IdsM as bytes. */
export const idsMessage = (given: Partial<IdsMessageInput> & { readonly event: number }): Buffer =>
  Buffer.from(encodeMessage({ version: 1, idsm: 4, sensor: 3, count: 1, ...given }));

const definition = (name: string, id: number, symbol: string): string =>
  `<SECURITY-EVENT-DEFINITION><SHORT-NAME>${name}</SHORT-NAME>${symbol}<ID>${id}</ID></SECURITY-EVENT-DEFINITION>`;

const symbol = (text: string): string =>
  `<EVENT-SYMBOL-NAME><SHORT-NAME>S</SHORT-NAME><SYMBOL>${text}</SYMBOL></EVENT-SYMBOL-NAME>`;

/** A Security Extract with two definitions. */
export const IDS_EXTRACT: ArxmlFile = {
  name: 'ids.arxml',
  bytes: Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?><AUTOSAR xmlns="http://autosar.org/schema/r4.0"><AR-PACKAGES><AR-PACKAGE>' +
      '<SHORT-NAME>Ids</SHORT-NAME><ELEMENTS>' +
      definition('MacFailed', 44, symbol('SECOC_SEV_MAC_VERIFICATION_FAILED')) +
      definition('DoorForced', 0x8001, '') +
      '</ELEMENTS></AR-PACKAGE></AR-PACKAGES></AUTOSAR>',
  ),
};
