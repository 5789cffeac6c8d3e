import { ChatSession, memoryStore } from '@dialtone/sdk/chat';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { connect, operator, PASSWORD, register } from '../support/people.js';
import { enterChat, hear, messagesOf, messageWith, newsOf, openPerson, personIn, say } from './chat-page.js';
import { openStage, type Stage } from './stage.js';

let stage: Stage;
const sessions: ChatSession[] = [];
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  await stage.close();
  expect(stage.problems).toEqual([]);
});

const newInvite = async () => (await operator(stage.server).invites.create()).token;

/** Alice, who is the admin, in her browser, with a channel. */
async function alice(prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const chat = await enterChat(stage, 'alice', { invite: await newInvite(), prepare });
  await makeChannel(chat, 'general');
  return chat;
}

async function makeChannel(chat: Page, name: string): Promise<void> {
  await chat.getByLabel('New channel').fill(name);
  await chat.getByRole('button', { name: 'Create' }).click();
  await chat.getByRole('heading', { name }).waitFor();
}

/** Somebody who reads the channel, in a browser. */
async function newcomer(name: string): Promise<Page> {
  const chat = await enterChat(stage, name, { invite: await newInvite() });
  await chat.getByRole('heading', { name: 'general' }).waitFor();
  return chat;
}

/** Somebody who reads the channel, with a program. */
async function program(username: string): Promise<{ session: ChatSession; channelId: string }> {
  const account = { baseUrl: stage.server.url, username, password: PASSWORD, store: memoryStore() };
  const session = await ChatSession.register({ ...account, inviteToken: await newInvite() });
  sessions.push(session);
  const ready = session.once('channel', { where: ({ channel }) => channel.hasKey });
  ready.catch(() => undefined);
  await session.connect();
  const [channel] = await session.channels();
  if (!channel.hasKey) await ready;
  return { session, channelId: channel.id };
}

const markOf = async (place: Locator) => place.locator('.mark').allTextContents();

describe('two people', () => {
  it('verify each other: one types the safety number, the other one scans', async () => {
    const alices = await alice();
    const bobs = await newcomer('bob');
    await personIn(alices, 'bob').getByText('not verified').waitFor();
    const [alicesBob, bobsAlice] = [await openPerson(alices, 'bob'), await openPerson(bobs, 'alice')];
    const number = await bobsAlice.getByLabel('Safety number').innerText();
    expect(number).toMatch(/^(\d{5} ){11}\d{5}$/);
    expect(await alicesBob.getByLabel('Safety number').innerText()).toBe(number);

    const field = alicesBob.getByRole('textbox', { name: 'number' });
    await field.fill(number.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)));
    await alicesBob.getByRole('button', { name: 'Compare', exact: true }).click();
    await alicesBob.getByRole('alert').getByText('the identities differ').waitFor();
    expect(await markOf(alicesBob.getByRole('heading').first())).toEqual(['not verified']);
    await field.fill(number);
    await alicesBob.getByRole('button', { name: 'Compare', exact: true }).click();
    await alicesBob.getByRole('status').getByText('Verified.').waitFor();

    await stage.showToCamera(alicesBob.getByRole('img', { name: 'QR code for bob' }));
    await bobsAlice.getByRole('button', { name: 'Scan the QR code' }).click();
    await bobsAlice.getByRole('status').getByText('Verified.').waitFor();
    await bobsAlice.getByRole('button', { name: 'Close' }).click();
    expect(await markOf(personIn(bobs, 'alice'))).toEqual(['verified']);
    expect(await markOf(personIn(alices, 'bob'))).toEqual(['verified']);

    await say(bobs, 'it is me');
    await hear(alices, 'it is me');
    expect(await markOf(messageWith(alices, 'it is me'))).toEqual(['verified']);
    await alicesBob.getByRole('button', { name: 'Take that back' }).click();
    await messageWith(alices, 'it is me').getByText('not verified').waitFor();
  });

  it('are told of a changed identity, and decide in a dialog', async () => {
    const alices = await alice();
    const { session: bob, channelId } = await program('bob');
    await personIn(alices, 'bob').getByText('not verified').waitFor();
    await bob.trust.resetIdentity();
    const news = alices.getByRole('log', { name: 'News' });
    await news.getByText('The server names another identity of bob.').waitFor(); // it opens by itself
    await bob.send(channelId, 'it is me');
    await hear(alices, 'it is me');
    expect(await markOf(messageWith(alices, 'it is me'))).toContain('identity changed');

    await news.getByRole('button', { name: 'Decide' }).click();
    const dialog = alices.getByRole('dialog', { name: 'bob' });
    await dialog.getByText('Ask bob first, in person or by phone.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Compare', exact: true }).isVisible()).toBe(false);
    await dialog.getByRole('button', { name: 'Accept the new identity' }).click();
    await dialog.getByRole('status').getByText('Compare the new safety number.').waitFor();
    const number = (await bob.trust.safetyNumber(await idOf(bob, 'alice'))).trim();
    await dialog.getByRole('textbox', { name: 'number' }).fill(number);
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    await dialog.getByRole('status').getByText('Verified.').waitFor();
    expect(await markOf(personIn(alices, 'bob'))).toEqual(['verified']);
  });
});

async function idOf(session: ChatSession, name: string): Promise<string> {
  return (await session.members()).find((member) => member.name === name)!.userId;
}

describe('a new device of one’s own', () => {
  it.each(['typed', 'scanned'])('is linked by its code: %s', async (how) => {
    const old = await alice();
    await say(old, 'from the old one');
    const fresh = await enterChat(stage, 'alice');
    await fresh.getByRole('heading', { name: 'This device is new' }).waitFor();
    await messagesOf(fresh).getByText('its key is missing').waitFor();
    await fresh.getByRole('button', { name: 'Link it with another device' }).click();
    const dialog = fresh.getByRole('dialog', { name: 'Link this device' });
    await dialog.getByText('Waiting for the other device.').waitFor();
    const code = await dialog.locator('#link-code').innerText();
    expect(code).toMatch(/^(\d{4} ){4}\d{4}$/);

    await old.getByRole('log', { name: 'News' }).getByRole('button', { name: 'Type its code' }).click();
    const approval = old.getByRole('dialog', { name: 'Link a new device' });
    const field = approval.getByLabel('Code of the new device');
    if (how === 'typed') {
      await field.fill('0000 0000 0000 0000 0000');
      await field.press('Enter');
      await approval.getByRole('alert').getByText('the code is wrong').waitFor();
      await field.fill(code);
      await field.press('Enter');
    } else {
      await stage.showToCamera(dialog.getByRole('img'));
      await approval.getByRole('button', { name: 'Scan its QR code' }).click();
    }
    await approval.getByText('The new device has your identity').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await hear(fresh, 'from the old one');
    expect(await fresh.getByRole('heading', { name: 'This device is new' }).isVisible()).toBe(false);

    await approval.getByRole('button', { name: 'Close' }).click();
    const own = await openPerson(old, 'alice (you)', 'You');
    await own.getByRole('listitem').nth(1).waitFor();
    expect(await markOf(own.getByRole('listitem'))).toEqual(['signed', 'signed']);
  });
});

describe('recovery', () => {
  it('asks for two words, and brings the whole history back while nobody else is online', async () => {
    const first = await alice();
    await say(first, 'the oldest message');
    await hear(first, 'the oldest message');
    const words = await turnOn(first);
    const written = hasBackup(first);
    await makeChannel(first, 'made later');
    await say(first, 'said later');
    await hear(first, 'said later');
    await written;
    await first.context().close();

    const second = await enterChat(stage, 'alice');
    await messagesOf(second).getByText('its key is missing').waitFor();
    await second.getByRole('button', { name: 'Use the recovery words' }).click();
    const dialog = second.getByRole('dialog', { name: 'Use the recovery words' });
    const field = dialog.getByLabel('The twelve words');
    await field.fill(words.slice(1).join(' '));
    await dialog.getByRole('button', { name: 'Recover' }).click();
    await dialog.getByRole('alert').getByText('there must be 12 words').waitFor();
    await field.fill(` ${words.join('\n').toUpperCase()}`);
    await dialog.getByRole('button', { name: 'Recover' }).click();
    await dialog.waitFor({ state: 'hidden' });

    await hear(second, 'the oldest message');
    await second.getByRole('button', { name: 'made later' }).click();
    await hear(second, 'said later');
    expect(await second.getByRole('heading', { name: 'This device is new' }).isVisible()).toBe(false);

    second.on('dialog', (question) => void question.accept());
    await second.getByRole('button', { name: 'Recovery words' }).click();
    const settings = second.getByRole('dialog', { name: 'Recovery words' });
    await settings.getByRole('button', { name: 'Turn recovery off' }).click();
    await settings.getByRole('status').getByText('Recovery is off.').waitFor();
    await settings.getByRole('button', { name: 'Make recovery words' }).waitFor();
  });

  /** Makes the words as one does: writes them down, gets one of two wrong first. */
  async function turnOn(chat: Page): Promise<string[]> {
    await chat.getByRole('button', { name: 'Recovery words' }).click();
    const dialog = chat.getByRole('dialog', { name: 'Recovery words' });
    await dialog.getByRole('button', { name: 'Make recovery words' }).click();
    const list = dialog.getByRole('list', { name: 'Recovery words' });
    await list.getByRole('listitem').nth(11).waitFor();
    const words = await list.getByRole('listitem').allTextContents();
    expect(words).toHaveLength(12);
    await dialog.getByRole('button', { name: 'I have written them down' }).click();
    expect(await chat.locator('#words').textContent()).toBe(''); // they are nowhere on the page

    const fields = dialog.getByRole('textbox');
    const asked = (await dialog.locator('label:visible').allInnerTexts()).map((label) => /\d+/.exec(label)![0]);
    const [one, other] = asked.map((position) => words[Number(position) - 1]);
    const confirm = dialog.getByRole('button', { name: 'Turn recovery on' });
    await fields.nth(0).fill(one);
    await fields.nth(1).fill(one);
    await confirm.click();
    await dialog.getByRole('alert').getByText('these are not the words').waitFor();
    await fields.nth(1).fill(other);
    await confirm.click();
    await dialog.getByRole('status').getByText('Your twelve words are good now.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    return words;
  }

  /** Resolves when the backup is written the next time: a new key is added within some seconds. */
  async function hasBackup(chat: Page): Promise<void> {
    await chat.waitForResponse(
      (response) => response.url().endsWith('/keys/backup') && response.request().method() === 'POST' && response.ok(),
    );
  }
});

describe('marks', () => {
  it('say of whom the server tells something that nobody has signed', async () => {
    const lies: ((frame: Frame) => void)[] = [];
    const alices = await alice((page) => tamper(page, (frame) => lies.shift()?.(frame)));
    const { session: bob, channelId } = await program('bob');
    const dave = await connect(await register(stage.server, 'dave')); // with a client that knows no identities
    await alices.getByRole('list', { name: 'People' }).getByText('no identity').waitFor();
    await dave.close();
    await personIn(alices, 'bob').getByText('not verified').waitFor();

    const sent = async (text: string, lie: (frame: Frame) => void) => {
      lies.push(lie);
      await bob.send(channelId, text);
    };
    await sent('as it is', () => undefined);
    await sent('without a proof', (frame) => delete frame.proof);
    await sent('of no device', ({ proof }) => (proof!.device_id = randomUUID()));
    await hear(alices, 'of no device');
    expect(await markOf(messageWith(alices, 'as it is'))).toEqual(['not verified']);
    expect(await markOf(messageWith(alices, 'without a proof'))).toEqual(['not verified', 'not signed']);
    expect(await markOf(messageWith(alices, 'of no device'))).toEqual(['not verified', 'signed by an unknown device']);

    const aliceId = await idOf(bob, 'alice');
    await sent('in her mouth', (frame) => (frame.sender = aliceId));
    const refused = messageWith(alices, 'its sender did not send this');
    await refused.waitFor();
    expect(await markOf(refused)).toEqual(['refused']);
    expect(await messagesOf(alices).getByText('in her mouth').count()).toBe(0);
    await (await newsOf(alices)).getByText("is refused: somebody else's device has signed it").waitFor();
  });

  it('say which message has come late', async () => {
    const held: string[] = [];
    const alices = await alice(async (page) => {
      await page.routeWebSocket(/./, (socket) => {
        const server = socket.connectToServer();
        server.onMessage((text) => {
          if (!String(text).includes('channel.message.new')) socket.send(text);
          else if (held.push(String(text)) === 2) for (const late of held.reverse()) socket.send(late);
        });
      });
    });
    const { session: bob, channelId } = await program('bob');
    await personIn(alices, 'bob').getByText('not verified').waitFor();
    await bob.send(channelId, 'the first');
    await bob.send(channelId, 'the second');
    await hear(alices, 'the first');
    expect(await markOf(messageWith(alices, 'the first'))).toEqual(['not verified', 'late or repeated']);
    expect(await markOf(messageWith(alices, 'the second'))).toEqual(['not verified']);
  });

  interface Frame {
    type: string;
    sender: string;
    proof?: { device_id: string };
  }

  /** A server that changes the messages on their way to this page. */
  async function tamper(page: Page, change: (frame: Frame) => void): Promise<void> {
    await page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((text) => {
        const frame = JSON.parse(String(text)) as Frame;
        if (frame.type === 'channel.message.new') change(frame);
        socket.send(JSON.stringify(frame));
      });
    });
  }
});
