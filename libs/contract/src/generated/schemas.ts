// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** Name of a schema. */
export type SchemaName =
  | 'Id'
  | 'Timestamp'
  | 'ClientTime'
  | 'PublicKey'
  | 'SigningKey'
  | 'Signature'
  | 'EncryptedName'
  | 'Envelope'
  | 'RequestOrigin'
  | 'HealthText'
  | 'HealthCheckName'
  | 'ErrorCode'
  | 'Problem'
  | 'Status'
  | 'HealthCheck'
  | 'ReadinessReport'
  | 'RegisterRequest'
  | 'NewPassword'
  | 'ChangePasswordRequest'
  | 'SessionInfo'
  | 'SessionList'
  | 'Ticket'
  | 'LoginRequest'
  | 'Session'
  | 'Username'
  | 'CreateUserRequest'
  | 'FindUserRequest'
  | 'User'
  | 'UpdateUserRequest'
  | 'UserRoles'
  | 'UserInfo'
  | 'UserDevice'
  | 'UserList'
  | 'Profile'
  | 'ProfileList'
  | 'SetProfileRequest'
  | 'CreateDeviceRequest'
  | 'Device'
  | 'DeviceKey'
  | 'DeviceCertificate'
  | 'CertificateGeneration'
  | 'Capabilities'
  | 'Capability'
  | 'NewDeviceCertificate'
  | 'PutDeviceCertificatesRequest'
  | 'LinkData'
  | 'LinkAnswer'
  | 'RequestDeviceLinkRequest'
  | 'AnswerDeviceLinkRequest'
  | 'DeviceLink'
  | 'DeviceKeyList'
  | 'Channel'
  | 'ChannelList'
  | 'ChannelResponse'
  | 'CreateChannelRequest'
  | 'RenameChannelRequest'
  | 'MessageBody'
  | 'ClientId'
  | 'MessageKeyVersion'
  | 'MessageCounter'
  | 'MessageProof'
  | 'Message'
  | 'MessageList'
  | 'MessageSync'
  | 'ChannelKey'
  | 'KeyVersion'
  | 'KeyCommitment'
  | 'ChannelKeyVersion'
  | 'CreateKeyVersionRequest'
  | 'RequestRotationRequest'
  | 'OtherEnvelopes'
  | 'OtherEnvelope'
  | 'DirectoryKey'
  | 'ChannelKeyEnvelope'
  | 'PutChannelKeysRequest'
  | 'DirectoryKeyEnvelope'
  | 'PutDirectoryKeysRequest'
  | 'KeyBackupData'
  | 'KeyBackup'
  | 'PutKeyBackupRequest'
  | 'PresenceRequest'
  | 'Presence'
  | 'Invite'
  | 'InviteInfo'
  | 'InviteList'
  | 'SendChannelMessage'
  | 'JoinVoice'
  | 'LeaveVoice'
  | 'SendOffer'
  | 'SendAnswer'
  | 'SendCandidate'
  | 'ChannelMessageNew'
  | 'ChannelMessageAck'
  | 'ChannelUpdated'
  | 'ChannelDeleted'
  | 'VoiceJoined'
  | 'VoiceLeft'
  | 'VoiceRoster'
  | 'VoicePresence'
  | 'VoicePresenceSnapshot'
  | 'Offer'
  | 'Answer'
  | 'Candidate'
  | 'DeviceJoined'
  | 'DeviceRemoved'
  | 'DeviceCertified'
  | 'DeviceLinkRequested'
  | 'DeviceLinkAnswered'
  | 'ProfileUpdated'
  | 'UserDisabled'
  | 'KeysShared'
  | 'PresenceChanged'
  | 'SyncRequired'
  | 'ServerGoingAway'
  | 'ErrorEvent'
  | 'NewMessageProof'
  | 'RecipientDevice'
  | 'SessionDescription'
  | 'IceCandidate'
  | 'SenderDevice'
  | 'EndSessionsParams'
  | 'ListUsersParams'
  | 'ListUserSessionsParams'
  | 'EndUserSessionsParams'
  | 'DeleteDeviceParams'
  | 'ListDeviceKeysParams'
  | 'GetDeviceLinkParams'
  | 'DeleteChannelParams'
  | 'ListMessagesParams'
  | 'SyncMessagesParams'
  | 'GetChannelKeyParams'
  | 'CreateInviteParams'
  | 'RevokeInviteParams';

/** Every schema (JSON Schema 2020-12) by its name; they refer to one another as `#/$defs/<name>`. */
export const schemas: Readonly<Record<SchemaName, object>> = {
  Id: { type: 'string', minLength: 1, maxLength: 64 },
  Timestamp: { type: 'string', format: 'date-time' },
  ClientTime: { type: 'string', maxLength: 24, pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z$' },
  PublicKey: { type: 'string', maxLength: 44, pattern: '^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$' },
  SigningKey: { type: 'string', maxLength: 44, pattern: '^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$' },
  Signature: { type: 'string', maxLength: 88, pattern: '^[A-Za-z0-9+/]{85}[AQgw]==$' },
  EncryptedName: { type: 'string', minLength: 1, 'x-max-bytes': 4096, pattern: '\\S' },
  Envelope: { type: 'string', minLength: 1, 'x-max-bytes': 4096, pattern: '\\S' },
  RequestOrigin: { type: 'object', required: ['address', 'peer', 'is_forwarded'], properties: { address: { type: 'string' }, peer: { type: 'string' }, is_forwarded: { type: 'boolean' } } },
  HealthText: { type: 'string', const: 'ok' },
  HealthCheckName: { type: 'string', enum: ['database', 'migrations', 'redis', 'disk', 'event_loop', 'stopping'] },
  ErrorCode: { type: 'string', enum: ['invalid_request', 'invalid_credentials', 'unauthorized', 'forbidden', 'not_your_user', 'not_your_device', 'not_found', 'method_not_allowed', 'invite_not_found', 'channel_not_found', 'device_not_found', 'link_not_found', 'envelope_not_found', 'key_version_not_found', 'key_version_conflict', 'backup_not_found', 'backup_conflict', 'username_taken', 'identity_mismatch', 'certificate_outdated', 'invite_used', 'invite_expired', 'payload_too_large', 'unsupported_media_type', 'request_timeout', 'upgrade_required', 'request_header_fields_too_large', 'password_too_common', 'wrong_password', 'sender_key_mismatch', 'origin_not_allowed', 'session_not_found', 'user_not_found', 'cursor_not_found', 'last_admin', 'user_disabled', 'user_reserved', 'too_many_devices', 'rate_limited', 'server_unavailable', 'server_error', 'invalid_message', 'unsupported_type', 'channels_only', 'voice_not_joined', 'recipient_unavailable'] },
  Problem: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
  Status: { type: 'object', required: ['status'], properties: { status: { type: 'string', const: 'ok' } } },
  HealthCheck: { type: 'object', required: ['name', 'ok'], properties: { name: { '$ref': '#/$defs/HealthCheckName' }, ok: { type: 'boolean' }, reason: { type: 'string' } } },
  ReadinessReport: { type: 'object', required: ['status', 'checks'], properties: { status: { type: 'string', enum: ['ready', 'unready'] }, checks: { type: 'array', items: { '$ref': '#/$defs/HealthCheck' } } } },
  RegisterRequest: { type: 'object', additionalProperties: false, required: ['username', 'password', 'public_key', 'invite_token'], properties: { username: { '$ref': '#/$defs/Username' }, password: { '$ref': '#/$defs/NewPassword' }, public_key: { '$ref': '#/$defs/PublicKey' }, invite_token: { type: 'string', pattern: '\\S', maxLength: 256 } } },
  NewPassword: { type: 'string', minLength: 8, maxLength: 1024, pattern: '^(?=[\\s\\S]*\\p{L})(?=[\\s\\S]*\\p{Nd})\\P{Cc}*$' },
  ChangePasswordRequest: { type: 'object', additionalProperties: false, required: ['current_password', 'new_password'], properties: { current_password: { type: 'string', minLength: 1, maxLength: 1024 }, new_password: { '$ref': '#/$defs/NewPassword' } } },
  SessionInfo: { type: 'object', required: ['id', 'device_id', 'created_at', 'expires_at', 'is_current'], properties: { id: { '$ref': '#/$defs/Id' }, device_id: { '$ref': '#/$defs/Id' }, created_at: { '$ref': '#/$defs/Timestamp' }, expires_at: { '$ref': '#/$defs/Timestamp' }, is_current: { type: 'boolean' } } },
  SessionList: { type: 'object', required: ['sessions'], properties: { sessions: { type: 'array', items: { '$ref': '#/$defs/SessionInfo' } } } },
  Ticket: { type: 'object', required: ['ticket', 'expires_at'], properties: { ticket: { type: 'string' }, expires_at: { '$ref': '#/$defs/Timestamp' } } },
  LoginRequest: { type: 'object', additionalProperties: false, required: ['username', 'password', 'public_key'], properties: { username: { type: 'string', minLength: 1, maxLength: 128 }, password: { type: 'string', minLength: 1, maxLength: 1024 }, public_key: { '$ref': '#/$defs/PublicKey' } } },
  Session: { type: 'object', required: ['token', 'user_id', 'device_id', 'expires_at', 'username', 'device_public_key', 'is_admin', 'is_trusted'], properties: { token: { type: 'string' }, user_id: { '$ref': '#/$defs/Id' }, device_id: { '$ref': '#/$defs/Id' }, expires_at: { '$ref': '#/$defs/Timestamp' }, username: { type: 'string' }, device_public_key: { '$ref': '#/$defs/PublicKey' }, is_admin: { type: 'boolean' }, is_trusted: { type: 'boolean' } } },
  Username: { type: 'string', pattern: '^\\s*[^\\s\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Zl}\\p{Zp}\\p{DI}\\u2800\\uFFFC\\u{1D159}][^\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Zl}\\p{Zp}\\p{DI}\\u2800\\uFFFC\\u{1D159}]{0,78}[^\\s\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Zl}\\p{Zp}\\p{DI}\\u2800\\uFFFC\\u{1D159}]\\s*$', maxLength: 128 },
  CreateUserRequest: { type: 'object', additionalProperties: false, required: ['username'], properties: { username: { '$ref': '#/$defs/Username' } } },
  FindUserRequest: { type: 'object', additionalProperties: false, required: ['username'], properties: { username: { type: 'string', minLength: 1, maxLength: 128 } } },
  User: { type: 'object', required: ['id', 'username', 'created_at'], properties: { id: { '$ref': '#/$defs/Id' }, username: { type: 'string' }, created_at: { '$ref': '#/$defs/Timestamp' } } },
  UpdateUserRequest: { type: 'object', additionalProperties: false, required: ['user_id'], properties: { user_id: { '$ref': '#/$defs/Id' }, is_admin: { type: 'boolean' }, is_trusted: { type: 'boolean' }, disabled: { type: 'boolean' } } },
  UserRoles: { type: 'object', required: ['user_id', 'is_admin', 'is_trusted', 'disabled'], properties: { user_id: { '$ref': '#/$defs/Id' }, is_admin: { type: 'boolean' }, is_trusted: { type: 'boolean' }, disabled: { type: 'boolean' } } },
  UserInfo: { type: 'object', required: ['id', 'is_admin', 'is_trusted', 'disabled', 'reserved', 'created_at', 'last_seen', 'devices'], properties: { id: { '$ref': '#/$defs/Id' }, is_admin: { type: 'boolean' }, is_trusted: { type: 'boolean' }, disabled: { type: 'boolean' }, reserved: { type: 'boolean' }, created_at: { '$ref': '#/$defs/Timestamp' }, last_seen: { type: ['string', 'null'], format: 'date-time' }, devices: { type: 'array', items: { '$ref': '#/$defs/UserDevice' } } } },
  UserDevice: { type: 'object', required: ['id', 'created_at', 'last_seen'], properties: { id: { '$ref': '#/$defs/Id' }, created_at: { '$ref': '#/$defs/Timestamp' }, last_seen: { type: ['string', 'null'], format: 'date-time' } } },
  UserList: { type: 'object', required: ['users', 'has_more'], properties: { users: { type: 'array', items: { '$ref': '#/$defs/UserInfo' } }, has_more: { type: 'boolean' } } },
  Profile: { type: 'object', required: ['user_id', 'name_enc', 'updated_at'], properties: { user_id: { '$ref': '#/$defs/Id' }, name_enc: { '$ref': '#/$defs/EncryptedName' }, updated_at: { '$ref': '#/$defs/Timestamp' } } },
  ProfileList: { type: 'object', required: ['profiles'], properties: { profiles: { type: 'array', items: { '$ref': '#/$defs/Profile' } } } },
  SetProfileRequest: { type: 'object', additionalProperties: false, required: ['name_enc'], properties: { name_enc: { '$ref': '#/$defs/EncryptedName' } } },
  CreateDeviceRequest: { type: 'object', additionalProperties: false, required: ['user_id', 'public_key'], properties: { user_id: { '$ref': '#/$defs/Id' }, public_key: { '$ref': '#/$defs/PublicKey' } } },
  Device: { type: 'object', required: ['id', 'user_id', 'public_key', 'created_at'], properties: { id: { '$ref': '#/$defs/Id' }, user_id: { '$ref': '#/$defs/Id' }, public_key: { '$ref': '#/$defs/PublicKey' }, created_at: { '$ref': '#/$defs/Timestamp' } } },
  DeviceKey: { type: 'object', required: ['device_id', 'public_key'], properties: { user_id: { '$ref': '#/$defs/Id' }, device_id: { '$ref': '#/$defs/Id' }, public_key: { '$ref': '#/$defs/PublicKey' }, certificate: { '$ref': '#/$defs/DeviceCertificate' } } },
  DeviceCertificate: { type: 'object', required: ['identity_key', 'generation', 'capabilities', 'signed_at', 'signature'], properties: { identity_key: { '$ref': '#/$defs/SigningKey' }, signing_key: { '$ref': '#/$defs/SigningKey' }, generation: { '$ref': '#/$defs/CertificateGeneration' }, capabilities: { '$ref': '#/$defs/Capabilities' }, signed_at: { '$ref': '#/$defs/ClientTime' }, signature: { '$ref': '#/$defs/Signature' } } },
  CertificateGeneration: { type: 'integer', minimum: 1, maximum: 2147483647 },
  Capabilities: { type: 'array', maxItems: 16, items: { '$ref': '#/$defs/Capability' } },
  Capability: { type: 'string', maxLength: 32, pattern: '^[a-z0-9-]{1,32}$' },
  NewDeviceCertificate: { type: 'object', additionalProperties: false, required: ['device_id', 'identity_key', 'generation', 'capabilities', 'signed_at', 'signature'], properties: { device_id: { '$ref': '#/$defs/Id' }, identity_key: { '$ref': '#/$defs/SigningKey' }, signing_key: { '$ref': '#/$defs/SigningKey' }, generation: { '$ref': '#/$defs/CertificateGeneration' }, capabilities: { '$ref': '#/$defs/Capabilities' }, signed_at: { '$ref': '#/$defs/ClientTime' }, signature: { '$ref': '#/$defs/Signature' } } },
  PutDeviceCertificatesRequest: { type: 'object', additionalProperties: false, required: ['certificates'], properties: { certificates: { type: 'array', minItems: 1, maxItems: 50, items: { '$ref': '#/$defs/NewDeviceCertificate' } }, reset_identity: { type: 'boolean' } } },
  LinkData: { type: 'string', minLength: 1, 'x-max-bytes': 4096, pattern: '\\S' },
  LinkAnswer: { type: 'string', minLength: 1, 'x-max-bytes': 49152, pattern: '\\S' },
  RequestDeviceLinkRequest: { type: 'object', additionalProperties: false, required: ['request'], properties: { request: { '$ref': '#/$defs/LinkData' } } },
  AnswerDeviceLinkRequest: { type: 'object', additionalProperties: false, required: ['device_id', 'answer'], properties: { device_id: { '$ref': '#/$defs/Id' }, answer: { '$ref': '#/$defs/LinkAnswer' } } },
  DeviceLink: { type: 'object', required: ['device_id', 'request', 'expires_at'], properties: { device_id: { '$ref': '#/$defs/Id' }, request: { '$ref': '#/$defs/LinkData' }, answer: { '$ref': '#/$defs/LinkAnswer' }, expires_at: { '$ref': '#/$defs/Timestamp' } } },
  DeviceKeyList: { type: 'object', required: ['keys'], properties: { user_id: { '$ref': '#/$defs/Id' }, keys: { type: 'array', items: { '$ref': '#/$defs/DeviceKey' } } } },
  Channel: { type: 'object', required: ['id', 'name_enc', 'created_by', 'created_at'], properties: { id: { '$ref': '#/$defs/Id' }, name_enc: { '$ref': '#/$defs/EncryptedName' }, created_by: { '$ref': '#/$defs/Id' }, created_at: { '$ref': '#/$defs/Timestamp' }, key: { '$ref': '#/$defs/ChannelKeyVersion' }, name_key_version: { '$ref': '#/$defs/KeyVersion' }, is_stale: { type: 'boolean' } } },
  ChannelList: { type: 'object', required: ['channels'], properties: { channels: { type: 'array', items: { '$ref': '#/$defs/Channel' } } } },
  ChannelResponse: { type: 'object', required: ['channel'], properties: { channel: { '$ref': '#/$defs/Channel' } } },
  CreateChannelRequest: { type: 'object', additionalProperties: false, required: ['name_enc'], properties: { name_enc: { '$ref': '#/$defs/EncryptedName' } } },
  RenameChannelRequest: { type: 'object', additionalProperties: false, required: ['channel_id', 'name_enc'], properties: { channel_id: { '$ref': '#/$defs/Id' }, name_enc: { '$ref': '#/$defs/EncryptedName' }, key_version: { type: 'integer', minimum: 0, maximum: 2147483647 } } },
  MessageBody: { type: 'string', minLength: 1, 'x-max-bytes': 16384, pattern: '\\S' },
  ClientId: { type: 'string', pattern: '^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' },
  MessageKeyVersion: { type: 'integer', minimum: 0, maximum: 2147483647 },
  MessageCounter: { type: 'integer', minimum: 1, maximum: 9007199254740991 },
  MessageProof: { type: 'object', required: ['device_id', 'client_id', 'key_version', 'counter', 'signature'], properties: { device_id: { '$ref': '#/$defs/Id' }, client_id: { '$ref': '#/$defs/ClientId' }, key_version: { '$ref': '#/$defs/MessageKeyVersion' }, counter: { '$ref': '#/$defs/MessageCounter' }, signature: { '$ref': '#/$defs/Signature' } } },
  Message: { type: 'object', required: ['id', 'channel_id', 'sender_id', 'sender_name_enc', 'body', 'sent_at'], properties: { id: { '$ref': '#/$defs/Id' }, channel_id: { '$ref': '#/$defs/Id' }, sender_id: { '$ref': '#/$defs/Id' }, sender_name_enc: { '$ref': '#/$defs/EncryptedName' }, body: { '$ref': '#/$defs/MessageBody' }, sent_at: { '$ref': '#/$defs/Timestamp' }, proof: { '$ref': '#/$defs/MessageProof' } } },
  MessageList: { type: 'object', required: ['channel_id', 'messages', 'has_more'], properties: { channel_id: { '$ref': '#/$defs/Id' }, messages: { type: 'array', items: { '$ref': '#/$defs/Message' } }, has_more: { type: 'boolean' } } },
  MessageSync: { type: 'object', required: ['messages', 'next', 'has_more'], properties: { messages: { type: 'array', items: { '$ref': '#/$defs/Message' } }, next: { type: 'string' }, has_more: { type: 'boolean' } } },
  ChannelKey: { type: 'object', required: ['channel_id', 'device_id', 'sender_device_id', 'sender_public_key', 'envelope', 'created_at'], properties: { channel_id: { '$ref': '#/$defs/Id' }, device_id: { '$ref': '#/$defs/Id' }, sender_device_id: { '$ref': '#/$defs/Id' }, sender_public_key: { '$ref': '#/$defs/PublicKey' }, envelope: { '$ref': '#/$defs/Envelope' }, created_at: { '$ref': '#/$defs/Timestamp' }, key: { '$ref': '#/$defs/ChannelKeyVersion' }, others: { '$ref': '#/$defs/OtherEnvelopes' } } },
  KeyVersion: { type: 'integer', minimum: 1, maximum: 2147483647 },
  KeyCommitment: { type: 'string', maxLength: 44, pattern: '^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$' },
  ChannelKeyVersion: { type: 'object', required: ['version', 'commitment', 'device_id', 'user_id', 'signature', 'created_at'], properties: { version: { '$ref': '#/$defs/KeyVersion' }, commitment: { '$ref': '#/$defs/KeyCommitment' }, previous: { '$ref': '#/$defs/KeyCommitment' }, device_id: { '$ref': '#/$defs/Id' }, user_id: { '$ref': '#/$defs/Id' }, signature: { '$ref': '#/$defs/Signature' }, created_at: { '$ref': '#/$defs/Timestamp' } } },
  CreateKeyVersionRequest: { type: 'object', additionalProperties: false, required: ['channel_id', 'version', 'commitment', 'signature', 'envelopes'], properties: { channel_id: { '$ref': '#/$defs/Id' }, version: { '$ref': '#/$defs/KeyVersion' }, commitment: { '$ref': '#/$defs/KeyCommitment' }, signature: { '$ref': '#/$defs/Signature' }, envelopes: { type: 'array', minItems: 1, maxItems: 1000, items: { '$ref': '#/$defs/ChannelKeyEnvelope' } } } },
  RequestRotationRequest: { type: 'object', additionalProperties: false, required: ['channel_id'], properties: { channel_id: { '$ref': '#/$defs/Id' } } },
  OtherEnvelopes: { type: 'array', items: { '$ref': '#/$defs/OtherEnvelope' } },
  OtherEnvelope: { type: 'object', required: ['sender_device_id', 'sender_public_key', 'envelope', 'created_at'], properties: { sender_device_id: { '$ref': '#/$defs/Id' }, sender_public_key: { '$ref': '#/$defs/PublicKey' }, envelope: { '$ref': '#/$defs/Envelope' }, created_at: { '$ref': '#/$defs/Timestamp' } } },
  DirectoryKey: { type: 'object', required: ['device_id', 'sender_device_id', 'sender_public_key', 'envelope', 'created_at'], properties: { device_id: { '$ref': '#/$defs/Id' }, sender_device_id: { '$ref': '#/$defs/Id' }, sender_public_key: { '$ref': '#/$defs/PublicKey' }, envelope: { '$ref': '#/$defs/Envelope' }, created_at: { '$ref': '#/$defs/Timestamp' }, others: { '$ref': '#/$defs/OtherEnvelopes' } } },
  ChannelKeyEnvelope: { type: 'object', additionalProperties: false, required: ['device_id', 'sender_device_id', 'sender_public_key', 'envelope'], properties: { device_id: { '$ref': '#/$defs/Id' }, sender_device_id: { '$ref': '#/$defs/Id' }, sender_public_key: { '$ref': '#/$defs/PublicKey' }, envelope: { '$ref': '#/$defs/Envelope' }, channel_id: { type: 'string', maxLength: 64 } } },
  PutChannelKeysRequest: { type: 'object', additionalProperties: false, required: ['channel_id', 'envelopes'], properties: { channel_id: { '$ref': '#/$defs/Id' }, version: { type: 'integer', minimum: 0, maximum: 2147483647 }, envelopes: { type: 'array', minItems: 1, maxItems: 1000, items: { '$ref': '#/$defs/ChannelKeyEnvelope' } } } },
  DirectoryKeyEnvelope: { type: 'object', additionalProperties: false, required: ['device_id', 'sender_device_id', 'sender_public_key', 'envelope'], properties: { device_id: { '$ref': '#/$defs/Id' }, sender_device_id: { '$ref': '#/$defs/Id' }, sender_public_key: { '$ref': '#/$defs/PublicKey' }, envelope: { '$ref': '#/$defs/Envelope' } } },
  PutDirectoryKeysRequest: { type: 'object', additionalProperties: false, required: ['envelopes'], properties: { envelopes: { type: 'array', minItems: 1, maxItems: 1000, items: { '$ref': '#/$defs/DirectoryKeyEnvelope' } } } },
  KeyBackupData: { type: 'string', minLength: 4, 'x-max-bytes': 262144, pattern: '^[A-Za-z0-9+/]+={0,2}$' },
  KeyBackup: { type: 'object', required: ['version', 'data', 'updated_at'], properties: { version: { type: 'integer', minimum: 1 }, data: { '$ref': '#/$defs/KeyBackupData' }, updated_at: { '$ref': '#/$defs/Timestamp' } } },
  PutKeyBackupRequest: { type: 'object', additionalProperties: false, required: ['version', 'data'], properties: { version: { type: 'integer', minimum: 1, maximum: 2147483647 }, data: { '$ref': '#/$defs/KeyBackupData' } } },
  PresenceRequest: { type: 'object', additionalProperties: false, required: ['user_ids'], properties: { user_ids: { type: 'array', maxItems: 20000, items: { '$ref': '#/$defs/Id' } } } },
  Presence: { type: 'object', required: ['statuses', 'admins'], properties: { statuses: { type: 'object', additionalProperties: { type: 'boolean' } }, admins: { type: 'object', additionalProperties: { type: 'boolean' } } } },
  Invite: { type: 'object', required: ['token', 'expires_at'], properties: { token: { type: 'string' }, expires_at: { '$ref': '#/$defs/Timestamp' } } },
  InviteInfo: { type: 'object', required: ['id', 'created_at', 'expires_at', 'used_at', 'user_id', 'reset_user_id', 'created_by'], properties: { id: { '$ref': '#/$defs/Id' }, created_at: { '$ref': '#/$defs/Timestamp' }, expires_at: { '$ref': '#/$defs/Timestamp' }, used_at: { type: ['string', 'null'], format: 'date-time' }, user_id: { type: ['string', 'null'] }, reset_user_id: { type: ['string', 'null'] }, created_by: { type: ['string', 'null'] } } },
  InviteList: { type: 'object', required: ['invites'], properties: { invites: { type: 'array', items: { '$ref': '#/$defs/InviteInfo' } } } },
  SendChannelMessage: { type: 'object', required: ['type', 'channel_id', 'body', 'sender_name_enc'], properties: { type: { type: 'string', const: 'channel.message.send' }, channel_id: { '$ref': '#/$defs/Id' }, body: { '$ref': '#/$defs/MessageBody' }, sender_name_enc: { '$ref': '#/$defs/EncryptedName' }, client_id: { '$ref': '#/$defs/ClientId' }, proof: { '$ref': '#/$defs/NewMessageProof' } } },
  JoinVoice: { type: 'object', required: ['type', 'channel_id'], properties: { type: { type: 'string', const: 'voice_join' }, channel_id: { '$ref': '#/$defs/Id' } } },
  LeaveVoice: { type: 'object', required: ['type', 'channel_id'], properties: { type: { type: 'string', const: 'voice_leave' }, channel_id: { '$ref': '#/$defs/Id' } } },
  SendOffer: { type: 'object', required: ['type', 'channel_id', 'recipient', 'sdp'], properties: { type: { type: 'string', const: 'webrtc_offer' }, channel_id: { '$ref': '#/$defs/Id' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, sdp: { '$ref': '#/$defs/SessionDescription' } } },
  SendAnswer: { type: 'object', required: ['type', 'channel_id', 'recipient', 'sdp'], properties: { type: { type: 'string', const: 'webrtc_answer' }, channel_id: { '$ref': '#/$defs/Id' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, sdp: { '$ref': '#/$defs/SessionDescription' } } },
  SendCandidate: { type: 'object', required: ['type', 'channel_id', 'recipient', 'candidate'], properties: { type: { type: 'string', const: 'ice_candidate' }, channel_id: { '$ref': '#/$defs/Id' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, candidate: { '$ref': '#/$defs/IceCandidate' } } },
  ChannelMessageNew: { type: 'object', required: ['type', 'message_id', 'channel_id', 'sender', 'sender_name_enc', 'body', 'sent_at'], properties: { type: { type: 'string', const: 'channel.message.new' }, message_id: { '$ref': '#/$defs/Id' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { '$ref': '#/$defs/Id' }, sender_name_enc: { '$ref': '#/$defs/EncryptedName' }, body: { '$ref': '#/$defs/MessageBody' }, sent_at: { '$ref': '#/$defs/Timestamp' }, proof: { '$ref': '#/$defs/MessageProof' } } },
  ChannelMessageAck: { type: 'object', required: ['type', 'client_id', 'message_id', 'sent_at'], properties: { type: { type: 'string', const: 'channel.message.ack' }, client_id: { '$ref': '#/$defs/ClientId' }, message_id: { '$ref': '#/$defs/Id' }, sent_at: { '$ref': '#/$defs/Timestamp' } } },
  ChannelUpdated: { type: 'object', required: ['type', 'channel_id', 'channel_name_enc'], properties: { type: { type: 'string', const: 'channel.updated' }, channel_id: { '$ref': '#/$defs/Id' }, channel_name_enc: { '$ref': '#/$defs/EncryptedName' }, key: { '$ref': '#/$defs/ChannelKeyVersion' }, name_key_version: { '$ref': '#/$defs/KeyVersion' }, is_stale: { type: 'boolean' } } },
  ChannelDeleted: { type: 'object', required: ['type', 'channel_id'], properties: { type: { type: 'string', const: 'channel.deleted' }, channel_id: { '$ref': '#/$defs/Id' } } },
  VoiceJoined: { type: 'object', required: ['type', 'channel_id', 'sender'], properties: { type: { type: 'string', const: 'voice_join' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { '$ref': '#/$defs/Id' } } },
  VoiceLeft: { type: 'object', required: ['type', 'channel_id', 'sender'], properties: { type: { type: 'string', const: 'voice_leave' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { '$ref': '#/$defs/Id' } } },
  VoiceRoster: { type: 'object', required: ['type', 'channel_id', 'sender', 'users'], properties: { type: { type: 'string', const: 'voice_roster' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { type: 'string', const: '' }, users: { type: 'array', items: { '$ref': '#/$defs/Id' } }, following: { type: 'integer', minimum: 1 } } },
  VoicePresence: { type: 'object', required: ['type', 'channel_id', 'sender', 'active'], properties: { type: { type: 'string', const: 'voice.presence' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { '$ref': '#/$defs/Id' }, active: { type: 'boolean' } } },
  VoicePresenceSnapshot: { type: 'object', required: ['type', 'channel_id', 'sender', 'voice_rooms'], properties: { type: { type: 'string', const: 'voice.presence.snapshot' }, channel_id: { type: 'string', const: '' }, sender: { type: 'string', const: '' }, voice_rooms: { type: 'object', additionalProperties: { type: 'array', items: { '$ref': '#/$defs/Id' } } }, following: { type: 'integer', minimum: 1 } } },
  Offer: { type: 'object', required: ['type', 'channel_id', 'sender', 'sender_device', 'recipient', 'sdp'], properties: { type: { type: 'string', const: 'webrtc_offer' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { '$ref': '#/$defs/Id' }, sender_device: { '$ref': '#/$defs/SenderDevice' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, sdp: { '$ref': '#/$defs/SessionDescription' } } },
  Answer: { type: 'object', required: ['type', 'channel_id', 'sender', 'sender_device', 'recipient', 'sdp'], properties: { type: { type: 'string', const: 'webrtc_answer' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { '$ref': '#/$defs/Id' }, sender_device: { '$ref': '#/$defs/SenderDevice' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, sdp: { '$ref': '#/$defs/SessionDescription' } } },
  Candidate: { type: 'object', required: ['type', 'channel_id', 'sender', 'sender_device', 'recipient', 'candidate'], properties: { type: { type: 'string', const: 'ice_candidate' }, channel_id: { '$ref': '#/$defs/Id' }, sender: { '$ref': '#/$defs/Id' }, sender_device: { '$ref': '#/$defs/SenderDevice' }, recipient: { '$ref': '#/$defs/Id' }, recipient_device: { '$ref': '#/$defs/RecipientDevice' }, candidate: { '$ref': '#/$defs/IceCandidate' } } },
  DeviceJoined: { type: 'object', required: ['type', 'sender', 'device_id'], properties: { type: { type: 'string', const: 'device.joined' }, sender: { '$ref': '#/$defs/Id' }, device_id: { '$ref': '#/$defs/Id' } } },
  DeviceRemoved: { type: 'object', required: ['type', 'sender', 'device_id'], properties: { type: { type: 'string', const: 'device.removed' }, sender: { '$ref': '#/$defs/Id' }, device_id: { '$ref': '#/$defs/Id' } } },
  DeviceCertified: { type: 'object', required: ['type', 'sender', 'device_id'], properties: { type: { type: 'string', const: 'device.certified' }, sender: { '$ref': '#/$defs/Id' }, device_id: { '$ref': '#/$defs/Id' } } },
  DeviceLinkRequested: { type: 'object', required: ['type', 'device_id'], properties: { type: { type: 'string', const: 'device.link.requested' }, device_id: { '$ref': '#/$defs/Id' } } },
  DeviceLinkAnswered: { type: 'object', required: ['type', 'device_id'], properties: { type: { type: 'string', const: 'device.link.answered' }, device_id: { '$ref': '#/$defs/Id' } } },
  ProfileUpdated: { type: 'object', required: ['type', 'sender'], properties: { type: { type: 'string', const: 'user.profile.updated' }, sender: { '$ref': '#/$defs/Id' } } },
  UserDisabled: { type: 'object', required: ['type', 'user_id', 'disabled'], properties: { type: { type: 'string', const: 'user.disabled' }, user_id: { '$ref': '#/$defs/Id' }, disabled: { type: 'boolean' } } },
  KeysShared: { type: 'object', required: ['type'], properties: { type: { type: 'string', const: 'keys.shared' }, channel_id: { '$ref': '#/$defs/Id' }, version: { '$ref': '#/$defs/KeyVersion' } } },
  PresenceChanged: { type: 'object', required: ['type', 'user_id', 'online'], properties: { type: { type: 'string', const: 'presence.changed' }, user_id: { '$ref': '#/$defs/Id' }, online: { type: 'boolean' } } },
  SyncRequired: { type: 'object', required: ['type'], properties: { type: { type: 'string', const: 'sync.required' } } },
  ServerGoingAway: { type: 'object', required: ['type', 'reconnect_after_ms'], properties: { type: { type: 'string', const: 'server.going_away' }, reconnect_after_ms: { type: 'integer', minimum: 0, maximum: 5000 } } },
  ErrorEvent: { type: 'object', required: ['type', 'code', 'message'], properties: { type: { type: 'string', const: 'error' }, code: { '$ref': '#/$defs/ErrorCode' }, message: { type: 'string' }, client_id: { '$ref': '#/$defs/ClientId' } } },
  NewMessageProof: { type: 'object', required: ['device_id', 'key_version', 'counter', 'signature'], properties: { device_id: { '$ref': '#/$defs/Id' }, key_version: { '$ref': '#/$defs/MessageKeyVersion' }, counter: { '$ref': '#/$defs/MessageCounter' }, signature: { '$ref': '#/$defs/Signature' } } },
  RecipientDevice: { type: 'string', minLength: 1, maxLength: 64 },
  SessionDescription: { type: 'string', minLength: 1, 'x-max-bytes': 32768 },
  IceCandidate: { type: 'string', minLength: 1, 'x-max-bytes': 16384 },
  SenderDevice: { type: 'string' },
  EndSessionsParams: { type: 'object', additionalProperties: false, required: [], properties: { session_id: { '$ref': '#/$defs/Id' }, others: { type: 'string', const: '1' } } },
  ListUsersParams: { type: 'object', additionalProperties: false, required: [], properties: { limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 }, after: { '$ref': '#/$defs/Id' } } },
  ListUserSessionsParams: { type: 'object', additionalProperties: false, required: ['user_id'], properties: { user_id: { '$ref': '#/$defs/Id' } } },
  EndUserSessionsParams: { type: 'object', additionalProperties: false, required: ['user_id'], properties: { user_id: { '$ref': '#/$defs/Id' }, session_id: { '$ref': '#/$defs/Id' } } },
  DeleteDeviceParams: { type: 'object', additionalProperties: false, required: ['device_id'], properties: { device_id: { '$ref': '#/$defs/Id' } } },
  ListDeviceKeysParams: { type: 'object', additionalProperties: false, required: [], properties: { user_id: { '$ref': '#/$defs/Id' }, all: { type: 'string', const: '1' } } },
  GetDeviceLinkParams: { type: 'object', additionalProperties: false, required: ['device_id'], properties: { device_id: { '$ref': '#/$defs/Id' } } },
  DeleteChannelParams: { type: 'object', additionalProperties: false, required: ['channel_id'], properties: { channel_id: { '$ref': '#/$defs/Id' } } },
  ListMessagesParams: { type: 'object', additionalProperties: false, required: ['channel_id'], properties: { channel_id: { '$ref': '#/$defs/Id' }, limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 }, before: { '$ref': '#/$defs/Id' }, after: { '$ref': '#/$defs/Id' } } },
  SyncMessagesParams: { type: 'object', additionalProperties: false, required: [], properties: { since: { '$ref': '#/$defs/Id' }, limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 } } },
  GetChannelKeyParams: { type: 'object', additionalProperties: false, required: ['channel_id'], properties: { channel_id: { '$ref': '#/$defs/Id' }, version: { type: 'integer', minimum: 0, maximum: 2147483647, default: 0 } } },
  CreateInviteParams: { type: 'object', additionalProperties: false, required: [], properties: { user_id: { '$ref': '#/$defs/Id' }, reset_user_id: { '$ref': '#/$defs/Id' } } },
  RevokeInviteParams: { type: 'object', additionalProperties: false, required: ['invite_id'], properties: { invite_id: { '$ref': '#/$defs/Id' } } },
};
