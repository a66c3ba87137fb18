export { describeConfig } from './describe.ts';
export type { DescribedSetting } from './describe.ts';
export { configErrors } from './errors.ts';
export { loadConfig } from './load.ts';
export type { ConfigInput, LoadedConfig } from './load.ts';
export { configSchema } from './schema.ts';
export type { Config } from './schema.ts';
export { settings } from './settings.ts';
export type { Setting, SettingForm } from './settings.ts';
