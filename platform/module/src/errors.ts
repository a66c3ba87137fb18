import { defineErrors } from '@chedun/kernel';

const wrong = {
  status: 500,
  doZh: '修正模块的声明后重新启动',
  doEn: 'Correct the declaration of the module and start again',
};

/** Everything that the composer refuses; all of it is a mistake in a module, found before anything is opened or started. */
export const moduleErrors = defineErrors({
  'module.bad-name': { ...wrong, zh: '名称不符合约定', en: 'A name does not follow the convention' },
  'module.duplicate': { ...wrong, zh: '名称重复声明', en: 'A name is declared twice' },
  'module.missing-need': { ...wrong, zh: '所需模块不存在', en: 'A needed module does not exist' },
  'module.cycle': { ...wrong, zh: '模块之间循环依赖', en: 'Modules need each other in a circle' },
  'module.unknown-event': { ...wrong, zh: '没有模块声明该领域事件', en: 'No module declares this domain event' },
  'module.unknown-permission': { ...wrong, zh: '没有模块声明该权限', en: 'No module declares this permission' },
  'module.registry-early': {
    ...wrong,
    zh: '模块尚未全部构建',
    en: 'The registry was read before all modules were built',
  },
  'module.slow': {
    status: 503,
    zh: '模块未在时限内启动或停止',
    en: 'A module did not start or stop within the time limit',
    doZh: '查看日志中该模块的最后记录',
    doEn: 'See the last lines of this module in the log',
  },
});
