import { u16, u32 } from '../text.ts';

const ERRORS = [
  'NOERROR',
  'PROTOCOLERROR',
  'INTERNALERROR',
  'FLOWCONTROLERROR',
  'SETTINGSTIMEOUT',
  'STREAMCLOSED',
  'FRAMESIZEERROR',
  'REFUSEDSTREAM',
  'CANCEL',
  'COMPRESSIONERROR',
  'CONNECTERROR',
  'ENHANCEYOURCALM',
  'INADEQUATESECURITY',
  'HTTP11REQUIRED',
];

/** Name of an error code (RFC 9113, section 7); its number when it has none. */
export const errorName = (code: number): string => ERRORS[code] ?? String(code);

const SETTINGS = [
  'SETTINGSRESERVED',
  'SETTINGSHEADERTABLESIZE',
  'SETTINGSENABLEPUSH',
  'SETTINGSMAXCONCURRENTSTREAMS',
  'SETTINGSINITIALWINDOWSIZE',
  'SETTINGSMAXFRAMESIZE',
  'SETTINGSMAXHEADERLISTSIZE',
];
const MAX_SETTINGS = 64;

/** One parameter of a SETTINGS frame. */
export interface Setting {
  readonly settings_id: string;
  readonly settings_value: number;
}

/** Parameters of a SETTINGS frame (RFC 9113, 6.5.1), at most 64. */
export const readSettings = (body: Uint8Array): Setting[] => {
  const settings: Setting[] = [];
  for (let at = 0; at + 6 <= body.length && settings.length < MAX_SETTINGS; at += 6) {
    const id = u16(body, at);
    settings.push({ settings_id: SETTINGS[id] ?? String(id), settings_value: u32(body, at + 2) });
  }
  return settings;
};
