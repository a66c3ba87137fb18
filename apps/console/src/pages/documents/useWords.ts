import { useCallback } from 'react';
import { usePreferences } from '../../app/preferences.ts';

/** Picks the text of the language that the person chose. */
export const useWords = (): ((text: { readonly zh: string; readonly en: string }) => string) => {
  const { language } = usePreferences();
  return useCallback((text) => (language === 'en' ? text.en : text.zh), [language]);
};
