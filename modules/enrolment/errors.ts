import { defineErrors } from '@chedun/kernel';

/** Errors of this module. */
export const enrolmentErrors = defineErrors({
  'enrolment.port-unusable': {
    status: 503,
    zh: '证书协议的监听端口不可用',
    en: 'The port of the certificate protocols cannot be used',
    doZh: '更换 enrolment.port 或 enrolment.host，或停用占用该端口的程序',
    doEn: 'Change enrolment.port or enrolment.host, or stop what uses that port',
  },
  'enrolment.tls-unreadable': {
    status: 503,
    zh: '证书协议的 TLS 证书或私钥无法读取',
    en: 'The TLS certificate or key of the certificate protocols cannot be read',
    doZh: '核对 enrolment.tls.cert 与 enrolment.tls.key 指向的 PEM 文件',
    doEn: 'Check the PEM files that enrolment.tls.cert and enrolment.tls.key name',
  },
  'enrolment.cmp-refused': {
    status: 422,
    zh: 'CMP 请求被拒绝',
    en: 'A request of CMP is refused',
    doZh: '按 detail.reason 修改设备侧的请求后重试',
    doEn: 'Change the request of the device as detail.reason says, and try again',
  },
  'enrolment.subject-missing': {
    status: 422,
    zh: '该模板要求为每条密钥指定车辆或设备',
    en: 'The profile demands a vehicle or device for every secret',
    doZh: '为 detail.line 指出的行补全 VIN 或设备编号',
    doEn: 'Give VIN or device in the line that detail.line names',
  },
  'enrolment.secret-unknown': {
    status: 404,
    zh: '没有这条可用的设备密钥',
    en: 'There is no such secret that may be used',
    doZh: '刷新列表；已使用或已作废的密钥不能再作废',
    doEn: 'Reload the list; a secret that is spent or withdrawn stays so',
  },
});
