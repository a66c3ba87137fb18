import { defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const gatewayErrors = defineErrors({
  'gateway.bad-secret': {
    status: 422,
    zh: '密钥内容无法识别',
    en: 'The secret is not a key of this kind',
    doZh: '请提供 PEM、DER 十六进制，或对称密钥的 32 位十六进制',
    doEn: 'Give PEM, hex of the DER, or 32 hex digits of a symmetric key',
  },
  'gateway.secret-needed': {
    status: 422,
    zh: 'RSA 与 SM2 需要提供私钥',
    en: 'RSA and SM2 need a private key',
    doZh: '粘贴私钥（PEM 或十六进制）；只有 AES 与 SM4 可由平台生成',
    doEn: 'Give the private key as PEM or hex; only AES and SM4 keys are made here',
  },
  'gateway.no-such-key': {
    status: 404,
    zh: '没有这个有效密钥',
    en: 'There is no such key in force',
    doZh: '刷新列表后重试',
    doEn: 'Reload the list and try again',
  },
  'gateway.no-such-unit': {
    status: 404,
    zh: '没有这个路侧单元',
    en: 'There is no such roadside unit',
    doZh: '刷新列表后重试；写在配置文件中的单元请在配置文件中修改',
    doEn: 'Reload the list and try again; units of the settings are changed in the settings',
  },
  'gateway.road-sender-taken': {
    status: 409,
    zh: '该地址或主题已属于另一个路侧单元，未保存',
    en: 'This address or topic belongs to another roadside unit; nothing was saved',
    doZh: '改用其他地址或主题，或先修改原有单元',
    doEn: 'Use another one, or change the other unit first',
  },
  'gateway.too-many-units': {
    status: 422,
    zh: '路侧单元数量超出上限，未保存',
    en: 'There are too many roadside units; nothing was saved',
    doZh: '删除不再使用的单元后重试',
    doEn: 'Remove units that are no longer used and try again',
  },
  'gateway.bad-refusal': {
    status: 422,
    zh: '该地址或标识不能阻断',
    en: 'This address or subject cannot be kept out',
    doZh: '填写单个 IP 地址（不含本机地址和网段），或 VIN、终端号、车牌、platform:账号',
    doEn: 'Give one IP address (not of this machine, no network), or a VIN, terminal, plate or platform: account',
  },
  'gateway.bad-cursor': {
    status: 400,
    zh: '翻页位置无效',
    en: 'The position in the list is not valid',
    doZh: '从第一页重新开始',
    doEn: 'Begin again with the first page',
  },
});
