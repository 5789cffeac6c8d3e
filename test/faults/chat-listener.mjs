// A process that holds a chat session until it is killed: node chat-listener.mjs <folder>. It prints each event as a line
// of JSON; the password of the store is in CHAT_PASSWORD. When its input ends, it closes properly.
import { ChatSession, fileStore } from '@dialtone/sdk/chat';

const say = (what) => console.log(JSON.stringify(what));
const store = fileStore(process.argv[2], { passphrase: process.env.CHAT_PASSWORD });
const chat = await ChatSession.resume({ store });
chat.on('message', ({ id, text }) => say({ id, text }));
chat.on('gap', ({ since }) => say({ fault: `a gap after ${since}` }));
chat.on('close', ({ name }) => name !== 'normal' && say({ fault: `it was ended: ${name}` }));
chat.on('error', () => undefined); // what fails over a broken line is tried again
chat.on('state', ({ state, retryInMs = 0 }) => {
  if (state === 'connected') say({ state: 'online' }); // what was missed has yet to be shown
  // Like an impatient user, try again at once.
  if (state === 'waiting' && retryInMs > 500) chat.realtime.connect().catch(() => undefined);
});
process.stdin.resume().once('end', () => chat.close());
say({ state: 'begins' });
await chat.connect({ timeoutMs: 60_000 });
say({ state: 'connected' });
