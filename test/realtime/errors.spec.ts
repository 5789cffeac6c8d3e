import { Database } from '../../apps/server/src/core/database/database.js';
import { makeChannel, NAME_ENC, NO_ID, saying } from '../support/channels.js';
import type { Listener, RawListener } from '../support/listener.js';
import { useServer } from '../support/stage.js';
import { countRows } from '../support/store.js';

/** Everybody connects anew for each test, which is more often than the rates allow. */
const env = { DIALTONE_RATE_LIMIT: 'off' };
const { server, alice, bob, listen, listenRaw } = useServer({ env }, 'alice', 'bob');
let channel_id: string;
let raw: RawListener;
let bobHears: Listener;

beforeAll(async () => {
  channel_id = await makeChannel(alice);
});
beforeEach(async () => {
  raw = await listenRaw(alice);
  bobHears = await listen(bob);
});

/** Checks that the connection still works, and that nobody but its owner has heard of the bad frame. */
async function expectUnharmed(before: Record<string, number>): Promise<void> {
  raw.send(saying(channel_id, 'still here'));
  await Promise.all([raw, bobHears].map((ear) => ear.next('channel.message.new')));
  expect(bobHears.types).toEqual(['voice.presence.snapshot', 'channel.message.new']);
  expect(raw.all('error')).toHaveLength(1);
  expect(await countRows(server, 'messages')).toEqual({ messages: before['messages'] + 1 });
}

const message = (changes: object) => JSON.stringify({ ...saying(channel_id, 'hello'), ...changes });
const voice = (changes: object) => JSON.stringify({ type: 'voice_join', channel_id, ...changes });
const offer = (changes: object) =>
  JSON.stringify({ type: 'webrtc_offer', channel_id, recipient: bob.session.user_id, sdp: 'v=0', ...changes });

const badFrames: [what: string, code: string, frame: () => string | Buffer][] = [
  ['no JSON', 'invalid_message', () => 'hello'],
  ['nothing', 'invalid_message', () => ''],
  ['half an object', 'invalid_message', () => message({}).slice(0, -1)],
  ['two objects', 'invalid_message', () => message({}) + message({})],
  ['an array', 'invalid_message', () => `[${message({})}]`],
  ['null', 'invalid_message', () => 'null'],
  ['a string', 'invalid_message', () => '"hello"'],
  ['a binary frame', 'invalid_message', () => Buffer.from(message({}))],
  ['a field given twice', 'invalid_message', () => message({}).replace('{', '{"body":"x",')],
  ['a __proto__ field', 'invalid_message', () => message({}).replace('{', '{"__proto__":{},')],
  ['U+0000', 'invalid_message', () => message({ body: 'a\0' })],
  ['deep nesting', 'invalid_message', () => message({}).replace('{', `{"x":${'['.repeat(40)}${']'.repeat(40)},`)],
  ['more than 100 fields and items', 'invalid_message', () => message({ x: Array(100).fill(0) })],
  ['no type', 'invalid_message', () => message({ type: undefined })],
  ['a type that is no string', 'invalid_message', () => message({ type: 7 })],
  ['a message without body', 'invalid_message', () => message({ body: undefined })],
  ['a message with a blank body', 'invalid_message', () => message({ body: ' \n' })],
  ['a message with a blank sender_name_enc', 'invalid_message', () => message({ sender_name_enc: '  ' })],
  ['a message with an empty body', 'invalid_message', () => message({ body: '' })],
  ['a message with a body over 16,384 bytes', 'invalid_message', () => message({ body: `${'é'.repeat(8192)}x` })],
  ['a message with a body that is no string', 'invalid_message', () => message({ body: { a: 1 } })],
  ['a message without sender_name_enc', 'invalid_message', () => message({ sender_name_enc: undefined })],
  ['a message with an empty sender_name_enc', 'invalid_message', () => message({ sender_name_enc: '' })],
  ['a message without channel_id', 'invalid_message', () => message({ channel_id: undefined })],
  ['a message whose channel_id is null', 'invalid_message', () => message({ channel_id: null })],
  ['a voice_join without channel_id', 'invalid_message', () => voice({ channel_id: undefined })],
  ['a voice_leave with an empty channel_id', 'invalid_message', () => voice({ type: 'voice_leave', channel_id: '' })],
  ['an offer without recipient', 'invalid_message', () => offer({ recipient: undefined })],
  ['an offer without sdp', 'invalid_message', () => offer({ sdp: undefined })],
  ['an answer with an empty sdp', 'invalid_message', () => offer({ type: 'webrtc_answer', sdp: '' })],
  ['a candidate without candidate', 'invalid_message', () => offer({ type: 'ice_candidate' })],
  ['an unknown type', 'unsupported_type', () => message({ type: 'channel.message.edit' })],
  ['an event of the server', 'unsupported_type', () => message({ type: 'channel.message.new' })],
  ['a type that every object has', 'unsupported_type', () => message({ type: 'constructor' })],
  ['the retired message.send', 'channels_only', () => message({ type: 'message.send' })],
  ['the retired message.broadcast', 'channels_only', () => message({ type: 'message.broadcast' })],
  ['a message to an unknown channel', 'channel_not_found', () => message({ channel_id: NO_ID })],
  ['a voice_join of an unknown channel', 'channel_not_found', () => voice({ channel_id: NO_ID })],
  ['an offer from outside the room', 'voice_not_joined', () => offer({})],
];

it.each(badFrames)(
  'RT11 %s is answered with %s; the connection stays open and nothing changes',
  async (_what, code, frame) => {
    const before = await countRows(server, 'messages');

    raw.send(frame());

    expect(await raw.next('error')).toEqual({ type: 'error', code, message: expect.stringMatching(/.+/) });
    await expectUnharmed(before);
  },
);

it('RT11 an internal failure is answered with server_error, without details', async () => {
  const before = await countRows(server, 'messages');
  const { dataSource } = server.app.get(Database);
  await dataSource.query('ALTER TABLE messages RENAME TO hidden');

  raw.send(saying(channel_id, 'lost'));
  const error = await raw.next('error');
  await dataSource.query('ALTER TABLE hidden RENAME TO messages');

  expect(error).toEqual({ type: 'error', code: 'server_error', message: 'internal server error' });
  await expectUnharmed(before);
});

const CLIENT_ID = '0198f6a3-7f02-4c55-8e0b-7f4f8f3c5d21';

it.each([
  ['a message that is missing a field', 'invalid_message', () => message({ body: undefined, client_id: CLIENT_ID })],
  [
    'a message of too many parts',
    'invalid_message',
    () => message({ client_id: CLIENT_ID, x: [[Array(100).fill({})]] }),
  ],
  ['an unknown type', 'unsupported_type', () => message({ type: 'no.such.type', client_id: CLIENT_ID })],
  ['a retired type', 'channels_only', () => message({ type: 'message.send', client_id: CLIENT_ID })],
  ['a message to an unknown channel', 'channel_not_found', () => message({ channel_id: NO_ID, client_id: CLIENT_ID })],
  ['a voice_join of an unknown channel', 'channel_not_found', () => voice({ channel_id: NO_ID, client_id: CLIENT_ID })],
])('RT25 the error that answers %s names its client_id', async (_what, code, frame) => {
  raw.send(frame());

  expect(await raw.next('error')).toMatchObject({ code, client_id: CLIENT_ID });
});

it.each(['junk', '', 7, null, {}, `${CLIENT_ID}\n`])(
  'RT25 an error never repeats a bad client_id: %j',
  async (client_id) => {
    raw.send(message({ client_id }));
    raw.send(voice({ channel_id: NO_ID, client_id }));

    expect(await raw.next('error')).toEqual({ type: 'error', code: 'invalid_message', message: expect.any(String) });
    expect(await raw.next('error')).toEqual({ type: 'error', code: 'channel_not_found', message: 'channel not found' });
  },
);

it('unknown fields are ignored, because older clients send one struct for all frames', async () => {
  raw.send({
    ...saying(channel_id, 'hello'),
    sender: bob.session.user_id,
    recipient: '',
    sdp: '',
    candidate: '',
    active: false,
    message_id: 'mine',
  });

  expect(await bobHears.next('channel.message.new')).toEqual({
    type: 'channel.message.new',
    message_id: expect.not.stringMatching('mine'),
    channel_id,
    sender: alice.session.user_id,
    sender_name_enc: NAME_ENC,
    body: 'hello',
    sent_at: expect.any(String),
  });
});

it('a frame of 64 KiB is served; a larger one closes the connection with 1009, and only that one', async () => {
  const padded = (bytes: number) => message({}).padEnd(bytes, ' ');

  raw.send(padded(65_536));
  await bobHears.next('channel.message.new');
  raw.send(padded(65_537));

  expect(await raw.closed).toBe(1009);
  bobHears.send(saying(channel_id, 'still here'));
  await bobHears.next('channel.message.new', ({ body }) => body === 'still here');
});

it('text that is not UTF-8 closes the connection with 1007', async () => {
  raw.socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false });

  expect(await raw.closed).toBe(1007);
});
