// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/**
 * Objects by their names: their fields, each with its type where that is not `string`. A field with `?` may be
 * missing; `T[]` is a list, `T{}` an object that has a `T` under any name.
 */
export const shapes: Readonly<Record<string, string>> = {
  Session: 'token user_id device_id expires_at username device_public_key is_admin:boolean is_trusted:boolean',
  Status: 'status',
  SessionList: 'sessions:SessionInfo[]',
  SessionInfo: 'id device_id created_at expires_at is_current:boolean',
  Ticket: 'ticket expires_at',
  User: 'id username created_at',
  UserRoles: 'user_id is_admin:boolean is_trusted:boolean',
  ProfileList: 'profiles:Profile[]',
  Profile: 'user_id name_enc updated_at',
  Device: 'id user_id public_key created_at',
  DeviceKeyList: 'user_id? keys:DeviceKey[]',
  DeviceKey: 'user_id? device_id public_key certificate?:DeviceCertificate',
  DeviceCertificate: 'identity_key signing_key? generation:number capabilities:string[] signed_at signature',
  DeviceLink: 'device_id request answer? expires_at',
  ChannelList: 'channels:Channel[]',
  Channel: 'id name_enc created_by created_at',
  ChannelResponse: 'channel:Channel',
  MessageList: 'channel_id messages:Message[] has_more:boolean',
  Message: 'id channel_id sender_id sender_name_enc body sent_at',
  MessageSync: 'messages:Message[] next has_more:boolean',
  ChannelKey: 'channel_id device_id sender_device_id sender_public_key envelope created_at others?:OtherEnvelope[]',
  OtherEnvelope: 'sender_device_id sender_public_key envelope created_at',
  DirectoryKey: 'device_id sender_device_id sender_public_key envelope created_at others?:OtherEnvelope[]',
  KeyBackup: 'version:number data updated_at',
  Presence: 'statuses:boolean{} admins:boolean{}',
  InviteList: 'invites:InviteInfo[]',
  InviteInfo: 'id created_at expires_at used_at:string|null user_id:string|null',
  Invite: 'token expires_at',
};

/** The fields of every event that this version knows, in the same terms, by wire type. */
export const eventShapes: Readonly<Record<string, string>> = {
  'channel.message.new': 'message_id channel_id sender sender_name_enc body sent_at',
  'channel.message.ack': 'client_id message_id sent_at',
  'channel.updated': 'channel_id channel_name_enc',
  'channel.deleted': 'channel_id',
  voice_join: 'channel_id sender',
  voice_leave: 'channel_id sender',
  voice_roster: 'channel_id sender users:string[] following?:number',
  'voice.presence': 'channel_id sender active:boolean',
  'voice.presence.snapshot': 'channel_id sender voice_rooms:string[]{} following?:number',
  webrtc_offer: 'channel_id sender sender_device recipient recipient_device? sdp',
  webrtc_answer: 'channel_id sender sender_device recipient recipient_device? sdp',
  ice_candidate: 'channel_id sender sender_device recipient recipient_device? candidate',
  'device.joined': 'sender device_id',
  'device.certified': 'sender device_id',
  'device.link.requested': 'device_id',
  'device.link.answered': 'device_id',
  'user.profile.updated': 'sender',
  'keys.shared': 'channel_id?',
  'presence.changed': 'user_id online:boolean',
  'sync.required': '',
  'server.going_away': 'reconnect_after_ms:number',
  error: 'code message client_id?',
};
