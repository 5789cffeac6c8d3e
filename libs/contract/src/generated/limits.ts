// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** The limits that the contract states. */
export * as limits from './limit-values.js';

/** The most bytes (UTF-8) of a text, by its schema. */
export const maxBytes = {
  EncryptedName: 4096,
  Envelope: 4096,
  LinkData: 4096,
  MessageBody: 16384,
  SessionDescription: 32768,
  IceCandidate: 16384,
} as const;

/** The most items of a list that clients send, by its schema and field. */
export const maxItems = {
  PutDeviceCertificatesRequest: { certificates: 50 },
  PutChannelKeysRequest: { envelopes: 1000 },
  PutDirectoryKeysRequest: { envelopes: 1000 },
  PresenceRequest: { user_ids: 20000 },
} as const;

/** The form of `ClientTime`. */
export const ClientTimePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/u;

/** The form of `PublicKey`. */
export const PublicKeyPattern = /^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z\/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]\/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u;

/** The form of `SigningKey`. */
export const SigningKeyPattern = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u;

/** The form of `Signature`. */
export const SignaturePattern = /^[A-Za-z0-9+/]{85}[AQgw]==$/u;

/** The form of `EncryptedName`. */
export const EncryptedNamePattern = /\S/u;

/** The form of `Envelope`. */
export const EnvelopePattern = /\S/u;

/** The form of `NewPassword`. */
export const NewPasswordPattern = /^(?=[\s\S]*\p{L})(?=[\s\S]*\p{Nd})\P{Cc}*$/u;

/** The form of `Username`. */
export const UsernamePattern = /^\s*[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}][^\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]{0,78}[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]\s*$/u;

/** The form of `Capability`. */
export const CapabilityPattern = /^[a-z0-9-]{1,32}$/u;

/** The form of `LinkData`. */
export const LinkDataPattern = /\S/u;

/** The form of `MessageBody`. */
export const MessageBodyPattern = /\S/u;

/** The form of `ClientId`. */
export const ClientIdPattern = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u;
