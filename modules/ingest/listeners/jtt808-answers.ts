import { encodeFrame, timeDigits, type Frame, type Values } from '@chedun/jtt808';

/** Result of a general answer (JT/T 808, 8001). */
export const RESULT = { success: 0, failure: 1, wrong: 2, unsupported: 3 } as const;

/** What a terminal waits for after a frame. */
export type Owed =
  | { readonly kind: 'general'; readonly result: number }
  /** 8100 with the code for authentication. */
  | { readonly kind: 'code' }
  /** 8001 that says whether the code was right. */
  | { readonly kind: 'verdict'; readonly code: string }
  /** 8004. */
  | { readonly kind: 'time' }
  /** 8800: all of the media arrived. */
  | { readonly kind: 'media'; readonly mediaId: number };

const MESSAGE = { general: 0x8001, time: 0x8004, code: 0x8100, 'no-code': 0x8100, media: 0x8800 } as const;
const REGISTER = 0x0100;
const AUTHENTICATE = 0x0102;
const ASK_TIME = 0x0004;
const MEDIA = 0x0801;
const FIRST_OF_PLATFORM = 0x8000;
/** Answers of the terminal (0001, 0104, 0107, 0201, 0500, 0700, 0802, 0805, 1003, 1205) and its request to send again. */
const UNANSWERED: ReadonlySet<number> = new Set([
  0x0001, 0x0005, 0x0104, 0x0107, 0x0201, 0x0500, 0x0700, 0x0802, 0x0805, 0x1003, 0x1205,
]);
/** 8004 is told in UTC, every other time of the protocol in GMT+8 (as public platforms of the 2019 edition do). */
const GMT8_MS = 8 * 3_600_000;

const valueOf = (frame: Frame, name: string): unknown =>
  frame.body.kind === 'fields' ? frame.body.values[name] : undefined;

const owedForRead = (frame: Frame): Owed => {
  switch (frame.header.messageId) {
    case REGISTER:
      return { kind: 'code' };
    case AUTHENTICATE:
      return { kind: 'verdict', code: String(valueOf(frame, 'token') ?? '').replace(/\0+$/, '') };
    case ASK_TIME:
      return { kind: 'time' };
    case MEDIA:
      return { kind: 'media', mediaId: Number(valueOf(frame, 'id') ?? 0) };
    default:
      return { kind: 'general', result: RESULT.success };
  }
};

/**
 * What a frame is owed (JT/T 808, clause 4 and the tables of clause 8). Nothing for a wrong checksum, because then the
 * phone number may be wrong too, and for messages that only a platform sends. Sub-packages of media are answered
 * together, those of other messages one by one.
 */
export const owedFor = (frame: Frame): Owed | undefined => {
  const { messageId } = frame.header;
  const byPlatform = messageId >= FIRST_OF_PLATFORM && (messageId < 0xe000 || messageId >= 0xf000);
  if (byPlatform || UNANSWERED.has(messageId)) return undefined;
  switch (frame.status) {
    case 'checksum':
      return undefined;
    case 'structure':
      return { kind: 'general', result: RESULT.wrong };
    case 'unknown_message':
    case 'encrypted':
      return { kind: 'general', result: RESULT.unsupported };
    case 'fragment':
      return messageId === MEDIA ? undefined : { kind: 'general', result: RESULT.success };
    case 'ok':
    case 'trailing':
      return owedForRead(frame);
  }
};

/** Result of 8100 for a terminal that is not let in: it is not known here (JT/T 808, 8100). */
const UNKNOWN_TERMINAL = 4;

/** What a terminal hears that the gate refuses: no code, or a failure, whatever it asked. */
export const refusalAnswer = ({ kind }: Owed): Answer =>
  kind === 'code' ? { kind: 'no-code', result: UNKNOWN_TERMINAL } : { kind: 'general', result: RESULT.failure };

/** What an answer says. */
export type Answer =
  | { readonly kind: 'general'; readonly result: number }
  | { readonly kind: 'code'; readonly code: string }
  /** 8100 that gives no code. */
  | { readonly kind: 'no-code'; readonly result: number }
  | { readonly kind: 'time'; readonly now: number }
  | { readonly kind: 'media'; readonly mediaId: number };

const valuesOf = (frame: Frame, answer: Answer): Values => {
  const responseSerialNo = frame.header.serial;
  switch (answer.kind) {
    case 'general':
      return { responseSerialNo, responseMessageId: frame.header.messageId, resultCode: answer.result };
    case 'code':
      return { responseSerialNo, resultCode: RESULT.success, token: answer.code };
    case 'no-code':
      return { responseSerialNo, resultCode: answer.result };
    case 'time':
      return { dateTime: timeDigits(answer.now - GMT8_MS) };
    case 'media':
      return { mediaId: answer.mediaId };
  }
};

/** The answer to a frame, under its own header, with the serial number of this side. */
export const answerBytes = (frame: Frame, answer: Answer, serial: number): Uint8Array => {
  const { edition, phone, protocolVersion } = frame.header;
  return encodeFrame({
    header: { messageId: MESSAGE[answer.kind], edition, phone, protocolVersion, serial },
    body: { kind: 'fields', variant: 'all', values: valuesOf(frame, answer) },
  });
};
