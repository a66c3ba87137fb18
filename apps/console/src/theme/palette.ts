/** The two faces of the console. */
export type ThemeName = 'light' | 'dark';

/** Every colour of the console by its duty; nothing else in the source names a colour. */
export interface Palette {
  readonly page: string;
  readonly surface: string;
  readonly raised: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly textSoft: string;
  readonly textFaint: string;
  readonly primary: string;
  readonly primarySoft: string;
  readonly onPrimary: string;
  readonly side: string;
  readonly sideText: string;
  readonly sideFaint: string;
  readonly sideActive: string;
  readonly critical: string;
  readonly high: string;
  readonly medium: string;
  readonly low: string;
  readonly info: string;
  readonly good: string;
  readonly mark: string;
}

/** Paper white with ink blue-green; the sidebar stays ink in both faces. */
export const LIGHT: Palette = {
  page: '#f3f5f7',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#f7f9fa',
  line: '#e3e8ec',
  lineStrong: '#cbd4da',
  text: '#17242d',
  textSoft: '#4f606c',
  textFaint: '#83929d',
  primary: '#0b6e7f',
  primarySoft: '#e2f1f3',
  onPrimary: '#ffffff',
  side: '#0f1f29',
  sideText: '#c9d6de',
  sideFaint: '#6f8592',
  sideActive: '#1a3440',
  critical: '#b3261e',
  high: '#d5602b',
  medium: '#bf8a00',
  low: '#3b7ba8',
  info: '#7b8994',
  good: '#2c8a5b',
  mark: '#fde9a8',
};

/** Night watch. */
export const DARK: Palette = {
  page: '#0c151b',
  surface: '#131f27',
  raised: '#1a2933',
  sunken: '#101b22',
  line: '#22323d',
  lineStrong: '#334754',
  text: '#dfe8ed',
  textSoft: '#a2b3be',
  textFaint: '#6d808c',
  primary: '#36a9b8',
  primarySoft: '#14343c',
  onPrimary: '#06171b',
  side: '#0a1218',
  sideText: '#b9c8d1',
  sideFaint: '#5f7380',
  sideActive: '#16303a',
  critical: '#ef5f57',
  high: '#f0874f',
  medium: '#e0b23c',
  low: '#5fa3d3',
  info: '#8a99a4',
  good: '#4fb883',
  mark: '#5c4a12',
};

/** The palette of a face. */
export const paletteOf = (theme: ThemeName): Palette => (theme === 'dark' ? DARK : LIGHT);

/** `textSoft` → `--text-soft`. */
export const variableName = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
