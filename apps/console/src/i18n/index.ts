import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { preferences } from '../app/preferences.ts';
import * as en from './en/index.ts';
import * as zhCN from './zh-CN/index.ts';

/** The texts of the console in both languages; Chinese is the original. */
export const i18n = i18next.createInstance();

void i18n.use(initReactI18next).init({
  lng: preferences().language,
  fallbackLng: 'zh-CN',
  resources: { 'zh-CN': { translation: { ...zhCN } }, en: { translation: { ...en } } },
  interpolation: { escapeValue: false },
  initAsync: false,
});
