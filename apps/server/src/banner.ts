/** Lines that a person sees when the server is ready. */
export const banner = (ready: {
  readonly url: string;
  readonly setupCode: string | undefined;
  readonly seconds: number;
}): string => {
  const lines = [
    `CheDun 车盾  ${ready.url}`,
    `就绪用时 ${ready.seconds.toFixed(1)} 秒 / ready in ${ready.seconds.toFixed(1)} s`,
  ];
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
