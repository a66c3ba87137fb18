import { defineErrors } from '@chedun/kernel';

/** Everything that is wrong with a configuration. */
export const configErrors = defineErrors({
  'config.unknown-key': {
    status: 500,
    zh: '没有这个配置项',
    en: 'There is no such setting',
    doZh: '用 chedun config show 查看所有配置项及其写法',
    doEn: 'See all settings and their names with chedun config show',
  },
  'config.invalid-value': {
    status: 500,
    zh: '配置值无效',
    en: 'The value of a setting is not allowed',
    doZh: '按提示更正该值',
    doEn: 'Correct the value as the reason says',
  },
  'config.unreadable-file': {
    status: 500,
    zh: '配置文件无法读取',
    en: 'The configuration file cannot be read',
    doZh: '核对文件路径、权限和 YAML 格式',
    doEn: 'Check path, permissions and YAML of the file',
  },
});
