// A process that holds a chat session, until it is killed: node chat-listener.mjs <folder>. It prints a line for each thing
// that it is told, as JSON; the password of the store is in CHAT_PASSWORD. It closes in good order when its input ends.
import { ChatSession, fileStore } from '@dialtone/sdk/chat';

const say = (what) => console.log(JSON.stringify(what));
const store = fileStore(process.argv[2], { passphrase: process.env.CHAT_PASSWORD });
const chat = await ChatSession.resume({ store });
chat.on('message', ({ id, text }) => say({ id, text }));
chat.on('gap', ({ since }) => say({ fault: `a gap after ${since}` }));
chat.on('close', ({ name }) => name !== 'normal' && say({ fault: `it was ended: ${name}` }));
chat.on('error', () => undefined); // what fails over a broken line is tried again
chat.on('state', ({ state, retryInMs = 0 }) => {
  if (state === 'connected') say({ state: 'online' }); // and what was missed is still to be shown
  // As an impatient person does: tries again now.
  if (state === 'waiting' && retryInMs > 500) chat.realtime.connect().catch(() => undefined);
});
process.stdin.resume().once('end', () => chat.close());
say({ state: 'begins' });
await chat.connect({ timeoutMs: 60_000 });
say({ state: 'connected' });
