/** Texts that are everywhere in logs, with the share of values that contain them. */
const COMMON: readonly (readonly [text: string, share: number])[] = [
  ['c:\\windows\\system32\\', 0.5],
  ['c:\\windows\\syswow64\\', 0.1],
  ['c:\\program files (x86)\\', 0.2],
  ['c:\\program files\\', 0.3],
  ['c:\\users\\', 0.2],
  ['c:\\programdata\\', 0.1],
  ['\\appdata\\local\\temp\\', 0.1],
  ['\\appdata\\roaming\\', 0.1],
  ['\\microsoft\\windows\\', 0.2],
  ['hklm\\software\\microsoft\\windows\\currentversion\\', 0.2],
  ['hklm\\system\\currentcontrolset\\services\\', 0.2],
  ['hklm\\system\\currentcontrolset\\control\\', 0.1],
  ['hkcu\\software\\microsoft\\', 0.1],
  ['\\device\\harddiskvolume', 0.2],
  ['\\services.exe', 0.05],
  ['\\svchost.exe', 0.2],
  ['\\explorer.exe', 0.1],
  ['\\powershell.exe', 0.1],
  ['powershell', 0.1],
  ['\\cmd.exe', 0.1],
  ['\\rundll32.exe', 0.05],
  ['\\msiexec.exe', 0.03],
  ['\\lsass.exe', 0.05],
  ['.exe', 0.7],
  ['.dll', 0.3],
  ['.txt', 0.03],
  ['.ps1', 0.05],
  ['nt authority\\system', 0.4],
  ['authority', 0.4],
  ['microsoft-windows-', 0.5],
  ['https://', 0.1],
  ['http://', 0.1],
  ['(default)', 0.05],
  ['dword (0x00000000)', 0.1],
  ['dword (0x00000001)', 0.1],
  ['accept', 0.1],
  ['success', 0.3],
  ['true', 0.3],
  ['false', 0.3],
];

/** Share of texts that a letter of ordinary logs is found at one place with, as a negative logarithm. */
const weightOf = (code: number): number => {
  if (code >= 0x80) return 4;
  if (code >= 0x61 && code <= 0x7a) return 2.2;
  if (code >= 0x30 && code <= 0x39) return 2;
  if (code === 0x20 || code === 0x5c || code === 0x2e || code === 0x2d || code === 0x2f || code === 0x3a) return 1.6;
  return 3;
};

const MAX_TRIES = 150;

/**
 * Estimated share of events in which `text` (folded) occurs in the field. Only the order of the results matters:
 * it decides which part of a rule is looked for. Event ids and the like are frequent although they are exact.
 */
export const literalRate = (field: string | null, text: string, atStart: boolean, atEnd: boolean): number => {
  let weight = 0;
  for (let index = 0; index < text.length; index += 1) weight += weightOf(text.charCodeAt(index));
  const places = atStart || atEnd ? 4 : field === null ? MAX_TRIES * 10 : MAX_TRIES;
  let rate = Math.min(1, places * Math.exp(-weight));
  for (const [common, share] of COMMON)
    if (common.includes(text) && (text.length > 3 || text === common)) rate = Math.max(rate, share);
  return Math.max(rate, floorOf(field, atStart && atEnd));
};

const floorOf = (field: string | null, exact: boolean): number => {
  if (field === 'EventID' || field === 'EventCode') return 0.02;
  if (field === 'Provider_Name' || field === 'Channel' || field === 'EventType') return 0.2;
  return exact ? 1e-4 : 1e-6;
};
