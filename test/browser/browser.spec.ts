import { execFileSync } from 'node:child_process';
import type * as Sdk from '@dialtone/sdk';
import type * as Testing from '@dialtone/sdk/testing';
import type { Page } from 'playwright-core';
import { operator, PASSWORD, type Person, register } from '../support/people.js';
import { startServer } from '../support/server.js';
import { enterChat, hear, messagesOf, say } from './chat-page.js';
import { openStage, type Stage } from './stage.js';

/* What runs in the pages. */
declare const page: {
  sdk: typeof Sdk;
  testing: typeof Testing;
  vectorProblems(): Promise<{ count: number; problems: string[] }>;
  storeProblems(passphrase?: string): Promise<string[]>;
  meet(how: string): Promise<{ counts: number[]; problems: string[] }>;
  prove(how: string): Promise<{ peers: { state: string; proof: string }[][]; refused: string[] }>;
};
interface Port {
  onmessage: (event: { data: unknown }) => void;
  postMessage(data: unknown): void;
}
declare const Worker: new (url: string, options: { type: 'module' }) => Port;
declare const SharedWorker: new (url: string, options: { type: 'module' }) => { port: Port };
/** What the voice page exposes to the console. */
declare const call: {
  peers: {
    proof: string;
    connection: { getStats(): Promise<Map<string, { type: string; bytesReceived?: number }>> };
  }[];
};

let stage: Stage;
let alice: Person;
beforeAll(async () => {
  stage = await openStage();
  alice = await register(stage.server, 'alice');
});
afterEach(() => {
  expect(stage.problems).toEqual([]);
});
afterAll(() => stage.close());

describe('the SDK in a browser', () => {
  let test: Page;
  beforeAll(async () => {
    test = await stage.newPage(stage.testPage);
  });

  it('passes every crypto vector', async () => {
    const { count, problems } = await test.evaluate(() => page.vectorProblems());
    expect(problems).toEqual([]);
    expect(count).toBeGreaterThan(20);
  });

  it.each([undefined, 'a passphrase'])('keeps the rules of stores in IndexedDB, passphrase: %s', async (passphrase) => {
    expect(await test.evaluate((given) => page.storeProblems(given), passphrase)).toEqual([]);
  });

  it('has a fake server that runs there, too', async () => {
    const heard = await test.evaluate(async () => {
      const fake = page.testing.createFakeServer();
      const { token, user_id } = fake.addUser({ username: 'alice' });
      const { baseUrl, fetch, WebSocket } = fake;
      const realtime = new page.sdk.DialtoneClient({ baseUrl, fetch, WebSocket, token }).realtime();
      await realtime.connect();
      const channel_id = fake.addChannel({ name_enc: 'b25l', created_by: user_id }).id;
      const message = realtime.once('channel.message.new');
      await realtime.sendMessage({ channel_id, body: 'aGk=', sender_name_enc: 'YQ==' });
      await realtime.close();
      return (await message).body;
    });
    expect(heard).toBe('aGk=');
  });

  it('tells a page why the server refuses it', async () => {
    const code = await test.evaluate(async (baseUrl) => {
      const client = new page.sdk.DialtoneClient({ baseUrl, token: 'nobody' });
      return client
        .realtime()
        .connect()
        .catch((error: unknown) => (error as { code?: string }).code);
    }, stage.server.url);
    expect(code).toBe('unauthorized');
  });

  it('tells a page what to check when it gets no answer, since the browser hides the reason: a refused origin, for one', async () => {
    const server = await startServer({ env: { DIALTONE_ALLOWED_ORIGINS: 'https://elsewhere.example' } });
    const nobody = 'https://127.0.0.1:1';
    const told = await test.evaluate(
      async (urls) => {
        const messages: unknown[] = [];
        for (const baseUrl of urls) {
          const client = new page.sdk.DialtoneClient({ baseUrl, token: 'nobody', maxRetries: 0 });
          const call: unknown = await client.channels.list().catch((error: unknown) => error);
          const connection: unknown = await client
            .realtime()
            .connect({ timeoutMs: 2_000 })
            .catch((error: unknown) => (error as Error).cause);
          messages.push([call, connection].map((error) => page.sdk.isConnectionError(error) && error.message));
        }
        return messages;
      },
      [server.url, nobody],
    );
    await server.close();
    const { origin } = new URL(stage.testPage);
    const refused = `no answer from ${server.url}: check that the server runs there and has ${origin} in DIALTONE_ALLOWED_ORIGINS`;
    const untrusted = `no answer from ${nobody}: check that the server runs there, with TLS and a certificate that is trusted, and has ${origin} in DIALTONE_ALLOWED_ORIGINS`;
    expect(told).toEqual([
      [refused, refused],
      [untrusted, untrusted],
    ]);
  });

  it.each(['Worker', 'SharedWorker'] as const)('connects with a ticket in a %s', async (kind) => {
    const { channel } = await alice.client.channels.create({ name_enc: 'b25l' });
    const account = { baseUrl: stage.server.url, token: alice.client.token };
    await test.evaluate(
      async ([name, data]) => {
        const heard: unknown[] = [];
        const options = { type: 'module' } as const;
        const port = name === 'Worker' ? new Worker('worker.js', options) : new SharedWorker('worker.js', options).port;
        const hear = () => new Promise((resolve) => (port.onmessage = (event) => resolve(heard.push(event.data))));
        const connected = hear();
        port.postMessage(data);
        await connected;
        const next = hear();
        Object.assign(globalThis, { heard, next });
      },
      [kind, account] as const,
    );
    const sender = alice.client.realtime();
    await sender.connect();
    await sender.sendMessage({ channel_id: channel.id, body: 'aGk=', sender_name_enc: 'YQ==' });
    await sender.close();
    const heard = await test.evaluate(async () => {
      const { next, heard: all } = globalThis as unknown as { next: Promise<unknown>; heard: unknown[] };
      await next;
      return all;
    });
    expect(heard).toEqual([{ state: 'connected' }, { body: 'aGk=' }]);
  });
});

describe('the chat page', () => {
  /** The files of the server that hold the text. */
  function filesWith(text: string): string {
    try {
      return execFileSync('grep', ['-rlaF', '--', text, stage.server.dataDir], { encoding: 'utf8' });
    } catch (error) {
      if ((error as { status?: number }).status === 1) return '';
      throw error;
    }
  }

  const enter = (username: string, invite?: string) => enterChat(stage, username, { invite });
  const lines = async (chat: Page) =>
    (await messagesOf(chat).getByRole('listitem').allTextContents()).map((line) => line.replace(/^\S+( [AP]M)? /, ''));

  it('is an encrypted conversation that goes on after a reload and misses nothing while offline', async () => {
    const alices = await enter('alice');
    await alices.getByLabel('New channel').fill('a hidden place');
    await alices.getByRole('button', { name: 'Create' }).click();
    await alices.getByRole('heading', { name: 'a hidden place' }).waitFor();
    await alices.getByRole('button', { name: 'Make an invite' }).click();
    const bobs = await enter('bob', await alices.locator('#token:not(:empty)').innerText());
    await bobs.getByRole('button', { name: 'a hidden place' }).click();

    await say(alices, 'a secret for bob');
    await hear(bobs, 'a secret for bob');
    await say(bobs, 'and one for alice');
    await hear(alices, 'and one for alice');

    await bobs.reload();
    await bobs.getByRole('button', { name: 'a hidden place' }).click();
    await hear(bobs, 'and one for alice');

    await bobs.context().setOffline(true);
    await bobs.getByRole('status').getByText('bob, waiting').waitFor();
    await say(alices, 'while bob was away');
    await hear(alices, 'while bob was away');
    await say(bobs, 'said into the void');
    await bobs.context().setOffline(false);
    await hear(bobs, 'while bob was away');
    await hear(alices, 'said into the void');

    const conversation = [
      'alice a secret for bob',
      'bob and one for alice',
      'alice while bob was away',
      'bob said into the void',
    ];
    const withoutMarks = (all: string[]) => all.map((line) => line.replace(' not verified', ''));
    expect(withoutMarks(await lines(bobs))).toEqual(conversation);
    expect(withoutMarks(await lines(alices))).toEqual(conversation);
    const { messages } = await alice.client.messages.list({
      channel_id: (await alice.client.channels.list()).channels[0].id,
    });
    expect(filesWith(messages[0].body)).not.toBe(''); // so that finding nothing means something
    for (const text of ['a secret for bob', 'said into the void', 'a hidden place']) expect(filesWith(text)).toBe('');
  });
});

describe('calls', () => {
  it.each(['at-once', 'lost', 'unavailable'])('come about when both offer: %s', async (how) => {
    const test = await stage.newPage(stage.testPage);
    const { counts, problems } = await test.evaluate((given) => page.meet(given), how);
    expect({ counts, problems }).toEqual({ counts: [1, 1], problems: [] });
  });

  const connected = (proof: string) => [{ state: 'connected', proof }];
  it.each([
    ['both', [connected('verified'), connected('verified')], []],
    ['restart', [connected('verified'), connected('verified')], []],
    ['plain', [connected('none'), connected('none')], []],
    ['lying', [[], []], ['wrong']],
  ])('are proven: %s', async (how, peers, refused) => {
    const test = await stage.newPage(stage.testPage);
    expect(await test.evaluate((given) => page.prove(given), how)).toEqual({ peers, refused });
  });
});

describe('the voice page', () => {
  /** What has arrived from each of the others, in bytes of sound. */
  const received = (voice: Page) =>
    voice.evaluate(async () => {
      const reports = await Promise.all(call.peers.map(({ connection }) => connection.getStats()));
      return reports.map((report) => {
        let bytes = 0;
        report.forEach(({ type, bytesReceived = 0 }) => (bytes += type === 'inbound-rtp' ? bytesReceived : 0));
        return bytes;
      });
    });

  const peersOf = (voice: Page) => voice.getByRole('list', { name: 'Connected with' }).getByRole('listitem');

  async function join(username: string): Promise<Page> {
    await register(stage.server, username);
    const voice = await stage.newPage(stage.example('voice'));
    await voice.getByLabel('Name').fill(username);
    await voice.getByLabel('Password').fill(PASSWORD);
    await voice.getByRole('button', { name: 'Join' }).click();
    await voice.getByRole('status').getByText('In the room').waitFor();
    return voice;
  }

  it('connects everyone in the room, proven, and sound arrives', async () => {
    await alice.client.channels.create({ name_enc: 'b25l' });
    const everyone = [await join('carol'), await join('dave'), await join('erin')];
    for (const voice of everyone) {
      let bytes: number[] = [];
      while (bytes.length < 2 || bytes.includes(0)) bytes = await received(voice);
      expect(await voice.evaluate(() => call.peers.map(({ proof }) => proof))).toEqual(['verified', 'verified']);
      expect(await peersOf(voice).count()).toBe(2);
    }

    const [carol, dave, erin] = everyone;
    await erin.getByRole('button', { name: 'Leave' }).click();
    while ((await peersOf(carol).count()) > 1) await carol.evaluate(() => undefined);
    expect(await received(carol)).toHaveLength(1);
    await dave.getByRole('button', { name: 'Leave' }).click();
    await carol.getByRole('status').getByText('with 0 others').waitFor();
    expect(await peersOf(carol).count()).toBe(0);
  });

  it('is the device that is logged in to the chat page, which goes on', async () => {
    const { token } = await operator(stage.server).invites.create();
    const chat = await enterChat(stage, 'frank', { invite: token });
    const countDevices = async () => (await alice.client.devices.listKeys({ all: '1' })).keys.length;
    const before = await countDevices();
    const voice = await chat.context().newPage();
    await voice.goto(stage.example('voice'));
    await voice.getByRole('status').getByText('frank, not in a room.').waitFor();
    expect(await voice.getByLabel('Name').isVisible()).toBe(false);
    await voice.getByRole('button', { name: 'Join' }).click();
    await voice.getByRole('status').getByText('In the room').waitFor();
    await voice.getByRole('button', { name: 'Leave' }).click();
    await voice.getByRole('status').getByText('Not in a room: left.').waitFor();
    await chat.reload();
    await chat.getByRole('status').getByText('frank, connected').waitFor();
    expect(await countDevices()).toBe(before);
  });
});
