import { readFileSync } from 'node:fs';

/** A fenced code block of a Markdown file. */
export interface Block {
  /** The word after the fence: `sh`, `text` and so on. */
  readonly language: string;
  /** What follows the language, such as the file that the block belongs to. */
  readonly argument: string;
  readonly text: string;
  /** Its file, line and language, for messages. */
  readonly place: string;
}

/** Every fenced code block of a Markdown file, in order. */
export function readBlocks(file: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; argument: string; fence: string; line: number; text: string[] } | undefined;
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const fence = /^\s*(`{3,}|~{3,})\s*(\S*)\s*(.*)$/.exec(line);
      if (!open) {
        if (fence?.[1]) {
          open = { fence: fence[1], language: fence[2] ?? '', argument: fence[3] ?? '', line: index + 1, text: [] };
        }
      } else if (line.trim() === open.fence) {
        const { language, argument, text } = open;
        blocks.push({ language, argument, text: text.join('\n'), place: `${file}:${open.line} ${language}`.trim() });
        open = undefined;
      } else open.text.push(line);
    });
  if (open) throw new Error(`${file}:${open.line}: the block is never closed`);
  return blocks;
}
