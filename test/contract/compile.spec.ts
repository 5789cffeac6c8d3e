import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Complaint, compileProject, compileTexts } from './support/compiler.js';

/** Whole programs are compiled here: more than the usual test may take on a busy machine. */
/** A controller and a gateway that are right; each case below makes one thing of it wrong. */
const RIGHT = `
import type {
  ChannelList, ChannelResponse, ClientFrameHandlers, CreateChannelRequest, JoinVoice, LeaveVoice, RenameChannelRequest,
  SendCandidate, SendOffer, Session,
} from '@app/contract';
import { Caller, Input } from '../../apps/server/src/core/http/operation-request.js';
import { Operation } from '../../apps/server/src/core/http/operation.decorator.js';
import type { Connection } from '../../apps/server/src/realtime/connection.js';
import { OnMessage } from '../../apps/server/src/realtime/wire/on-message.decorator.js';

declare const made: ChannelResponse & ChannelList & Session;

export class ProbeController {
  @Operation('createChannel')
  create(@Caller() _caller: Caller, @Input() _input: CreateChannelRequest): Promise<ChannelResponse> {
    return Promise.resolve(made);
  }

  @Operation('renameChannel')
  rename(@Input() _input: RenameChannelRequest): Promise<ChannelResponse> {
    return Promise.resolve(made);
  }

  @Operation('listChannels')
  list(): Promise<ChannelList> {
    return Promise.resolve(made);
  }
}

/** Of the frames a few, so that it stays right when others come. */
type Handlers = Pick<ClientFrameHandlers<Connection>, 'joinVoice' | 'leaveVoice' | 'sendOffer'>;

export class ProbeGateway implements Handlers {
  @OnMessage('voice_join')
  async joinVoice(_client: Connection, _frame: JoinVoice): Promise<void> {}
  async leaveVoice(_client: Connection, _frame: LeaveVoice): Promise<void> {}
  async sendOffer(_client: Connection, _frame: SendOffer): Promise<void> {}
}
`;

interface Wrong {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  /** What stands on the line that the compiler has to point at. */
  readonly at: string;
  readonly says: string;
}

const WRONGS: readonly Wrong[] = [
  {
    title: 'a misspelt operation id',
    from: `@Operation('createChannel')`,
    to: `@Operation('createChanel')`,
    at: 'createChanel',
    says: '"createChanel"',
  },
  {
    title: 'a wrong return type',
    from: '_input: RenameChannelRequest): Promise<ChannelResponse>',
    to: '_input: RenameChannelRequest): Promise<Session>',
    at: `@Operation('renameChannel')`,
    says: 'Session',
  },
  {
    title: "another operation's input",
    from: '_input: CreateChannelRequest)',
    to: '_input: RenameChannelRequest)',
    at: `@Operation('createChannel')`,
    says: 'never',
  },
  {
    title: 'no input where the operation has one',
    from: 'rename(@Input() _input: RenameChannelRequest)',
    to: 'rename()',
    at: `@Operation('renameChannel')`,
    says: 'never',
  },
  {
    title: 'an input where the operation has none',
    from: 'list()',
    to: 'list(@Input() _input: CreateChannelRequest)',
    at: `@Operation('listChannels')`,
    says: 'never',
  },
  {
    title: 'a gateway without the method of a frame',
    from: '  async leaveVoice(_client: Connection, _frame: LeaveVoice): Promise<void> {}\n',
    to: '',
    at: 'class ProbeGateway',
    says: `Property 'leaveVoice' is missing`,
  },
  {
    title: "a gateway's method for another frame",
    from: '_frame: SendOffer',
    to: '_frame: SendCandidate',
    at: 'sendOffer',
    says: 'SendOffer',
  },
  {
    title: 'a misspelt frame type',
    from: `@OnMessage('voice_join')`,
    to: `@OnMessage('voice_jion')`,
    at: 'voice_jion',
    says: '"voice_jion"',
  },
];

/** The publisher, without the sender of a frame. */
const SILENT = 'apps/server/src/realtime/probe.ts';

describe('what does not match the contract does not compile', () => {
  const texts = new Map([['test/contract/probe.ts', RIGHT]]);
  WRONGS.forEach(({ from, to }, i) => texts.set(`test/contract/probe-${i}.ts`, RIGHT.replace(from, to)));
  const publisher = readFileSync('apps/server/src/realtime/realtime.publisher.ts', 'utf8');
  texts.set(SILENT, publisher.replace(/ {4}'keys\.shared': [^]*?\n {6}\),\n/, ''));
  let said: Map<string, Complaint[]>;
  beforeAll(() => {
    said = compileTexts(process.cwd(), texts);
  });

  test('what does match it compiles', () => {
    expect(said.get('test/contract/probe.ts')).toEqual([]);
  });

  test.each(WRONGS.map((wrong, i) => [wrong.title, wrong, `test/contract/probe-${i}.ts`] as const))(
    '%s',
    (_, { from, at, says }, path) => {
      expect(RIGHT.split(from)).toHaveLength(2);
      const found = said.get(path) ?? [];
      const lines = texts.get(path)?.split('\n') ?? [];
      expect(found.map(({ line }) => lines[line])).toEqual(found.map(() => expect.stringContaining(at) as unknown));
      expect(found.map(({ text }) => text).join('\n')).toContain(says);
    },
  );

  test('a frame of the server that nobody sends', () => {
    const found = said.get(SILENT) ?? [];
    expect(found.map(({ text }) => text)).toEqual([expect.stringContaining(`Property '"keys.shared"' is missing`)]);
    expect(texts.get(SILENT)?.split('\n')[found[0].line]).toContain('publications: {');
  });
});

describe('a field that is renamed in openapi.yaml only', () => {
  const FIELD = /name_enc/g;
  const SERVICE = 'apps/server/src/users/users.service.ts';
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dialtone-test-'));
    const needed = ['openapi.yaml', 'asyncapi.yaml', 'tsconfig.json', 'package.json', 'apps/server', 'libs/contract'];
    for (const path of [...needed, 'libs/codegen/src', 'libs/sdk/src']) {
      cpSync(path, join(folder, path), { recursive: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function edit(path: string, change: (text: string) => string): void {
    const text = readFileSync(join(folder, path), 'utf8');
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(join(folder, path), changed);
  }

  /** Renames the field within the part of the file that the pattern finds. */
  const rename = (part: RegExp) => (text: string) =>
    text.replace(part, (found) => found.replaceAll(FIELD, 'display_name_enc'));

  function generate(...args: string[]): Promise<{ code: number; output: string }> {
    const command = [join(folder, 'node_modules/tsx/dist/cli.mjs'), 'libs/codegen/src/cli.ts', ...args];
    return new Promise((resolve) => {
      execFile(process.execPath, command, { cwd: folder }, (error, stdout, stderr) =>
        resolve({ code: error ? 1 : 0, output: stdout + stderr }),
      );
    });
  }

  test('is red until it is generated; then the compiler points at the one place that reads it', async () => {
    edit('openapi.yaml', rename(/ {4}SetProfileRequest:\n(?: {6}.*\n)+/));
    edit('openapi.yaml', rename(/name: \{ value: \{ name_enc: .*\n/));

    const check = await generate('--check');
    expect(check).toMatchObject({ code: 1 });
    expect(check.output).toContain('libs/contract/src/generated/dtos.ts differs');
    expect(check.output).toContain('libs/sdk/src/generated/types.ts differs');

    expect(await generate()).toMatchObject({ code: 0 });
    const broken = compileProject(folder, 'apps/server/tsconfig.app.json');
    expect(broken.map(({ file }) => file)).toEqual([SERVICE]);
    expect(broken[0].text).toContain(`Property 'name_enc' does not exist on type 'SetProfileRequest'`);

    edit(SERVICE, rename(/input\.name_enc/));
    expect(compileProject(folder, 'apps/server/tsconfig.app.json')).toEqual([]);
  });
});
