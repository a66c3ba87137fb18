import { useEffect, useSyncExternalStore } from 'react';
import { usePreferences } from '../app/preferences.ts';
import { FONT, MONO } from './fonts.ts';
import { paletteOf, variableName } from './palette.ts';
import type { Palette, ThemeName } from './palette.ts';

const darkQuery = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

const watchSystem = (listener: () => void): (() => void) => {
  const query = darkQuery();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** The face in use: the choice of the person, else the one of the system. */
export const useThemeName = (): ThemeName => {
  const { theme } = usePreferences();
  const systemDark = useSyncExternalStore(watchSystem, () => darkQuery().matches);
  if (theme === 'system') return systemDark ? 'dark' : 'light';
  return theme;
};

/** Colours for what is drawn by hand (charts, gauges). */
export const usePalette = (): Palette => paletteOf(useThemeName());

/** Writes the palette to the document as CSS variables. */
export const useDocumentTheme = (): ThemeName => {
  const name = useThemeName();
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = name;
    root.style.colorScheme = name;
    for (const [key, value] of Object.entries(paletteOf(name))) root.style.setProperty(variableName(key), value);
    root.style.setProperty('--font', FONT);
    root.style.setProperty('--mono', MONO);
  }, [name]);
  return name;
};
