import type { CanDialogueRow } from '@chedun/captures/contract';
import type { TFunction } from 'i18next';

/** Services of ISO 14229-1 that have a name in the dictionary: x and the request identifier in hex. */
const SERVICES = [
  'x10',
  'x11',
  'x14',
  'x19',
  'x22',
  'x23',
  'x24',
  'x27',
  'x28',
  'x29',
  'x2A',
  'x2C',
  'x2E',
  'x2F',
  'x31',
  'x34',
  'x35',
  'x36',
  'x37',
  'x38',
  'x3D',
  'x3E',
  'x83',
  'x84',
  'x85',
  'x86',
  'x87',
] as const;

/** What a dialogue row is called: the service of UDS in the language of the reader, else the title of the server. */
export const dialogueTitle = (t: TFunction, { kind, code, title }: CanDialogueRow): string => {
  const service = kind === 'uds' ? SERVICES.find((name) => Number.parseInt(name.slice(1), 16) === code) : undefined;
  return service === undefined ? title : `0x${service.slice(1)} ${t(`can.udsService.${service}`)}`;
};
