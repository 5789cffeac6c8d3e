import { type CloseCode, handlerOf, type Message, type Model } from '../model.js';
import { block, doc, file, importLine, keyOf, literal } from './text.js';

/** `frames.ts`: the tables and types of WebSocket frames, in both directions. */
export function emitFrames(model: Model): string {
  const client = model.messages.filter(({ direction }) => direction === 'inbound');
  const server = model.messages.filter(({ direction }) => direction === 'outbound');
  return file(
    [
      importLine(['FrameErrorCode'], '../protocol/error-codes.js'),
      importLine(['CloseCodeSpec', 'FrameSpec'], '../protocol/specs.js'),
      importLine(
        model.messages.map(({ payload }) => payload),
        './types.js',
      ),
    ].join('\n'),
    block(
      '/** Messages to the server, by wire type. */',
      'export interface ClientFrames {',
      client.map(emitEntry),
      '}',
    ),
    block(
      '/** Events from the server, by wire type. */',
      'export interface ServerFrames {',
      server.map(emitEntry),
      '}',
    ),
    block(
      '/** One method for each frame that clients send; `C` is the connection that it came over. */',
      'export interface ClientFrameHandlers<C> {',
      client.map(emitHandler),
      '}',
    ),
    block(
      '/** Every frame that clients send. */',
      'export const clientFrames = {',
      client.map(({ type, payload, errors }) => `  ${keyOf(type)}: ${literal({ schema: payload, errors })},\n`),
      '} as const satisfies { readonly [T in keyof ClientFrames]: FrameSpec };',
    ),
    block(
      '/** Wire types of the frames that are only passed on to other clients, at a rate of their own. */',
      'export const signalFrameTypes = [',
      client.filter(({ isSignal }) => isSignal).map(({ type }) => `  ${literal(type)},\n`),
      '] as const satisfies readonly (keyof ClientFrames)[];',
    ),
    block(
      '/** Wire types of the events that this version knows. */',
      'export const serverFrameTypes = [',
      server.map(({ type }) => `  ${literal(type)},\n`),
      '] as const satisfies readonly (keyof ServerFrames)[];',
    ),
    block(
      '/** Types that old clients send, and the code of the error that answers each. */',
      'export const retiredFrameTypes = {',
      model.retiredTypes.map(({ type, code }) => `  ${keyOf(type)}: ${literal(code)},\n`),
      '} as const satisfies Record<string, FrameErrorCode>;',
    ),
    `/** Where the WebSocket is opened. */\nexport const realtimePath = ${literal(model.realtimePath)};`,
    block(
      '/** The codes that the WebSocket is closed with, and whether a client should connect again. */',
      'export const closeCodes = {',
      model.closeCodes.map(emitCloseCode),
      '} as const satisfies Record<number, CloseCodeSpec>;',
    ),
  );
}

function emitCloseCode({ code, name, reconnect, description }: CloseCode): string {
  return `${doc([description], '  ')}  ${code}: ${literal({ name, reconnect })},\n`;
}

function emitEntry({ type, payload, summary }: Message): string {
  return `${doc([summary], '  ')}  ${keyOf(type)}: ${payload};\n`;
}

function emitHandler(message: Message): string {
  const comment = doc([`\`${message.type}\`: ${message.summary}`], '  ');
  return `${comment}  ${handlerOf(message)}(caller: C, frame: ${message.payload}): void | Promise<void>;\n`;
}
