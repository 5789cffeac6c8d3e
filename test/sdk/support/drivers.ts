import type { OperationId } from '@dialtone/sdk';
import { PASSWORD } from '../../support/people.js';
import type { PackedWorld } from './packed-world.js';

/** For each operation a use of its method that tells whether it works; a new operation needs a line here. */
export const drivers: Readonly<Record<OperationId, (world: PackedWorld) => Promise<void>>> = {
  checkHealth: async (world) => {
    expect(await world.stranger().health.check()).toBe('ok');
  },
  registerUser: async (world) => {
    const { client, session, name } = await world.newMember();
    expect(session.username).toBe(name);
    expect(client.token).toBe(session.token);
  },
  loginUser: async (world) => {
    const client = world.stranger();
    const { name, session } = world.member;
    const input = { username: name, password: PASSWORD, public_key: session.device_public_key };
    const { token, device_id } = await client.auth.login(input);
    expect([client.token, device_id]).toEqual([token, session.device_id]);
  },
  logoutSession: async (world) => {
    const { client } = await world.newMember();
    await client.auth.logout();
    await expect(client.channels.list()).rejects.toMatchObject({ code: 'unauthorized' });
  },
  listSessions: async (world) => {
    const { sessions } = await world.admin.client.auth.listSessions();
    expect(sessions.map(({ is_current }) => is_current)).toEqual([true]);
  },
  endSessions: async (world) => {
    const { client, name } = await world.newMember();
    await world.stranger().auth.login({ username: name, password: PASSWORD, public_key: await world.newKey() });
    await expect(client.auth.endSessions({ others: '1' })).resolves.toBeUndefined();
    expect((await client.auth.listSessions()).sessions).toHaveLength(1);
  },
  changePassword: async (world) => {
    const { client, name } = await world.newMember();
    await client.auth.changePassword({ current_password: PASSWORD, new_password: 'battery staple 8' });
    const public_key = await world.newKey();
    await world.stranger().auth.login({ username: name, password: 'battery staple 8', public_key });
  },
  createTicket: async ({ member }) => {
    expect((await member.client.auth.createTicket()).ticket).toMatch(/^[\w-]{20,}$/);
  },
  createUser: async (world) => {
    const username = world.newName();
    expect(await world.operator().users.create({ username })).toMatchObject({ username });
  },
  updateUser: async ({ admin, member }) => {
    const { user_id } = member.session;
    expect(await admin.client.users.update({ user_id, is_trusted: true })).toMatchObject({ user_id, is_trusted: true });
  },
  listProfiles: async ({ admin }) => {
    await admin.client.users.setProfile({ name_enc: 'Alice' });
    const { profiles } = await admin.client.users.listProfiles();
    expect(profiles).toMatchObject([{ user_id: admin.session.user_id, name_enc: 'Alice' }]);
  },
  setProfile: async ({ admin }) => {
    expect(await admin.client.users.setProfile({ name_enc: 'A.' })).toBeDefined();
  },
  createDevice: async (world) => {
    const { client, session } = world.member;
    const public_key = await world.newKey();
    expect(await client.devices.create({ user_id: session.user_id, public_key })).toMatchObject({ public_key });
  },
  deleteDevice: async (world) => {
    const { client, session } = world.member;
    const { id } = await client.devices.create({ user_id: session.user_id, public_key: await world.newKey() });
    await expect(client.devices.remove({ device_id: id })).resolves.toBeUndefined();
  },
  listDeviceKeys: async ({ admin, member }) => {
    const { keys } = await admin.client.devices.listKeys({ all: '1' });
    const users = keys.map(({ user_id }) => user_id);
    expect(users).toEqual(expect.arrayContaining([admin.session.user_id, member.session.user_id]));
  },
  listChannels: async ({ member, channel }) => {
    expect((await member.client.channels.list()).channels).toContainEqual(channel);
  },
  createChannel: async ({ admin }) => {
    const { channel } = await admin.client.channels.create({ name_enc: 'y' });
    expect(channel).toMatchObject({ name_enc: 'y', created_by: admin.session.user_id });
  },
  renameChannel: async ({ admin, channel }) => {
    const renamed = await admin.client.channels.rename({ channel_id: channel.id, name_enc: 'x' });
    expect(renamed.channel).toEqual(channel);
  },
  deleteChannel: async ({ admin }) => {
    const { channel } = await admin.client.channels.create({ name_enc: 'z' });
    await expect(admin.client.channels.delete({ channel_id: channel.id })).resolves.toBeUndefined();
  },
  listMessages: async (world) => {
    const ids = await world.say('one', 'two', 'three');
    const walked: string[] = [];
    const { messages } = world.member.client;
    for await (const { id } of messages.list({ channel_id: world.channel.id, limit: 2 })) walked.push(id);
    expect(walked.slice(0, 3)).toEqual([...ids].reverse());
    const after: string[] = [];
    const list = messages.list({ channel_id: world.channel.id, limit: 1, after: ids[0] });
    for await (const { id } of list) after.push(id);
    expect(after).toEqual(ids.slice(1));
  },
  syncMessages: async (world) => {
    const { messages } = world.member.client;
    const { next } = await messages.sync();
    const ids = await world.say('four', 'five', 'six');
    const walked: string[] = [];
    for await (const { id } of messages.sync({ since: next, limit: 2 })) walked.push(id);
    expect(walked).toEqual(ids);
  },
  getChannelKey: async (world) => {
    const { admin, member, channel } = world;
    const envelopes = [world.envelopeFor(member)];
    await admin.client.keys.putChannelKeys({ channel_id: channel.id, envelopes });
    const key = await member.client.keys.getChannelKey({ channel_id: channel.id });
    expect(key).toMatchObject(envelopes[0]);
  },
  putChannelKeys: async (world) => {
    const envelopes = [world.envelopeFor(world.member), world.envelopeFor(world.admin)];
    expect(await world.admin.client.keys.putChannelKeys({ channel_id: world.channel.id, envelopes })).toBeDefined();
  },
  getDirectoryKey: async (world) => {
    const fresh = await world.newMember();
    await world.admin.client.users.update({ user_id: fresh.session.user_id, is_trusted: true });
    expect(await fresh.client.keys.getDirectoryKey()).toBeUndefined();
    await world.admin.client.keys.putDirectoryKeys({ envelopes: [world.envelopeFor(fresh)] });
    expect(await fresh.client.keys.getDirectoryKey()).toMatchObject(world.envelopeFor(fresh));
  },
  putDirectoryKeys: async (world) => {
    const envelopes = [world.envelopeFor(world.admin)];
    expect(await world.admin.client.keys.putDirectoryKeys({ envelopes })).toBeDefined();
  },
  queryPresence: async ({ member, admin }) => {
    const { user_id } = admin.session;
    const { statuses, admins } = await member.client.presence.query({ user_ids: [user_id] });
    expect([statuses, admins]).toEqual([{ [user_id]: false }, { [user_id]: true }]);
  },
  listInvites: async (world) => {
    const { invites } = await world.operator().invites.list();
    expect(invites.length).toBeGreaterThan(1);
  },
  createInvite: async ({ admin }) => {
    const { data, requestId } = await admin.client.invites.create().withResponse();
    expect([data.token, requestId]).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.any(String)]);
  },
  revokeInvite: async (world) => {
    const operator = world.operator();
    await operator.invites.create();
    const unused = (await operator.invites.list()).invites.find(({ used_at }) => used_at === null);
    await expect(operator.invites.revoke({ invite_id: unused!.id })).resolves.toBeUndefined();
  },
};
