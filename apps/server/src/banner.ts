const NAMES: Readonly<Record<string, string>> = {
  syslogUdp: 'syslog UDP',
  syslogTcp: 'syslog TCP',
  syslogTls: 'syslog TLS',
  gbt32960: 'GB/T 32960',
  gbt32960Tls: 'GB/T 32960 TLS',
  gbt32960Tlcp: 'GB/T 32960 TLCP',
  jtt808: 'JT/T 808',
  jtt808Tls: 'JT/T 808 TLS',
  jtt808Tlcp: 'JT/T 808 TLCP',
  jtt809: 'JT/T 809',
  autosarIds: 'AUTOSAR IDS',
  v2x: 'V2X',
  netflow: 'NetFlow',
};

/** Lines that a person sees when the server is ready. */
export const banner = (ready: {
  readonly url: string;
  readonly setupCode: string | undefined;
  readonly seconds: number;
  /** Ports that take records, by listener. */
  readonly ports: Readonly<Record<string, number>>;
}): string => {
  const lines = [
    `CheDun 车盾  ${ready.url}`,
    `就绪用时 ${ready.seconds.toFixed(1)} 秒 / ready in ${ready.seconds.toFixed(1)} s`,
  ];
  const open = Object.entries(ready.ports).map(([name, port]) => `${NAMES[name] ?? name} :${port}`);
  if (open.length > 0) lines.push(`接入端口 / Listening: ${open.join(' · ')}`);
  if (ready.setupCode !== undefined) {
    lines.push(
      `首次使用：在浏览器打开上面的地址，输入安装码（一次性口令） ${ready.setupCode}`,
      `First use: open the address and enter the set-up code (one-time password) ${ready.setupCode}`,
    );
  }
  const width = Math.max(...lines.map((line) => line.length + (line.match(/[\u2e80-\uffff]/g)?.length ?? 0)));
  const rule = '─'.repeat(Math.min(width, 100));
  return [rule, ...lines, rule].join('\n');
};
