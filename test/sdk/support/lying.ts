import type { DeviceKey, DeviceKeyList, PutChannelKeysInput } from '@dialtone/sdk';
import type { ChatSession } from '@dialtone/sdk/chat';
import type { FakeServer } from '@dialtone/sdk/testing';
import { lie } from '../../support/chat.js';

/** Lets the server tell this session another list of devices, as `lie` does. */
export function lieAboutDevices(chat: ChatSession, change: (keys: DeviceKey[]) => DeviceKey[]): Promise<() => void> {
  return lie<DeviceKeyList>(chat, 'listDeviceKeys', ({ keys }) => ({ keys: change(keys) }));
}

/** The devices as the server lists them to a session. */
export async function listedDevices(chat: ChatSession): Promise<DeviceKey[]> {
  return (await chat.client.devices.listKeys({ all: '1' })).keys;
}

/** The ids of the devices that the session has sealed a channel's key for. */
export function servedBy(server: FakeServer, chat: ChatSession, channelId: string): string[] {
  return server.requests
    .filter(({ operationId, userId, code }) => {
      return operationId === 'putChannelKeys' && userId === chat.userId && code === undefined;
    })
    .map(({ input }) => input as PutChannelKeysInput)
    .filter(({ channel_id }) => channel_id === channelId)
    .flatMap(({ envelopes }) => envelopes.map(({ device_id }) => device_id));
}
