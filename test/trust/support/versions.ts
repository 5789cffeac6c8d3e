import { createHash } from 'node:crypto';
import type { Channel, ChannelKey, ChannelKeyVersion, CreateKeyVersionInput, Message } from '@dialtone/sdk';
import { memoryStore, type ChatSession, type ChatStore } from '@dialtone/sdk/chat';
import type { FakeServer } from '@dialtone/sdk/testing';
import { lie, type ChatParty, type Watch } from '../../support/chat.js';
import { quiet } from '../../support/quiet.js';
import { identityFrom, statementOf } from '../../support/identities.js';

/** Two people, and a channel whose key both have. */
export interface AliceAndBob {
  readonly alicesStore: ChatStore;
  readonly bobsStore: ChatStore;
  readonly alice: Watch;
  readonly bob: Watch;
  readonly channelId: string;
}

/** Alice, who is admin, and bob join the fake server, and alice makes a channel. */
export async function aliceAndBob(party: ChatParty<FakeServer>): Promise<AliceAndBob> {
  const [alicesStore, bobsStore] = [memoryStore(), memoryStore()];
  const alice = await party.join('alice', { store: alicesStore });
  const bob = await party.join('bob', { store: bobsStore });
  const { id: channelId } = await alice.chat.createChannel('general');
  await bob.reads(channelId);
  return { alicesStore, bobsStore, alice, bob, channelId };
}

/** Lets the server list a channel to this session as another one; returns the function that ends it. */
export function lieAboutChannel(chat: ChatSession, channelId: string, change: (channel: Channel) => Channel) {
  return lie(chat, 'listChannels', ({ channels }: { channels: Channel[] }) => ({
    channels: channels.map((channel) => (channel.id === channelId ? change(channel) : channel)),
  }));
}

/** Lets the server show this session another envelope of a version; undefined for none. */
export async function lieAboutEnvelope(
  chat: ChatSession,
  version: number,
  change: (answer: ChannelKey) => ChannelKey | undefined,
): Promise<() => void> {
  await quiet();
  return chat.client.use(async (request, next) => {
    const response = await next(request);
    const asked = Number(new URL(request.url).searchParams.get('version') ?? 0);
    if (request.operationId !== 'getChannelKey' || asked !== version || response.status !== 200) return response;
    const answer = change(JSON.parse(response.body) as ChannelKey);
    if (answer !== undefined) return { ...response, body: JSON.stringify(answer) };
    return refusalOf(404, 'envelope_not_found');
  });
}

/** An answer that refuses a call. */
export function refusalOf(status: number, code: string): { status: number; headers: Headers; body: string } {
  return { status, headers: new Headers({ 'X-Error-Code': code }), body: JSON.stringify({ error: code }) };
}

/** A channel as it was before its key had versions. */
export function withoutVersions({ key: _key, is_stale: _stale, ...channel }: Channel): Channel {
  return channel;
}

/** What a version of a channel's key is told from another by. */
export function commitmentTo(channelId: string, version: number, key: string): string {
  const bytes = statementOf('dialtone/channel-key/v1', channelId, String(version), Buffer.from(key, 'base64'));
  return createHash('sha256').update(bytes).digest('base64');
}

/** What the maker of a version signs. */
export type Terms = Pick<ChannelKeyVersion, 'version' | 'commitment' | 'previous' | 'user_id' | 'device_id'>;

/** A version as its maker claims it, with the signature of this Ed25519 private key, in base64. */
export function signedVersion(channelId: string, terms: Terms, signingKey: string): ChannelKeyVersion {
  const { version, commitment, previous = '', user_id, device_id } = terms;
  const hashes = [commitment, previous].map((hash) => Buffer.from(hash, 'base64'));
  const bytes = statementOf('dialtone/key-version/v1', channelId, String(version), ...hashes, user_id, device_id);
  const signature = identityFrom(signingKey).sign(bytes);
  return { ...terms, signature, created_at: '2026-03-01T09:40:00.000Z' };
}

/** The private key that the device of a store signs with. */
export async function signingKeyOf(store: ChatStore): Promise<string> {
  return (await store.read('identity'))!.signing_key;
}

/** The versions that were posted, and how the server has answered. */
export function postedVersions(server: FakeServer): (CreateKeyVersionInput & { readonly code: string | undefined })[] {
  return server.requests
    .filter(({ operationId }) => operationId === 'createKeyVersion')
    .map(({ input, code }) => ({ ...(input as CreateKeyVersionInput), code }));
}

/** For which devices a version of the channel's key was sealed, by whomever. */
export function receiversOf(server: FakeServer, channelId: string, version: number): string[] {
  const operations = version === 0 ? ['putChannelKeys'] : ['createKeyVersion', 'putChannelKeys'];
  const posted = server.requests
    .filter(({ operationId }) => operations.includes(operationId ?? ''))
    .map(({ input }) => input as { channel_id: string; version?: number; envelopes: { device_id: string }[] });
  return posted
    .filter((input) => input.channel_id === channelId && (input.version ?? 0) === version)
    .flatMap(({ envelopes }) => envelopes.map(({ device_id }) => device_id));
}

/** The last message of a channel, as it is stored. */
export async function lastOf({ client }: ChatSession, channel_id: string): Promise<Message> {
  const { messages } = await client.messages.list({ channel_id });
  return messages.at(-1) as Message;
}

/** Under which version of its key the channel's last message is. */
export async function lastVersion(chat: ChatSession, channelId: string): Promise<number | undefined> {
  return (await lastOf(chat, channelId)).proof?.key_version;
}
