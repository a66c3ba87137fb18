import { defineErrors, DomainError } from '@chedun/kernel';
import type { ErrorDetail } from '@chedun/kernel';

/** Every error this library throws. Faults inside packets are no errors: they are counted or become `anomaly` records. */
export const PCAP_ERRORS = defineErrors({
  'pcap.not_a_capture': {
    status: 422,
    zh: '文件不是 pcap 或 pcapng 抓包文件',
    en: 'The bytes are no pcap or pcapng capture',
    doZh: '请提供以 pcap 或 pcapng 文件头开头的抓包文件；压缩文件请先解压。',
    doEn: 'Give a file that starts with a pcap or pcapng header; unpack compressed captures first.',
  },
  'pcap.not_a_flow_export': {
    status: 422,
    zh: '数据报不是 NetFlow v5、v9 或 IPFIX',
    en: 'The datagram is no NetFlow v5, NetFlow v9 or IPFIX message',
    doZh: '请检查导出设备的协议版本，detail.offset 指出出错位置。',
    doEn: 'Check which version the exporter sends; detail.offset says where reading stopped.',
  },
});

/** Codes of {@link PCAP_ERRORS}. */
export type PcapErrorCode = keyof typeof PCAP_ERRORS;

/** Builds the error of this library; the caller throws it. */
export const pcapError = (code: PcapErrorCode, detail: ErrorDetail): DomainError<PcapErrorCode> =>
  new DomainError(code, detail);
