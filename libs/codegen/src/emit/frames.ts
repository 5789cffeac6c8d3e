import type { Message, Model } from '../model.js';
import { doc, file, importLine, keyOf, literal } from './text.js';

/** `frames.ts`: the tables and types of WebSocket frames, in both directions. */
export function emitFrames(model: Model): string {
  const inbound = model.messages.filter(({ direction }) => direction === 'inbound');
  const outbound = model.messages.filter(({ direction }) => direction === 'outbound');
  const payloads = model.messages.map(({ payload }) => payload);
  return file(
    [
      importLine(
        payloads.filter((name) => model.dtos.includes(name)),
        './dtos.js',
      ),
      importLine(['FrameErrorCode'], './errors.js'),
      importLine(
        payloads.filter((name) => !model.dtos.includes(name)),
        './models.js',
      ),
      importLine(['SchemaName'], './schemas.js'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    `/** What the contract says of a frame that clients send. */
export interface InboundFrameSpec {
  readonly schema: SchemaName;
}`,
    `/** Every frame that clients send, by its wire type. */\nexport const inboundFrames = {\n${inbound.map(emitInbound).join('')}} as const satisfies Record<string, InboundFrameSpec>;`,
    'export type InboundFrameType = keyof typeof inboundFrames;',
    `/** Wire type to frame, client to server. */\nexport interface InboundFrames {\n${inbound.map(emitEntry).join('')}}`,
    'export type InboundFrame = InboundFrames[keyof InboundFrames];',
    `/** Wire type to frame, server to client. */\nexport interface OutboundFrames {\n${outbound.map(emitEntry).join('')}}`,
    `export type OutboundFrameType = keyof OutboundFrames;
export type OutboundFrame = OutboundFrames[keyof OutboundFrames];`,
    `/** One method for each frame that clients send; \`C\` is the connection it came by. */\nexport interface InboundHandlers<C> {\n${inbound.map(emitHandler).join('')}}`,
    `/** Types that clients of old send, and the code of the error that each is answered with. */\nexport const retiredFrameTypes = {\n${model.retiredTypes.map(({ type, code }) => `  ${keyOf(type)}: ${literal(code)},\n`).join('')}} as const satisfies Record<string, FrameErrorCode>;`,
    emitRealtimePath(model),
    emitCloseCodes(model),
    emitRules(model),
  );
}

/** `realtimePath`, the same for server and SDK. */
export function emitRealtimePath({ realtimePath }: Model): string {
  return `/** Where the WebSocket is opened. */\nexport const realtimePath = ${literal(realtimePath)};`;
}

/** `closeCodes`, the same for server and SDK. */
export function emitCloseCodes(model: Model): string {
  const lines = model.closeCodes.map(({ code, ...rest }) => `  ${code}: ${literal(rest)},\n`);
  return `/** The codes that the WebSocket is closed with, and whether a client should connect again. */\nexport const closeCodes = {\n${lines.join('')}} as const;`;
}

function emitRules(model: Model): string {
  const lines = model.rules.map(({ id, text }) => `  ${id}: ${literal(text)},\n`);
  return `/** The rules of the realtime protocol. */\nexport const realtimeRules = {\n${lines.join('')}} as const;`;
}

function emitInbound({ type, payload }: Message): string {
  return `  ${keyOf(type)}: { schema: ${literal(payload)} },\n`;
}

function emitEntry({ type, payload, summary }: Message): string {
  return `${doc([summary], '  ')}  ${keyOf(type)}: ${payload};\n`;
}

function emitHandler({ operation, payload, type, summary }: Message): string {
  return `${doc([`\`${type}\`: ${summary}`], '  ')}  ${operation}(caller: C, frame: ${payload}): void | Promise<void>;\n`;
}
