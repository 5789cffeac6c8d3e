// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, Equals, IsArray, IsBoolean, IsInt, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import { IsPlainObject, MaxBytes, MaxCharacters, MinCharacters, Optional, Required } from '../decorators.js';
import type { Capabilities } from './types.js';

// Decorators are checked from the property upwards; the first one that fails gives the message.

/** Body of `POST /auth/register` (`registerUser`). */
export class RegisterRequest {
  /**
   * 2 to 20 characters after trimming, none of them invisible (control characters, zero-width ones,
   * marks of direction). Case does not matter, nor does how an accent is typed: names are compared, and
   * counted, in Unicode's form NFC. Characters that Unicode does not have yet are refused, too: their
   * case may change. The server stores only a keyed hash of the name. At most 128 characters.
   */
  @Matches(/^\s*[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}][^\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]{0,78}[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]\s*$/u, { message: '$property is not valid: 2 to 20 characters after trimming, none of them invisible (control characters, zero-width ones, marks of direction)' })
  @MaxCharacters(128)
  @IsString()
  @Required()
  username: string;

  /**
   * At least 8 characters, with a letter and a digit of any script, and no control characters; the
   * commonest passwords are refused. It counts in Unicode's form NFC, with U+0020 for any other blank
   * (RFC 8265), so it is the same whatever keyboard types it. 8 to 1,024 characters.
   */
  @Matches(/^(?=[\s\S]*\p{L})(?=[\s\S]*\p{Nd})\P{Cc}*$/u, { message: '$property is not valid: At least 8 characters, with a letter and a digit of any script, and no control characters; the commonest passwords are refused' })
  @MaxCharacters(1024)
  @MinCharacters(8)
  @IsString()
  @Required()
  password: string;

  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  @Matches(/^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z\/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]\/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order' })
  @MaxCharacters(44)
  @IsString()
  @Required()
  public_key: string;

  /** The token of an unused invite; blanks around it do not count. At most 256 characters. */
  @Matches(/\S/u, { message: '$property is not valid: The token of an unused invite; blanks around it do not count' })
  @MaxCharacters(256)
  @IsString()
  @Required()
  invite_token: string;
}

/** Body of `POST /auth/login` (`loginUser`). */
export class LoginRequest {
  /** The name; trimmed, lower-cased, in NFC. 1 to 128 characters. */
  @MaxCharacters(128)
  @MinCharacters(1)
  @IsString()
  @Required()
  username: string;

  /** The password. 1 to 1,024 characters. */
  @MaxCharacters(1024)
  @MinCharacters(1)
  @IsString()
  @Required()
  password: string;

  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  @Matches(/^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z\/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]\/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order' })
  @MaxCharacters(44)
  @IsString()
  @Required()
  public_key: string;
}

/** Parameters of `endSessions`. */
export class EndSessionsParams {
  /** A session of the caller's. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  session_id?: string;

  /** `1` ends all sessions but the one that calls. Always `1`. */
  @Optional()
  @Equals('1')
  @IsString()
  others?: '1';
}

/** Body of `POST /auth/password` (`changePassword`). */
export class ChangePasswordRequest {
  /** The password of now. 1 to 1,024 characters. */
  @MaxCharacters(1024)
  @MinCharacters(1)
  @IsString()
  @Required()
  current_password: string;

  /**
   * At least 8 characters, with a letter and a digit of any script, and no control characters; the
   * commonest passwords are refused. It counts in Unicode's form NFC, with U+0020 for any other blank
   * (RFC 8265), so it is the same whatever keyboard types it. 8 to 1,024 characters.
   */
  @Matches(/^(?=[\s\S]*\p{L})(?=[\s\S]*\p{Nd})\P{Cc}*$/u, { message: '$property is not valid: At least 8 characters, with a letter and a digit of any script, and no control characters; the commonest passwords are refused' })
  @MaxCharacters(1024)
  @MinCharacters(8)
  @IsString()
  @Required()
  new_password: string;
}

/** Parameters of `listUsers`. */
export class ListUsersParams {
  /** How many users to answer with at most. 1 to 500. Default 100. */
  @Optional()
  @Max(500)
  @Min(1)
  @IsInt()
  limit: number;

  /** The id of a user: the list goes on behind them. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  after?: string;
}

/** Body of `POST /users` (`createUser`). */
export class CreateUserRequest {
  /**
   * 2 to 20 characters after trimming, none of them invisible (control characters, zero-width ones,
   * marks of direction). Case does not matter, nor does how an accent is typed: names are compared, and
   * counted, in Unicode's form NFC. Characters that Unicode does not have yet are refused, too: their
   * case may change. The server stores only a keyed hash of the name. At most 128 characters.
   */
  @Matches(/^\s*[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}][^\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]{0,78}[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]\s*$/u, { message: '$property is not valid: 2 to 20 characters after trimming, none of them invisible (control characters, zero-width ones, marks of direction)' })
  @MaxCharacters(128)
  @IsString()
  @Required()
  username: string;
}

/** Body of `PATCH /users` (`updateUser`). */
export class UpdateUserRequest {
  /** The user whose roles are changed. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  user_id: string;

  /** May this user manage channels and invites? */
  @Optional()
  @IsBoolean()
  is_admin?: boolean;

  /** May this user see profiles and the directory key? */
  @Optional()
  @IsBoolean()
  is_trusted?: boolean;

  /** Is this user kept out? */
  @Optional()
  @IsBoolean()
  disabled?: boolean;
}

/** Body of `POST /users/lookup` (`findUser`). */
export class FindUserRequest {
  /** The name; trimmed, lower-cased, in NFC. 1 to 128 characters. */
  @MaxCharacters(128)
  @MinCharacters(1)
  @IsString()
  @Required()
  username: string;
}

/** Parameters of `listUserSessions`. */
export class ListUserSessionsParams {
  /** The user's id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  user_id: string;
}

/** Parameters of `endUserSessions`. */
export class EndUserSessionsParams {
  /** The user's id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  user_id: string;

  /** One session of the user's; all of them without it. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  session_id?: string;
}

/** Body of `POST /users/profiles` (`setProfile`). */
export class SetProfileRequest {
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space' })
  @MaxBytes(4096)
  @MinCharacters(1)
  @IsString()
  @Required()
  name_enc: string;
}

/** Body of `POST /devices` (`createDevice`). */
export class CreateDeviceRequest {
  /** The caller's own user id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  user_id: string;

  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  @Matches(/^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z\/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]\/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order' })
  @MaxCharacters(44)
  @IsString()
  @Required()
  public_key: string;
}

/** Parameters of `deleteDevice`. */
export class DeleteDeviceParams {
  /** The device's id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  device_id: string;
}

/** Parameters of `listDeviceKeys`. */
export class ListDeviceKeysParams {
  /** The caller's own user id. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  user_id?: string;

  /** `1` asks for the keys of all users. Always `1`. */
  @Optional()
  @Equals('1')
  @IsString()
  all?: '1';
}

/** A `DeviceCertificate`, and the device that it is of. */
export class NewDeviceCertificate {
  /** One of the caller's own devices. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  device_id: string;

  /** The identity of the user. At most 44 characters. */
  @Matches(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: An Ed25519 public key of 32 bytes in standard base64, 44 characters' })
  @MaxCharacters(44)
  @IsString()
  @Required()
  identity_key: string;

  /** The key that the device signs with. At most 44 characters. */
  @Optional()
  @Matches(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: An Ed25519 public key of 32 bytes in standard base64, 44 characters' })
  @MaxCharacters(44)
  @IsString()
  signing_key?: string;

  /**
   * Grows whenever the user removes a device; all others are then certified anew. A certificate of a
   * lower generation than one that was seen of the same identity no longer holds. 1 to 2,147,483,647.
   */
  @Max(2147483647)
  @Min(1)
  @IsInt()
  @Required()
  generation: number;

  /**
   * What the device can do beyond the first version of the protocol. At most 16 items. Each: The name of
   * something that a device can do. At most 32 characters.
   */
  @Matches(/^[a-z0-9-]{1,32}$/u, { message: 'each value in $property is not valid: The name of something that a device can do', each: true })
  @MaxCharacters(32, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(16)
  @IsArray()
  @Required()
  capabilities: Capabilities;

  /** When it was signed, by the clock of the signer. At most 24 characters. */
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/u, { message: '$property is not valid: A time by a client\'s clock, RFC 3339 in UTC with milliseconds, exactly as it was signed' })
  @MaxCharacters(24)
  @IsString()
  @Required()
  signed_at: string;

  /** An Ed25519 signature of 64 bytes in standard base64, 88 characters. At most 88 characters. */
  @Matches(/^[A-Za-z0-9+/]{85}[AQgw]==$/u, { message: '$property is not valid: An Ed25519 signature of 64 bytes in standard base64, 88 characters' })
  @MaxCharacters(88)
  @IsString()
  @Required()
  signature: string;
}

/** Body of `POST /devices/certificates` (`putDeviceCertificates`). */
export class PutDeviceCertificatesRequest {
  /** 1 to 50 items. */
  @Type(() => NewDeviceCertificate)
  @ValidateNested({ each: true })
  @IsPlainObject({ each: true })
  @ArrayMaxSize(50)
  @ArrayMinSize(1)
  @IsArray()
  @Required()
  certificates: NewDeviceCertificate[];

  /** Drops the certificates that the user's other devices have of another identity. */
  @Optional()
  @IsBoolean()
  reset_identity?: boolean;
}

/** Parameters of `getDeviceLink`. */
export class GetDeviceLinkParams {
  /** The device that asked. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  device_id: string;
}

/** Body of `POST /devices/links` (`requestDeviceLink`). */
export class RequestDeviceLinkRequest {
  /**
   * What a device says to be linked; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: What a device says to be linked; opaque to the server, at most 4,096 bytes, not only white space' })
  @MaxBytes(4096)
  @MinCharacters(1)
  @IsString()
  @Required()
  request: string;
}

/** Body of `PATCH /devices/links` (`answerDeviceLink`). */
export class AnswerDeviceLinkRequest {
  /** The device that asked. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  device_id: string;

  /**
   * What a device that is to be linked is told; opaque to the server, at most 49,152 bytes, not only
   * white space. At least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: What a device that is to be linked is told; opaque to the server, at most 49,152 bytes, not only white space' })
  @MaxBytes(49152)
  @MinCharacters(1)
  @IsString()
  @Required()
  answer: string;
}

/** Body of `POST /channels` (`createChannel`). */
export class CreateChannelRequest {
  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space' })
  @MaxBytes(4096)
  @MinCharacters(1)
  @IsString()
  @Required()
  name_enc: string;
}

/** Body of `PATCH /channels` (`renameChannel`). */
export class RenameChannelRequest {
  /** The channel to rename. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space' })
  @MaxBytes(4096)
  @MinCharacters(1)
  @IsString()
  @Required()
  name_enc: string;

  /** The version of the channel's key that `name_enc` is under; 0 if left out. 0 to 2,147,483,647. */
  @Optional()
  @Max(2147483647)
  @Min(0)
  @IsInt()
  key_version?: number;
}

/** Parameters of `deleteChannel`. */
export class DeleteChannelParams {
  /** The channel's id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;
}

/** Parameters of `listMessages`. */
export class ListMessagesParams {
  /** The channel's id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /** How many messages to answer with at most. 1 to 500. Default 100. */
  @Optional()
  @Max(500)
  @Min(1)
  @IsInt()
  limit: number;

  /** The id of a message of this channel. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  before?: string;

  /** The id of a message of this channel. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  after?: string;
}

/** Parameters of `syncMessages`. */
export class SyncMessagesParams {
  /** `next` of an earlier answer, the id of a message, or `0`. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  since?: string;

  /** How many messages to answer with at most. 1 to 500. Default 100. */
  @Optional()
  @Max(500)
  @Min(1)
  @IsInt()
  limit: number;
}

/** Parameters of `getChannelKey`. */
export class GetChannelKeyParams {
  /** The channel's id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /** The version of the key. 0 to 2,147,483,647. Default 0. */
  @Optional()
  @Max(2147483647)
  @Min(0)
  @IsInt()
  version: number;
}

export class ChannelKeyEnvelope {
  /** The device that the envelope is sealed for. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  device_id: string;

  /** The caller's device, which sealed it. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  sender_device_id: string;

  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  @Matches(/^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z\/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]\/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order' })
  @MaxCharacters(44)
  @IsString()
  @Required()
  sender_public_key: string;

  /**
   * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
   * white space. At least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only white space' })
  @MaxBytes(4096)
  @MinCharacters(1)
  @IsString()
  @Required()
  envelope: string;

  /** Accepted for older clients and ignored. At most 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @IsString()
  channel_id?: string;
}

/** Body of `POST /channels/keys` (`putChannelKeys`). */
export class PutChannelKeysRequest {
  /** The channel that the key is for. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /** The version of the key; 0 if left out. 0 to 2,147,483,647. */
  @Optional()
  @Max(2147483647)
  @Min(0)
  @IsInt()
  version?: number;

  /** 1 to 1,000 items. */
  @Type(() => ChannelKeyEnvelope)
  @ValidateNested({ each: true })
  @IsPlainObject({ each: true })
  @ArrayMaxSize(1000)
  @ArrayMinSize(1)
  @IsArray()
  @Required()
  envelopes: ChannelKeyEnvelope[];
}

/** Body of `POST /channels/key-versions` (`createKeyVersion`). */
export class CreateKeyVersionRequest {
  /** The channel that the key is for. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /** A version of a channel's key; the key that a channel began with is version 0. 1 to 2,147,483,647. */
  @Max(2147483647)
  @Min(1)
  @IsInt()
  @Required()
  version: number;

  /**
   * SHA-256 over the label `dialtone/channel-key/v1` and these fields, each behind its length in bytes
   * (4 bytes, big-endian): the channel's id, the version in decimal digits, the 32 bytes of the key. In
   * standard base64, 44 characters. At most 44 characters.
   */
  @Matches(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: SHA-256 over the label `dialtone/channel-key/v1` and these fields, each behind its length in bytes (4 bytes, big-endian): the channel\'s id, the version in decimal digits, the 32 bytes of the key' })
  @MaxCharacters(44)
  @IsString()
  @Required()
  commitment: string;

  /** That of the caller's device. At most 88 characters. */
  @Matches(/^[A-Za-z0-9+/]{85}[AQgw]==$/u, { message: '$property is not valid: An Ed25519 signature of 64 bytes in standard base64, 88 characters' })
  @MaxCharacters(88)
  @IsString()
  @Required()
  signature: string;

  /** 1 to 1,000 items. */
  @Type(() => ChannelKeyEnvelope)
  @ValidateNested({ each: true })
  @IsPlainObject({ each: true })
  @ArrayMaxSize(1000)
  @ArrayMinSize(1)
  @IsArray()
  @Required()
  envelopes: ChannelKeyEnvelope[];
}

/** Body of `POST /channels/rotations` (`requestRotation`). */
export class RequestRotationRequest {
  /** The channel that should get a new key. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;
}

export class DirectoryKeyEnvelope {
  /** The device that the envelope is sealed for. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  device_id: string;

  /** The caller's device, which sealed it. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  sender_device_id: string;

  /**
   * An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order. At
   * most 44 characters.
   */
  @Matches(/^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z\/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]\/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u, { message: '$property is not valid: An X25519 public key of 32 bytes in standard base64, 44 characters, and not a point of low order' })
  @MaxCharacters(44)
  @IsString()
  @Required()
  sender_public_key: string;

  /**
   * A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only
   * white space. At least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes, not only white space' })
  @MaxBytes(4096)
  @MinCharacters(1)
  @IsString()
  @Required()
  envelope: string;
}

/** Body of `POST /directory/keys` (`putDirectoryKeys`). */
export class PutDirectoryKeysRequest {
  /** 1 to 1,000 items. */
  @Type(() => DirectoryKeyEnvelope)
  @ValidateNested({ each: true })
  @IsPlainObject({ each: true })
  @ArrayMaxSize(1000)
  @ArrayMinSize(1)
  @IsArray()
  @Required()
  envelopes: DirectoryKeyEnvelope[];
}

/** Body of `POST /keys/backup` (`putKeyBackup`). */
export class PutKeyBackupRequest {
  /** The stored version plus 1; 1 where none is stored. 1 to 2,147,483,647. */
  @Max(2147483647)
  @Min(1)
  @IsInt()
  @Required()
  version: number;

  /**
   * Keys that a device has encrypted for its user's recovery, in base64; opaque to the server, at most
   * 262,144 bytes, which is room for the keys of over 2,000 channels. At least 4 characters.
   */
  @Matches(/^[A-Za-z0-9+/]+={0,2}$/u, { message: '$property is not valid: Keys that a device has encrypted for its user\'s recovery, in base64; opaque to the server, at most 262,144 bytes, which is room for the keys of over 2,000 channels' })
  @MaxBytes(262144)
  @MinCharacters(4)
  @IsString()
  @Required()
  data: string;
}

/** Body of `POST /presence` (`queryPresence`). */
export class PresenceRequest {
  /** At most 20,000 items. Each: An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64, { each: true })
  @MinCharacters(1, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(20000)
  @IsArray()
  @Required()
  user_ids: string[];
}

/** Parameters of `createInvite`. */
export class CreateInviteParams {
  /** The id of a reserved name (`POST /users`). 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  user_id?: string;

  /** The id of a registered user who has lost their password. 1 to 64 characters. */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  reset_user_id?: string;
}

/** Parameters of `revokeInvite`. */
export class RevokeInviteParams {
  /** The invite's id. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  invite_id: string;
}

/** The signature of the sending device: a `MessageProof`, whose `client_id` is that of the frame, which is required then. `device_id` is the device of the connection. */
export class NewMessageProof {
  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  device_id: string;

  /**
   * The version of the channel's key that the message is encrypted with; 0 is the one that it began
   * with. 0 to 2,147,483,647.
   */
  @Max(2147483647)
  @Min(0)
  @IsInt()
  @Required()
  key_version: number;

  /**
   * A number that the device has signed no other message with. Within a block of 2^24 numbers (such as 0
   * to 16,777,215) they grow in each channel; a client takes another block whenever it starts. 1 to
   * 9,007,199,254,740,991.
   */
  @Max(9007199254740991)
  @Min(1)
  @IsInt()
  @Required()
  counter: number;

  /** An Ed25519 signature of 64 bytes in standard base64, 88 characters. At most 88 characters. */
  @Matches(/^[A-Za-z0-9+/]{85}[AQgw]==$/u, { message: '$property is not valid: An Ed25519 signature of 64 bytes in standard base64, 88 characters' })
  @MaxCharacters(88)
  @IsString()
  @Required()
  signature: string;
}

/** The frame `channel.message.send` (`sendChannelMessage`). */
export class SendChannelMessage {
  /** Always `channel.message.send`. */
  @Equals('channel.message.send')
  @IsString()
  @Required()
  type: 'channel.message.send';

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /**
   * A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes, not only
   * white space. At least 1 character. At most 16,384 bytes.
   */
  @Matches(/\S/u, { message: '$property is not valid: A message, encrypted under the channel\'s key; opaque to the server, 1 to 16,384 bytes, not only white space' })
  @MaxBytes(16384)
  @MinCharacters(1)
  @IsString()
  @Required()
  body: string;

  /**
   * A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space. At
   * least 1 character.
   */
  @Matches(/\S/u, { message: '$property is not valid: A name, encrypted by a client; opaque to the server, at most 4,096 bytes, not only white space' })
  @MaxBytes(4096)
  @MinCharacters(1)
  @IsString()
  @Required()
  sender_name_enc: string;

  /** A UUID that the client chose for a message, so that it can send it again without storing it twice. */
  @Optional()
  @Matches(/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u, { message: '$property is not valid: A UUID that the client chose for a message, so that it can send it again without storing it twice' })
  @IsString()
  client_id?: string;

  /**
   * The signature of the sending device: a `MessageProof`, whose `client_id` is that of the frame, which
   * is required then. `device_id` is the device of the connection.
   */
  @Optional()
  @Type(() => NewMessageProof)
  @ValidateNested()
  @IsPlainObject()
  proof?: NewMessageProof;
}

/** The frame `voice_join` (`joinVoice`). */
export class JoinVoice {
  /** Always `voice_join`. */
  @Equals('voice_join')
  @IsString()
  @Required()
  type: 'voice_join';

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;
}

/** The frame `voice_leave` (`leaveVoice`). */
export class LeaveVoice {
  /** Always `voice_leave`. */
  @Equals('voice_leave')
  @IsString()
  @Required()
  type: 'voice_leave';

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;
}

/** The frame `webrtc_offer` (`sendOffer`). */
export class SendOffer {
  /** Always `webrtc_offer`. */
  @Equals('webrtc_offer')
  @IsString()
  @Required()
  type: 'webrtc_offer';

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  recipient: string;

  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  recipient_device?: string;

  /**
   * A session description for the other browser; opaque to the server. Its event must fit (RT27). At
   * least 1 character. At most 32,768 bytes.
   */
  @MaxBytes(32768)
  @MinCharacters(1)
  @IsString()
  @Required()
  sdp: string;
}

/** The frame `webrtc_answer` (`sendAnswer`). */
export class SendAnswer {
  /** Always `webrtc_answer`. */
  @Equals('webrtc_answer')
  @IsString()
  @Required()
  type: 'webrtc_answer';

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  recipient: string;

  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  recipient_device?: string;

  /**
   * A session description for the other browser; opaque to the server. Its event must fit (RT27). At
   * least 1 character. At most 32,768 bytes.
   */
  @MaxBytes(32768)
  @MinCharacters(1)
  @IsString()
  @Required()
  sdp: string;
}

/** The frame `ice_candidate` (`sendCandidate`). */
export class SendCandidate {
  /** Always `ice_candidate`. */
  @Equals('ice_candidate')
  @IsString()
  @Required()
  type: 'ice_candidate';

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  channel_id: string;

  /** An opaque id given by the server. 1 to 64 characters. */
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  @Required()
  recipient: string;

  /**
   * The one device of the recipient that the signal is for; without it, all of theirs in the room. 1 to
   * 64 characters.
   */
  @Optional()
  @MaxCharacters(64)
  @MinCharacters(1)
  @IsString()
  recipient_device?: string;

  /**
   * A candidate for the other browser; opaque to the server, at most 16 KiB. Its event must fit (RT27).
   * At least 1 character. At most 16,384 bytes.
   */
  @MaxBytes(16384)
  @MinCharacters(1)
  @IsString()
  @Required()
  candidate: string;
}

/** Every DTO class by its schema's name. */
export const dtos = {
  RegisterRequest,
  LoginRequest,
  EndSessionsParams,
  ChangePasswordRequest,
  ListUsersParams,
  CreateUserRequest,
  UpdateUserRequest,
  FindUserRequest,
  ListUserSessionsParams,
  EndUserSessionsParams,
  SetProfileRequest,
  CreateDeviceRequest,
  DeleteDeviceParams,
  ListDeviceKeysParams,
  NewDeviceCertificate,
  PutDeviceCertificatesRequest,
  GetDeviceLinkParams,
  RequestDeviceLinkRequest,
  AnswerDeviceLinkRequest,
  CreateChannelRequest,
  RenameChannelRequest,
  DeleteChannelParams,
  ListMessagesParams,
  SyncMessagesParams,
  GetChannelKeyParams,
  ChannelKeyEnvelope,
  PutChannelKeysRequest,
  CreateKeyVersionRequest,
  RequestRotationRequest,
  DirectoryKeyEnvelope,
  PutDirectoryKeysRequest,
  PutKeyBackupRequest,
  PresenceRequest,
  CreateInviteParams,
  RevokeInviteParams,
  NewMessageProof,
  SendChannelMessage,
  JoinVoice,
  LeaveVoice,
  SendOffer,
  SendAnswer,
  SendCandidate,
} as const;
