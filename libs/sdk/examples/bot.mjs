// A bot in an encrypted channel: it answers commands. node bot.mjs <username> [--invite=…] [--server=…] [--keys=…]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ChatSession, fileStore } from '@dialtone/sdk/chat';

/** What the bot can do: a command's name, and the answer to what follows it. */
const commands = {
  help: () =>
    `I know ${Object.keys(commands)
      .map((name) => `!${name}`)
      .join(', ')}.`,
  echo: (text) => text || 'echo what?',
  time: () => new Date().toISOString(),
  roll: (sides) => `You rolled ${1 + Math.floor(Math.random() * (Number(sides) || 6))}.`,
};

const string = { type: 'string' };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { invite: string, server: { ...string, default: 'http://localhost:8080' }, keys: string },
});
const [username] = positionals;
const password = process.env.BOT_PASSWORD;
if (!username || !password) {
  console.error('usage: BOT_PASSWORD=… node bot.mjs <username> [--invite=<token>] [--server=<url>] [--keys=<folder>]');
  process.exit(1);
}

// The bot's keys rest sealed under its password: a copy of the files is of no use without it.
const store = fileStore(values.keys ?? join('data', `bot-${encodeURIComponent(username)}`), { passphrase: password });
const account = { baseUrl: values.server, username, password, store, getPassword: () => password };
const chat = values.invite
  ? await ChatSession.register({ ...account, inviteToken: values.invite })
  : await ChatSession.login(account);

chat.on('message', async ({ channelId, senderId, text }) => {
  // Not to itself: two bots that answer each other would never stop.
  if (senderId === chat.userId || !text?.startsWith('!')) return;
  const [name, ...rest] = text.slice(1).split(' ');
  const command = Object.hasOwn(commands, name) ? commands[name] : commands.help;
  await chat.send(channelId, command(rest.join(' ')));
});
chat.on('error', (error) => console.error(error));
chat.on('close', ({ name, error }) => {
  // Everything else than being asked to stop is for whoever watches over the bot: it starts it again.
  if (name !== 'normal') {
    console.error(`The connection has ended: ${error?.message ?? name}`);
    process.exitCode = 1;
  }
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => chat.close());

await chat.connect();
console.log(`${username} is here, and answers to !help.`);
