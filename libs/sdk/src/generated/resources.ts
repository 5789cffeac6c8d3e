// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

import { Resource } from '../core/resource.js';
import type { ApiPromise } from '../core/api-promise.js';
import type { PagePromise } from '../core/page-promise.js';
import type { RequestOptions, Transport } from '../core/transport.js';
import type { AnswerDeviceLinkInput, ChangePasswordInput, ChannelKey, ChannelList, ChannelResponse, CreateChannelInput, CreateDeviceInput, CreateInviteInput, CreateKeyVersionInput, CreateUserInput, DeleteChannelInput, DeleteDeviceInput, Device, DeviceKeyList, DeviceLink, DirectoryKey, EndSessionsInput, EndUserSessionsInput, FindUserInput, GetChannelKeyInput, GetDeviceLinkInput, HealthText, Invite, InviteList, KeyBackup, ListDeviceKeysInput, ListMessagesInput, ListUserSessionsInput, ListUsersInput, LoginUserInput, Message, MessageList, MessageSync, Presence, ProfileList, PutChannelKeysInput, PutDeviceCertificatesInput, PutDirectoryKeysInput, PutKeyBackupInput, QueryPresenceInput, ReadinessReport, RegisterUserInput, RenameChannelInput, RequestDeviceLinkInput, RequestOrigin, RequestRotationInput, RevokeInviteInput, Session, SessionList, SetProfileInput, Status, SyncMessagesInput, Ticket, UpdateUserInput, User, UserInfo, UserList, UserRoles } from './types.js';

/** Is the server up? */
export class HealthResource extends Resource {
  /**
   * Tell whether the server is up.
   *
   * Answers the text `ok` as soon as the server accepts requests.
   *
   * `GET /health`.
   */
  check(options?: RequestOptions): ApiPromise<HealthText> {
    return this.transport.request<HealthText>('checkHealth', undefined, options);
  }

  /**
   * Tell whether the process serves requests.
   *
   * Answers the text `ok` whatever the server lacks, as long as it works through its requests. A server that does not answer is to be started again.
   *
   * `GET /health/live`.
   */
  live(options?: RequestOptions): ApiPromise<HealthText> {
    return this.transport.request<HealthText>('checkLiveness', undefined, options);
  }

  /**
   * Tell whether the server should be sent new clients.
   *
   * Answers 200 when all that the server needs is well, and else 503, both with the same report. It is at most a second old, and comes within a second also while the database hangs. A server that is about to stop is not ready, while it still serves those who are connected.
   *
   * `GET /health/ready`. Resolves when the answer is 503, too.
   */
  ready(options?: RequestOptions): ApiPromise<ReadinessReport> {
    return this.transport.request<ReadinessReport>('checkReadiness', undefined, options);
  }

  /**
   * Tell how the server sees this request.
   *
   * Whose address the limits count for, and what a proxy in front says of it: with it an operator finds out whether
   * `DIALTONE_TRUST_PROXY` is right.
   *
   * `GET /server/request`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  describeRequest(options?: RequestOptions): ApiPromise<RequestOrigin> {
    return this.transport.request<RequestOrigin>('describeRequest', undefined, options);
  }
}

/** Registration, login, and the sessions that they answer with. */
export class AuthResource extends Resource {
  /**
   * Register with an invite.
   *
   * Makes a user, their first device and a session, and spends the invite; all of it or, on any error, none of it.
   * The first user to register is admin. A name that an admin reserved with `POST /users` is claimed, with its id, by
   * an invite that was made for it; with any other invite it is taken. An invite made for a name registers no other.
   *
   * An invite that was made to reset a password (`POST /server/invites?reset_user_id=`) makes no user: with it, the
   * user whom it is for sets a new password under the name that they have. Their id, roles, profile and devices
   * stay, and the device with that public key is made if need be; all their sessions end, and the new one begins. The
   * user's other invites for a new password end, too.
   *
   * The invite is looked at first, then the password, then the name; an address may fail 10 times in an hour by an
   * unknown invite or a taken name.
   *
   * `POST /auth/register`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} password_too_common (400)
   * @throws {ApiError} invite_not_found (404)
   * @throws {ApiError} username_taken (409)
   * @throws {ApiError} too_many_devices (409)
   * @throws {ApiError} invite_used (410)
   * @throws {ApiError} invite_expired (410)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  register(input: RegisterUserInput, options?: RequestOptions): ApiPromise<Session> {
    return this.transport.request<Session>('registerUser', input, options);
  }

  /**
   * Log in from a device.
   *
   * Makes a session. With a public key that the user already has, the session belongs to that device and its id
   * stays; with a new key a new device is made. A device has at most 100 sessions: one more login ends its oldest,
   * as a logout does. An unknown user, a disabled one and a wrong password get the same answer, in the same time.
   *
   * `POST /auth/login`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} invalid_credentials (401)
   * @throws {ApiError} too_many_devices (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  login(input: LoginUserInput, options?: RequestOptions): ApiPromise<Session> {
    return this.transport.request<Session>('loginUser', input, options);
  }

  /**
   * End this session.
   *
   * The token stops working at once, and the session's WebSockets are closed with 4001.
   *
   * `POST /auth/logout`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  logout(options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('logoutSession', undefined, options);
  }

  /**
   * List one's own sessions.
   *
   * The caller's valid sessions, newest first.
   *
   * `GET /auth/sessions`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  listSessions(options?: RequestOptions): ApiPromise<SessionList> {
    return this.transport.request<SessionList>('listSessions', undefined, options);
  }

  /**
   * End sessions of one's own.
   *
   * Ends the session named by `session_id`, or with `others=1` all but this one; exactly one of the two is required.
   * Their tokens stop working at once, and their WebSockets are closed with 4001.
   *
   * `DELETE /auth/sessions`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} session_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  endSessions(input: EndSessionsInput, options?: RequestOptions): ApiPromise<void> {
    return this.transport.request<void>('endSessions', input, options);
  }

  /**
   * Change one's own password.
   *
   * Needs the current password. All other sessions of the user end at once; this one stays. Wrong guesses count as
   * failed logins.
   *
   * `POST /auth/password`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} password_too_common (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} wrong_password (403)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  changePassword(input: ChangePasswordInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('changePassword', input, options);
  }

  /**
   * Make a ticket for the WebSocket handshake.
   *
   * For browsers, which cannot send the Authorization header: the ticket opens one WebSocket of this session within
   * 30 seconds, as a subprotocol (see `asyncapi.yaml`). It must never stand in a URL. A session has at most 20 unused
   * tickets: one more ends the oldest.
   *
   * `POST /ws/tickets`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  createTicket(options?: RequestOptions): ApiPromise<Ticket> {
    return this.transport.request<Ticket>('createTicket', undefined, options);
  }
}

/** Members of this server and their encrypted profiles. */
export class UsersResource extends Resource {
  /**
   * List the users.
   *
   * Everyone who has registered or whose name is reserved, with their devices, oldest first. Without names: the
   * server knows usernames only as keyed hashes, and profiles only encrypted; clients who know the directory key
   * read who is who in `GET /users/profiles`.
   *
   * Awaited it is one page; `for await` walks the `users` of all pages, in the order of the answers.
   *
   * `GET /users`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} cursor_not_found (404)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  list(input: ListUsersInput = {}, options?: RequestOptions): PagePromise<UserList, UserInfo> {
    return this.transport.pages<UserList, UserInfo>('listUsers', input, options);
  }

  /**
   * Reserve a name.
   *
   * Makes a user without a password, who cannot log in. Whoever registers that name with an invite that was made for
   * it (`POST /server/invites?user_id=`) gets it, and keeps its id.
   *
   * `POST /users`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} username_taken (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  create(input: CreateUserInput, options?: RequestOptions): ApiPromise<User> {
    return this.transport.request<User>('createUser', input, options);
  }

  /**
   * Grant or take a user's roles, or disable them.
   *
   * Sets what is given and leaves the rest; effective at once, for an admin's requests that are under way too. For
   * admins, and with the operator's token, in case that no admin can be relied on. The unspent invites of an admin
   * who is made a member are revoked: one for a new password leads into anybody's account.
   *
   * A server always keeps an admin: whoever is the last one who is enabled and has registered can be neither made a
   * member nor disabled, by themselves or with the operator's token, until there is another one. Of two who disable
   * each other at once, the first one succeeds and stays.
   *
   * A disabled user is out: their sessions and tickets end, their WebSockets are closed with 4001, a login is
   * answered as a wrong password is, and the invites that they made, and those for them, are revoked. Their devices
   * are left out of `GET /devices/keys?all=1`, and envelopes for these are refused. Their profile and messages stay.
   * To enable them again gives back the login and the devices, nothing else. Everyone connected hears
   * `user.disabled`.
   *
   * `PATCH /users`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} user_not_found (404)
   * @throws {ApiError} last_admin (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  update(input: UpdateUserInput, options?: RequestOptions): ApiPromise<UserRoles> {
    return this.transport.request<UserRoles>('updateUser', input, options);
  }

  /**
   * Find a user by name.
   *
   * Who has registered or reserved a name, in whatever form they type it: the server keeps only keyed hashes of
   * names, so it can look one up but list none. In the body, not in the address, which proxies write into their logs.
   *
   * `POST /users/lookup`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} user_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  find(input: FindUserInput, options?: RequestOptions): ApiPromise<User> {
    return this.transport.request<User>('findUser', input, options);
  }

  /**
   * List a user's sessions.
   *
   * The valid sessions of any user, newest first; `is_current` marks the one that asks.
   *
   * `GET /users/sessions`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} user_not_found (404)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  listSessions(input: ListUserSessionsInput, options?: RequestOptions): ApiPromise<SessionList> {
    return this.transport.request<SessionList>('listUserSessions', input, options);
  }

  /**
   * End a user's sessions.
   *
   * Ends the session named by `session_id`, or all of the user's without one, also the one that asks. Their tokens
   * stop working at once, and their WebSockets are closed with 4001. Nothing keeps the user from logging in again:
   * to put somebody out, disable them (`PATCH /users`).
   *
   * `DELETE /users/sessions`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} user_not_found (404)
   * @throws {ApiError} session_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  endSessions(input: EndUserSessionsInput, options?: RequestOptions): ApiPromise<void> {
    return this.transport.request<void>('endUserSessions', input, options);
  }

  /**
   * List the profiles.
   *
   * Every user who has set a profile, latest updated first. For trusted users.
   *
   * `GET /users/profiles`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  listProfiles(options?: RequestOptions): ApiPromise<ProfileList> {
    return this.transport.request<ProfileList>('listProfiles', undefined, options);
  }

  /**
   * Set one's own profile.
   *
   * Stores the caller's display name, encrypted under the directory key, in place of the one before. Everyone
   * connected hears `user.profile.updated`. For trusted users.
   *
   * `POST /users/profiles`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  setProfile(input: SetProfileInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('setProfile', input, options);
  }
}

/** A user's devices and their public keys. */
export class DevicesResource extends Resource {
  /**
   * Add a device to one's own user.
   *
   * Registers a further device key. A key that the user already has answers with the device that it belongs to.
   *
   * `POST /devices`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} not_your_user (403)
   * @throws {ApiError} too_many_devices (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  create(input: CreateDeviceInput, options?: RequestOptions): ApiPromise<Device> {
    return this.transport.request<Device>('createDevice', input, options);
  }

  /**
   * Remove a device.
   *
   * Removes the device with its sessions and the envelopes sealed for it; its tokens stop working at once and its
   * WebSockets are closed with 4001. Every channel should get a new key then, which `is_stale` says until it has one.
   * Everyone connected hears `device.removed`. Members can remove their own devices, admins anyone's.
   *
   * `DELETE /devices`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} not_your_user (403)
   * @throws {ApiError} device_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  remove(input: DeleteDeviceInput, options?: RequestOptions): ApiPromise<void> {
    return this.transport.request<void>('deleteDevice', input, options);
  }

  /**
   * List device keys.
   *
   * With `all=1` the keys of everyone's devices (each with its `user_id`), else those of the caller's own devices,
   * named by `user_id`. Oldest device first. One of the two parameters is required; `all=1` wins over `user_id`.
   * A device is left out if its key, stored by an older server, is not one that X25519 accepts: no key can be sealed
   * for it. With `all=1` those of disabled users are left out too.
   *
   * `GET /devices/keys`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} not_your_user (403)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  listKeys(input: ListDeviceKeysInput, options?: RequestOptions): ApiPromise<DeviceKeyList> {
    return this.transport.request<DeviceKeyList>('listDeviceKeys', input, options);
  }

  /**
   * Certify one's own devices.
   *
   * Stores a certificate for each device named, all of them or none; it replaces the device's certificate from before.
   * The devices must be the caller's own, each named once. All certificates of a user are of one identity: another
   * one is refused, or, with `reset_identity`, takes the place of the one before, whose certificates are dropped. A
   * certificate of a lower generation than the identity's latest is refused, so that an old device does not undo a
   * removal by accident; and several at once, as they follow a removal, have to be of a higher generation than each of
   * those devices has, so that of two removals at the same time the later one knows of the other. The server does not check signatures: clients do. Everyone connected hears
   * `device.certified`.
   *
   * `POST /devices/certificates`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} not_your_user (403)
   * @throws {ApiError} device_not_found (404)
   * @throws {ApiError} identity_mismatch (409)
   * @throws {ApiError} certificate_outdated (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  putCertificates(input: PutDeviceCertificatesInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('putDeviceCertificates', input, options);
  }

  /**
   * Read the request of a device to be linked.
   *
   * The request of one of the caller's own devices, and the answer to it where there is one.
   *
   * `GET /devices/links`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} link_not_found (404)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  getLink(input: GetDeviceLinkInput, options?: RequestOptions): ApiPromise<DeviceLink> {
    return this.transport.request<DeviceLink>('getDeviceLink', input, options);
  }

  /**
   * Ask to be linked.
   *
   * A device that its user's identity has not certified asks one that has the identity to do so. The request is
   * opaque to the server, is kept for 10 minutes, and takes the place of the device's request from before. The user's
   * other devices hear `device.link.requested`.
   *
   * `POST /devices/links`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  requestLink(input: RequestDeviceLinkInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('requestDeviceLink', input, options);
  }

  /**
   * Answer the request of a device to be linked.
   *
   * Stores the answer to the request of one of the caller's own devices, in place of one from before. The device hears
   * `device.link.answered`.
   *
   * `PATCH /devices/links`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} link_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  answerLink(input: AnswerDeviceLinkInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('answerDeviceLink', input, options);
  }
}

/** Channels. Everyone sees them; admins manage them. */
export class ChannelsResource extends Resource {
  /**
   * List the channels.
   *
   * Every channel, newest first.
   *
   * `GET /channels`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  list(options?: RequestOptions): ApiPromise<ChannelList> {
    return this.transport.request<ChannelList>('listChannels', undefined, options);
  }

  /**
   * Create a channel.
   *
   * Everyone connected hears `channel.updated`. For admins.
   *
   * `POST /channels`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  create(input: CreateChannelInput, options?: RequestOptions): ApiPromise<ChannelResponse> {
    return this.transport.request<ChannelResponse>('createChannel', input, options);
  }

  /**
   * Rename a channel.
   *
   * The new name may be under any version of the channel's key, which `key_version` says; clients that know of no
   * versions read only names under version 0. Nothing else changes a channel's name. Everyone connected hears
   * `channel.updated`. For admins.
   *
   * `PATCH /channels`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} channel_not_found (404)
   * @throws {ApiError} key_version_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  rename(input: RenameChannelInput, options?: RequestOptions): ApiPromise<ChannelResponse> {
    return this.transport.request<ChannelResponse>('renameChannel', input, options);
  }

  /**
   * Delete a channel.
   *
   * Deletes the channel with its messages and key envelopes, for good. Everyone connected hears `channel.deleted`.
   * For admins.
   *
   * `DELETE /channels`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} channel_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  delete(input: DeleteChannelInput, options?: RequestOptions): ApiPromise<void> {
    return this.transport.request<void>('deleteChannel', input, options);
  }
}

/** The stored history of a channel. New messages are sent over the WebSocket. */
export class MessagesResource extends Resource {
  /**
   * Read a channel's messages.
   *
   * The last `limit` messages of the channel, oldest first. With `before` (a message's id) the last ones before that
   * message, with `after` the first ones after it; not both. A page also ends where one message more would take it
   * over `maxPageBytes`, so there may be fewer than `limit`: `has_more` says whether there are more in that direction.
   *
   * Awaited it is one page; `for await` walks the `messages` of all pages, towards older ones, newest first; with `after` in the order of the answers.
   *
   * `GET /channels/messages`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} channel_not_found (404)
   * @throws {ApiError} cursor_not_found (404)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  list(input: ListMessagesInput, options?: RequestOptions): PagePromise<MessageList, Message> {
    return this.transport.pages<MessageList, Message>('listMessages', input, options);
  }

  /**
   * Catch up with all channels.
   *
   * The messages of all channels after a cursor, in the order of their storing, at most `limit` of them and
   * `maxPageBytes`, and the cursor behind the last. Ask again with `next` while `has_more`, however many there were.
   * Without `since` there are no messages, only the cursor of now: where a client that has just read the histories
   * goes on. `since=0` begins at the beginning.
   *
   * The order is the one of all messages, live and in the histories. A cursor that a client has been given never
   * hides a message from it: messages become visible in their order, on every server of a cluster. What a client
   * has heard live since the cursor comes again; drop ids that are known.
   *
   * Awaited it is one page; `for await` walks the `messages` of all pages, in the order of the answers.
   *
   * `GET /sync`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} cursor_not_found (404)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  sync(input: SyncMessagesInput = {}, options?: RequestOptions): PagePromise<MessageSync, Message> {
    return this.transport.pages<MessageSync, Message>('syncMessages', input, options);
  }
}

/** Channel and directory keys, sealed for one device each. A member who has the key posts an envelope for every device that lacks it; the device fetches its own. */
export class KeysResource extends Resource {
  /**
   * Fetch the channel key sealed for this device.
   *
   * The envelopes that were posted for the caller's device, one from each device that sealed one. The newest stands in
   * the fields of the answer itself, the rest in `others`: take the first that opens with a device you trust and holds
   * the right key. While there is none, the answer is 404 with the code `envelope_not_found`; `keys.shared` tells of the
   * first from another device. Later ones are not announced: while none of them opens, ask again now and then.
   *
   * A channel's key has versions: the first one, 0, and those that took its place (`POST /channels/key-versions`).
   *
   * `GET /channels/keys`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} channel_not_found (404)
   * @throws {ApiError} key_version_not_found (404)
   * @throws {ApiError} envelope_not_found (404)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  getChannelKey(input: GetChannelKeyInput, options?: RequestOptions): ApiPromise<ChannelKey> {
    return this.transport.request<ChannelKey>('getChannelKey', input, options);
  }

  /**
   * Share a channel key.
   *
   * Stores one envelope for each device named, all of them or none. `sender_device_id` must be the caller's own device
   * and `sender_public_key` its registered key. `version` says which version of the channel's key it is, 0 where it is
   * left out; each version is a key of its own here.
   *
   * A device's envelope replaces the one that it posted before for the same key and device, and never that of another
   * user: there are up to 20 for one key and device, of which up to 2 from one user's devices, the newest. When there
   * are 20 from others, one more replaces the oldest if that is over a day old, and else has no effect. Whoever
   * re-posts without end replaces nothing for a while either: after 300 requests of one device for one key at once,
   * 5 in a second. In both cases the answer is the same, and envelopes for devices that have none from the caller are
   * still stored.
   *
   * `POST /channels/keys`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} not_your_device (403)
   * @throws {ApiError} sender_key_mismatch (403)
   * @throws {ApiError} channel_not_found (404)
   * @throws {ApiError} key_version_not_found (404)
   * @throws {ApiError} device_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  putChannelKeys(input: PutChannelKeysInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('putChannelKeys', input, options);
  }

  /**
   * Give a channel a new key.
   *
   * Makes the next version of the channel's key the present one, with the envelopes of it, all of it or nothing; the
   * channel is no longer stale. `version` must be the present one plus 1: of two members who do this at once one gets
   * 409 `key_version_conflict`, and uses the other's key. Any member may do it. The channel's name stays as it is,
   * under the version that it was written with (`name_key_version`). The server checks neither `commitment` nor
   * `signature`: clients do. The rules for envelopes are those of `POST /channels/keys`, by which those that do not
   * fit into this request follow.
   *
   * Everyone connected hears `channel.updated`, and the devices `keys.shared`.
   *
   * `POST /channels/key-versions`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} not_your_device (403)
   * @throws {ApiError} sender_key_mismatch (403)
   * @throws {ApiError} channel_not_found (404)
   * @throws {ApiError} device_not_found (404)
   * @throws {ApiError} key_version_conflict (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  createVersion(input: CreateKeyVersionInput, options?: RequestOptions): ApiPromise<ChannelResponse> {
    return this.transport.request<ChannelResponse>('createKeyVersion', input, options);
  }

  /**
   * Ask for a new key of a channel.
   *
   * Marks the channel as one that should get a new key (`is_stale`), which the next member who sends something makes.
   * Everyone connected hears `channel.updated`, unless the channel was stale already.
   *
   * `POST /channels/rotations`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} channel_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  requestRotation(input: RequestRotationInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('requestRotation', input, options);
  }

  /**
   * Fetch the directory key sealed for this device.
   *
   * The directory key encrypts profile names; there is one on a server. The envelopes for the caller's device come as
   * with `GET /channels/keys`; 204 while there is none. For trusted users.
   *
   * `GET /directory/keys`. Undefined when the answer is 204.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  getDirectoryKey(options?: RequestOptions): ApiPromise<DirectoryKey | undefined> {
    return this.transport.request<DirectoryKey | undefined>('getDirectoryKey', undefined, options);
  }

  /**
   * Share the directory key.
   *
   * As `POST /channels/keys`, for the directory key: one envelope for each device named, all of them or none, under
   * the same limits. For trusted users.
   *
   * `POST /directory/keys`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} not_your_device (403)
   * @throws {ApiError} sender_key_mismatch (403)
   * @throws {ApiError} device_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  putDirectoryKeys(input: PutDirectoryKeysInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('putDirectoryKeys', input, options);
  }

  /**
   * Read the backup of one's own keys.
   *
   * The backup that the caller's devices keep, which only their recovery words open. Clients remember the highest
   * version that they have seen: a lower one, or none, means that the server has lost or hidden a newer one.
   *
   * `GET /keys/backup`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} backup_not_found (404)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  getBackup(options?: RequestOptions): ApiPromise<KeyBackup> {
    return this.transport.request<KeyBackup>('getKeyBackup', undefined, options);
  }

  /**
   * Store a new version of the backup of one's own keys.
   *
   * Takes the place of the version before, and of no other: `version` must be the stored one plus 1, or 1 where there is
   * none. Of two devices that write at once one is stored; the other reads that, unites it with its own, and writes the
   * next version. Nobody hears of it.
   *
   * `POST /keys/backup`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} backup_conflict (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  putBackup(input: PutKeyBackupInput, options?: RequestOptions): ApiPromise<Status> {
    return this.transport.request<Status>('putKeyBackup', input, options);
  }

  /**
   * Delete the backup of one's own keys.
   *
   * Whatever its version; the next one that is stored is version 1 again.
   *
   * `DELETE /keys/backup`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} backup_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  deleteBackup(options?: RequestOptions): ApiPromise<void> {
    return this.transport.request<void>('deleteKeyBackup', undefined, options);
  }
}

/** Who is online. */
export class PresenceResource extends Resource {
  /**
   * Ask who is online.
   *
   * `statuses` has an entry for each id asked: is a connection of that user open? Unknown ids are `false`. `admins`
   * has an entry for each id that is a user.
   *
   * `POST /presence`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  query(input: QueryPresenceInput, options?: RequestOptions): ApiPromise<Presence> {
    return this.transport.request<Presence>('queryPresence', input, options);
  }
}

/** Invites to this server. */
export class InvitesResource extends Resource {
  /**
   * List the invites.
   *
   * Every invite of the last 30 days, newest first; never their tokens.
   *
   * `GET /server/invites`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  list(options?: RequestOptions): ApiPromise<InviteList> {
    return this.transport.request<InviteList>('listInvites', undefined, options);
  }

  /**
   * Make an invite.
   *
   * An invite serves one registration within 24 hours. The token is shown this once. With `user_id`, the invite is for
   * the name that was reserved with that id, and for no other; with `reset_user_id` it lets that user set a new
   * password (`POST /auth/register`); without either, it is for any name that is free. An admin who is disabled,
   * or admin no longer, takes along the unspent invites that they made.
   *
   * `POST /server/invites`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} user_not_found (404)
   * @throws {ApiError} username_taken (409)
   * @throws {ApiError} user_reserved (409)
   * @throws {ApiError} user_disabled (409)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  create(input: CreateInviteInput = {}, options?: RequestOptions): ApiPromise<Invite> {
    return this.transport.request<Invite>('createInvite', input, options);
  }

  /**
   * Revoke an invite.
   *
   * The invite stops working at once, as if it had never been.
   *
   * `DELETE /server/invites`.
   *
   * @throws {ApiError} invalid_request (400)
   * @throws {ApiError} unauthorized (401)
   * @throws {ApiError} forbidden (403)
   * @throws {ApiError} invite_not_found (404)
   * @throws {ApiError} payload_too_large (413)
   * @throws {ApiError} unsupported_media_type (415)
   * @throws {ApiError} rate_limited (429)
   * @throws {ApiError} server_error (500)
   * @throws {ApiError} server_unavailable (503)
   */
  revoke(input: RevokeInviteInput, options?: RequestOptions): ApiPromise<void> {
    return this.transport.request<void>('revokeInvite', input, options);
  }
}

/** The resources of a server, by tag. */
export abstract class Resources {
  /** Is the server up? */
  readonly health: HealthResource;
  /** Registration, login, and the sessions that they answer with. */
  readonly auth: AuthResource;
  /** Members of this server and their encrypted profiles. */
  readonly users: UsersResource;
  /** A user's devices and their public keys. */
  readonly devices: DevicesResource;
  /** Channels. Everyone sees them; admins manage them. */
  readonly channels: ChannelsResource;
  /** The stored history of a channel. New messages are sent over the WebSocket. */
  readonly messages: MessagesResource;
  /** Channel and directory keys, sealed for one device each. A member who has the key posts an envelope for every device that lacks it; the device fetches its own. */
  readonly keys: KeysResource;
  /** Who is online. */
  readonly presence: PresenceResource;
  /** Invites to this server. */
  readonly invites: InvitesResource;

  constructor(transport: Transport) {
    this.health = new HealthResource(transport);
    this.auth = new AuthResource(transport);
    this.users = new UsersResource(transport);
    this.devices = new DevicesResource(transport);
    this.channels = new ChannelsResource(transport);
    this.messages = new MessagesResource(transport);
    this.keys = new KeysResource(transport);
    this.presence = new PresenceResource(transport);
    this.invites = new InvitesResource(transport);
  }
}
