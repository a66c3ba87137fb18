import { createSocket } from 'node:dgram';
import { createServer as createHttp, type IncomingHttpHeaders } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls, TLSSocket } from 'node:tls';

/** A request that a sink took. */
interface Taken {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** A real HTTP server that answers what the test says. */
export const httpSink = async () => {
  const taken: Taken[] = [];
  let answer = { status: 200, body: '{"errcode":0,"code":0}', headers: {} };
  const server = createHttp((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      taken.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  const port = await listen(server);
  return {
    taken,
    url: `http://127.0.0.1:${port}`,
    answer: (next: Partial<typeof answer>) => {
      answer = { status: 200, body: '{"errcode":0,"code":0}', headers: {}, ...next };
    },
    close: () => close(server),
  };
};

/** A mail that the SMTP sink took. */
interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly secure: boolean;
  readonly login: string | undefined;
}

interface Session {
  from: string;
  to: string[];
  login: string | undefined;
  data: string | undefined;
}

/** A small SMTP server (RFC 5321) with STARTTLS and AUTH PLAIN; `refuse` answers 550 to this recipient. */
export const smtpSink = async ({ cert, key, refuse = '' }: { cert: string; key: string; refuse?: string }) => {
  const mails: Mail[] = [];
  const talk = (socket: Socket | TLSSocket, secure: boolean): void => {
    const session: Session = { from: '', to: [], login: undefined, data: undefined };
    let rest = '';
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const onLine = (line: string): void => {
      if (session.data !== undefined) {
        if (line !== '.') session.data += `${line.replace(/^\./, '')}\r\n`;
        else {
          mails.push({ from: session.from, to: session.to, login: session.login, text: session.data, secure });
          session.data = undefined;
          say('250 2.0.0 queued as 4711');
        }
      } else if (line.startsWith('EHLO')) {
        say(`250-sink\r\n250-SIZE 1000000${secure ? '' : '\r\n250-STARTTLS'}\r\n250 AUTH LOGIN PLAIN`);
      } else if (line === 'STARTTLS') {
        say('220 go ahead');
        socket.removeAllListeners('data');
        talk(new TLSSocket(socket, { isServer: true, cert, key }), true);
      } else if (line.startsWith('AUTH PLAIN ')) {
        session.login = Buffer.from(line.slice(11), 'base64').toString('utf8');
        say(session.login === '\0vsoc\0right' ? '235 ok' : '535 wrong');
      } else if (line.startsWith('MAIL FROM:')) {
        session.from = line.slice(10);
        say('250 ok');
      } else if (line.startsWith('RCPT TO:')) {
        const to = line.slice(8);
        if (to === `<${refuse}>`) return say('550 no such mailbox');
        session.to.push(to);
        say('250 ok');
      } else if (line === 'DATA') {
        session.data = '';
        say('354 go on');
      } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else say('500 what');
    };
    socket.on('error', () => undefined);
    socket.on('data', (part: Buffer) => {
      const lines = (rest + part.toString('latin1')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
    if (!secure) say('220 sink ESMTP');
  };
  const server = createTcp((socket) => talk(socket, false));
  const port = await listen(server);
  return { mails, port, close: () => close(server) };
};

/** Syslog servers over UDP, TCP and TLS; `lines` is what arrived on all of them, still framed. */
export const syslogSink = async ({ cert, key }: { cert: string; key: string }) => {
  const lines: string[] = [];
  const collect = (socket: Socket): void => {
    const parts: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('end', () => {
      lines.push(Buffer.concat(parts).toString('utf8'));
      socket.end();
    });
  };
  const udp = createSocket('udp4');
  udp.on('message', (part) => lines.push(part.toString('utf8')));
  const udpPort = await new Promise<number>((resolve) => udp.bind(0, '127.0.0.1', () => resolve(udp.address().port)));
  const tcp = createTcp(collect);
  const tls = createTls({ cert, key }, collect);
  const [tcpPort, tlsPort] = [await listen(tcp), await listen(tls)];
  return {
    lines,
    ports: { udp: udpPort, tcp: tcpPort, tls: tlsPort },
    close: async () => {
      udp.close();
      await Promise.all([close(tcp), close(tls)]);
    },
  };
};
