import type { Message, Model } from '../model.js';
import { emitCloseCodes, emitRealtimePath } from './frames.js';
import { doc, file, importLine, keyOf, literal } from './text.js';

/** `frames.ts` of the SDK: the frames of the WebSocket by wire type. */
export function emitSdkFrames(model: Model): string {
  const clients = model.messages.filter(({ direction }) => direction === 'inbound');
  const servers = model.messages.filter(({ direction }) => direction === 'outbound');
  return file(
    importLine(
      model.messages.map(({ payload }) => payload),
      './types.js',
    ),
    `/** Events from the server, by wire type. */\nexport interface ServerFrames {\n${servers.map(emitEntry).join('')}}`,
    'export type ServerFrameType = keyof ServerFrames;\nexport type ServerFrame = ServerFrames[keyof ServerFrames];',
    `/** Messages to the server, by wire type. */\nexport interface ClientFrames {\n${clients.map(emitEntry).join('')}}`,
    'export type ClientFrameType = keyof ClientFrames;\nexport type ClientFrame = ClientFrames[keyof ClientFrames];',
    `/** Wire types of the events that this version knows. */\nexport const serverFrameTypes = [\n${servers.map(({ type }) => `  ${literal(type)},\n`).join('')}] as const satisfies readonly ServerFrameType[];`,
    emitRealtimePath(model),
    emitCloseCodes(model),
  );
}

function emitEntry({ type, payload, summary }: Message): string {
  return `${doc([summary], '  ')}  ${keyOf(type)}: ${payload};\n`;
}
