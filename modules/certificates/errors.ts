import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Errors of this module. */
export const certificatesErrors = defineErrors({
  'certificates.unknown': {
    status: 404,
    zh: '没有这张证书',
    en: 'There is no such certificate',
    doZh: '核对序列号后重新查找',
    doEn: 'Check the serial number and search again',
  },
  'certificates.authority-unknown': {
    status: 404,
    zh: '没有这个证书机构',
    en: 'There is no such authority',
    doZh: '在“证书管理”页面查看已建立的证书机构',
    doEn: 'See the page of certificates for the authorities that exist',
  },
  'certificates.authority-taken': {
    status: 409,
    zh: '已有同名的证书机构',
    en: 'An authority has this name already',
    doZh: '换一个名称；证书机构的名称不能重复使用',
    doEn: 'Choose another name; names of authorities are not used again',
  },
  'certificates.profile-unknown': {
    status: 404,
    zh: '没有这个证书模板',
    en: 'There is no such profile',
    doZh: '在“证书模板”页签查看可用的模板',
    doEn: 'See the tab of profiles for those that exist',
  },
  'certificates.profile-built-in': {
    status: 409,
    zh: '内置模板不能修改',
    en: 'A built-in profile is not changed',
    doZh: '用另一个标识新建模板',
    doEn: 'Add a profile with another id',
  },
  'certificates.request-unreadable': {
    status: 422,
    zh: '证书请求无法识别',
    en: 'The certification request cannot be read',
    doZh: '请提供 PKCS#10 证书请求（PEM 或 DER），并确认签名正确',
    doEn: 'Give a PKCS #10 request (PEM or DER) that is signed with its own key',
  },
  'certificates.request-refused': {
    status: 422,
    zh: '证书请求不符合模板',
    en: 'The request does not fit the profile',
    doZh: '按 detail.reason 修改请求，或选择其他模板',
    doEn: 'Change the request as detail.reason says, or take another profile',
  },
  'certificates.binding-missing': {
    status: 422,
    zh: '该模板要求绑定车辆或设备',
    en: 'The profile demands a vehicle or device',
    doZh: '填写 VIN 或设备编号',
    doEn: 'Give the VIN or the id of the device',
  },
  'certificates.vehicle-unknown': {
    status: 422,
    zh: 'VIN 不是已登记车辆',
    en: 'The VIN is no registered vehicle',
    doZh: '先在资产中登记车辆，或在设置中允许未登记车辆',
    doEn: 'Register the vehicle first, or allow unknown vehicles in the settings',
  },
  'certificates.key-used': {
    status: 409,
    zh: '该公钥已有其他对象的证书',
    en: 'The public key has a certificate for another subject already',
    doZh: '请为每个对象重新生成密钥对',
    doEn: 'Make a key pair of its own for every subject',
  },
  'certificates.role-refused': {
    status: 403,
    zh: '您的角色不能申请该模板的证书',
    en: 'Your role may not ask for certificates of this profile',
    doZh: '请由模板允许的角色申请',
    doEn: 'Let somebody ask whose role the profile names',
  },
  'certificates.not-renewable': {
    status: 409,
    zh: '证书现在不能更新',
    en: 'The certificate cannot be renewed now',
    doZh: '在模板规定的更新期内，对有效证书申请更新',
    doEn: 'Ask within the renewal window of the profile, for a valid certificate without successor',
  },
  'certificates.same-person': {
    status: 403,
    zh: '申请人不能批准自己的申请',
    en: 'Nobody approves what he asked for himself',
    doZh: '请由另一人批准',
    doEn: 'Let another person decide',
  },
  'certificates.decided': {
    status: 409,
    zh: '该申请已有决定',
    en: 'This was decided already',
    doZh: '刷新列表查看结果',
    doEn: 'Reload the list to see the result',
  },
  'certificates.nothing-waits': {
    status: 404,
    zh: '没有这个申请',
    en: 'There is no such request',
    doZh: '刷新列表',
    doEn: 'Reload the list',
  },
  'certificates.state-refused': {
    status: 409,
    zh: '证书的状态不允许此操作',
    en: 'The state of the certificate does not allow this',
    doZh: '已吊销的证书不能恢复；只有暂停的证书才能解除暂停',
    doEn: 'A revoked certificate stays revoked; only a suspended one is lifted',
  },
  'certificates.key-sealed': {
    status: 409,
    zh: '根密钥处于封存状态',
    en: 'The key of the root is sealed',
    doZh: '提出密钥仪式，由另一人批准后使用',
    doEn: 'Propose a ceremony and let another person approve it',
  },
  'certificates.authority-revoked': {
    status: 409,
    zh: '证书机构已吊销',
    en: 'The authority is revoked',
    doZh: '改用其他签发机构',
    doEn: 'Use another issuing authority',
  },
  'certificates.batch-unreadable': {
    status: 422,
    zh: '批次文件无法识别',
    en: 'The file of the batch cannot be read',
    doZh: '提供 CSV（VIN 或设备编号，证书请求）或证书请求的 ZIP，文件名为 VIN 或设备编号',
    doEn: 'Give a CSV (VIN or device, request), or a ZIP of requests that are named by VIN or device',
  },
  'certificates.not-published': {
    status: 404,
    zh: '尚无此文件',
    en: 'There is no such file yet',
    doZh: '核对地址；新建的证书机构在几分钟内发布首个吊销列表',
    doEn: 'Check the address; a new authority publishes its first list within minutes',
  },
  'certificates.no-escrow': {
    status: 404,
    zh: '该证书没有托管的加密密钥',
    en: 'No encryption key of this certificate is kept',
    doZh: '只有 TLCP 双证书中的加密证书有托管密钥',
    doEn: 'Only the encryption certificate of a TLCP pair has one',
  },
});

/** Codes of the errors of this module. */
export type CertificatesErrorCode = keyof typeof certificatesErrors;

/** Builds an error of this module; the caller throws it. */
export const certificatesError = (
  code: CertificatesErrorCode,
  detail: ErrorDetail = {},
  cause?: unknown,
): DomainError<CertificatesErrorCode> => new DomainError(code, detail, cause);
