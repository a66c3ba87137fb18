import { defineErrors, DomainError, type ErrorDetail } from '@chedun/kernel';

/** Errors of this module. */
export const capturesErrors = defineErrors({
  'captures.unknown': {
    status: 404,
    zh: '没有这份记录，可能已被删除。',
    en: 'There is no such capture; it may have been deleted.',
    doZh: '刷新记录列表。',
    doEn: 'Reload the list of captures.',
  },
  'captures.empty': {
    status: 422,
    zh: '文件是空的，未保存。',
    en: 'The file is empty; nothing was kept.',
    doZh: '检查文件后重新上传。',
    doEn: 'Check the file and upload it again.',
  },
  'captures.kind-unknown': {
    status: 422,
    zh: '无法识别文件类型，未保存。',
    en: 'The kind of the file is not known; nothing was kept.',
    doZh: '上传 pcap、pcapng、candump、ASC、BLF、TRC、CSV 或 V2X 的 JSON 行；IDS 报文须自行选择类型；压缩文件请先解压。',
    doEn: 'Give pcap, pcapng, candump, ASC, BLF, TRC, CSV or V2X JSON lines; name the kind of IDS messages; unpack archives first.',
  },
  'captures.not-of-kind': {
    status: 422,
    zh: '文件内容与所选类型不符。',
    en: 'The content of the file is not of the kind that was chosen.',
    doZh: '改选类型，或让系统自动识别。',
    doEn: 'Choose another kind, or let it be detected.',
  },
  'captures.nothing-read': {
    status: 422,
    zh: '文件中没有一条可读的记录。',
    en: 'Not one record of the file could be read.',
    doZh: '按标出的位置检查文件是否完整、格式是否正确。',
    doEn: 'See at the place that is named whether the file is whole and of the right form.',
  },
  'captures.cut-short': {
    status: 422,
    zh: '文件在此处损坏或中断，其后的内容未读取。',
    en: 'The file is damaged or ends here; what follows was not read.',
    doZh: '此前的内容已分析；如需完整结果请重新导出文件。',
    doEn: 'What came before was analysed; export the file again to have the rest.',
  },
  'captures.unreadable-place': {
    status: 422,
    zh: '此处无法读取，已跳过。',
    en: 'This place could not be read and was passed over.',
    doZh: '检查该行或该偏移处的内容。',
    doEn: 'Look at the line or offset.',
  },
  'captures.too-demanding': {
    status: 422,
    zh: '分析所需内存超过上限，已停止。',
    en: 'The analysis needed more memory than allowed and was stopped.',
    doZh: '把文件切成几段后分别上传。',
    doEn: 'Cut the file into parts and upload them one by one.',
  },
  'captures.not-running': {
    status: 409,
    zh: '这份记录不在分析中。',
    en: 'This capture is not being analysed.',
    doZh: '刷新页面查看当前状态。',
    doEn: 'Reload the page to see its state.',
  },
  'captures.still-running': {
    status: 409,
    zh: '这份记录正在分析。',
    en: 'This capture is being analysed.',
    doZh: '等待分析结束，或先取消。',
    doEn: 'Wait until it ends, or cancel it first.',
  },
  'captures.cursor-invalid': {
    status: 400,
    zh: '分页标记无效。',
    en: 'The page cursor is not valid.',
    doZh: '从第一页重新开始。',
    doEn: 'Start again from the first page.',
  },
  'captures.dbc-unknown': {
    status: 404,
    zh: '没有这个 DBC 文件。',
    en: 'There is no such DBC file.',
    doZh: '刷新 DBC 列表后重新选择。',
    doEn: 'Reload the list of DBC files and choose again.',
  },
  'captures.model-unknown': {
    status: 404,
    zh: '没有这个 CAN 检测模型。',
    en: 'There is no such CAN model.',
    doZh: '刷新模型列表后重新选择。',
    doEn: 'Reload the list of models and choose again.',
  },
  'captures.model-not-ready': {
    status: 409,
    zh: '该 CAN 检测模型尚不可用。',
    en: 'This CAN model is not ready.',
    doZh: '等待训练完成；训练失败时查看原因后重新训练。',
    doEn: 'Wait until training ends; when it failed, see why and train again.',
  },
  'captures.model-active': {
    status: 409,
    zh: '启用中的模型不能删除。',
    en: 'An active model is not deleted.',
    doZh: '先启用同车型的另一个版本。',
    doEn: 'Activate another version of the vehicle model first.',
  },
  'captures.not-a-can-log': {
    status: 409,
    zh: '只能用 CAN 日志训练模型。',
    en: 'Only CAN logs train a model.',
    doZh: '选择一份已分析完成的 CAN 日志。',
    doEn: 'Choose a CAN log.',
  },
});

/** Codes of {@link capturesErrors}. */
export type CapturesErrorCode = keyof typeof capturesErrors;

/** Builds an error of this module. */
export const capturesError = (code: CapturesErrorCode, detail: ErrorDetail = {}, cause?: unknown): DomainError =>
  new DomainError(code, detail, cause);
