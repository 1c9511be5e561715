import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** An e-mail as it came: headers with their encoded words decoded, and the parts by their type. */
export interface ReceivedMail {
  readonly to: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly parts: ReadonlyMap<string, string>;
}

export interface MailServer {
  /** `127.0.0.1:2525`. */
  readonly address: string;
  readonly mails: readonly ReceivedMail[];
  close(): Promise<void>;
}

/** A mail server on loopback that takes everything and keeps it; no TLS, no authentication. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, mails);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function converse(socket: Socket, mails: ReceivedMail[]): void {
  let buffer = '';
  let to = '';
  let inData = false;
  const say = (line: string): boolean => socket.write(`${line}\r\n`);
  socket.on('data', (chunk: Buffer) => {
    // latin1 keeps every byte; parts are decoded as UTF-8 later.
    buffer += chunk.toString('latin1');
    for (;;) {
      const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (inData ? 5 : 2));
      if (inData) {
        mails.push(parseMail(to, text.replace(/^\.\./gm, '.')));
        inData = false;
        say('250 kept');
        continue;
      }
      const command = text.slice(0, 4).toUpperCase();
      if (command === 'RCPT') to = /<(.*)>/.exec(text)?.[1] ?? '';
      inData = command === 'DATA';
      say(inData ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 fine');
    }
  });
  say('220 test');
}

/** A header without its folding, and the rest. */
function splitHeaders(text: string): { headers: Map<string, string>; body: string } {
  const end = text.indexOf('\r\n\r\n');
  const headers = new Map<string, string>();
  for (const line of text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon), decodeWords(line.slice(colon + 1).trim()));
  }
  return { headers, body: text.slice(end + 4) };
}

function decodeWords(text: string): string {
  // White space between two encoded words is not part of the text.
  return text
    .replace(/(=\?[^?]+\?q\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?[^?]+\?q\?([^?]*)\?=/gi, (_, encoded: string) => decodeQuoted(encoded.replaceAll('_', ' ')));
}

function decodeQuoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

function parseMail(to: string, text: string): ReceivedMail {
  const { headers, body } = splitHeaders(text);
  const boundary = /boundary="?([^";]+)/.exec(headers.get('Content-Type') ?? '')?.[1] ?? '';
  const parts = new Map<string, string>();
  for (const piece of body.split(`--${boundary}`)) {
    if (!piece.startsWith('\r\n')) continue;
    const { headers: own, body: content } = splitHeaders(piece.slice(2));
    const type = (own.get('Content-Type') ?? '').split(';')[0] ?? '';
    parts.set(type, decodeQuoted(content.replace(/\r\n$/, '')).replaceAll('\r\n', '\n'));
  }
  return { to, headers, parts };
}
