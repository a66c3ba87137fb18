import type { Message } from './message.ts';

/** Header value in UTF-8 (RFC 2047), in words of at most 39 bytes of text. */
export const encodedWords = (text: string): string => {
  if (/^[\x20-\x7e]*$/.test(text) && text.length <= 70) return text;
  const words: string[] = [];
  let word = '';
  for (const sign of text) {
    if (Buffer.byteLength(word + sign) > 39) {
      words.push(word);
      word = '';
    }
    word += sign;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
};

const wrapped = (base64: string): string => base64.replaceAll(/(.{76})(?=.)/g, '$1\r\n');

/** One plain-text mail (RFC 5322, RFC 2045), every line ended with CRLF. Base64 leaves no line that begins with a dot. */
export const mailOf = (
  message: Message,
  { from, to }: { readonly from: string; readonly to: readonly string[] },
  now: number,
): string => {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const body = Buffer.from([message.subject, '', ...message.lines, ''].join('\r\n')).toString('base64');
  return [
    `Date: ${new Date(now).toUTCString().replace('GMT', '+0000')}`,
    `From: <${from}>`,
    `To: ${to.map((each) => `<${each}>`).join(',\r\n ')}`,
    `Message-ID: <${message.id}@${domain}>`,
    `Subject: ${encodedWords(message.subject.replaceAll(/[\r\n]+/g, ' '))}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    'Auto-Submitted: auto-generated',
    ...(message.level === 'red' || message.level === 'orange' ? ['Importance: high'] : []),
    '',
    wrapped(body),
    '',
  ].join('\r\n');
};
