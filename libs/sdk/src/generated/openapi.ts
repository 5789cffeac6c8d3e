// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell whether the server is up
         * @description Answers the text `ok` as soon as the server accepts requests.
         */
        get: operations["checkHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register with an invite
         * @description Makes a user, their first device and a session, and spends the invite; all of it or, on any error, none of it.
         *     The first user to register is admin. A name that an admin reserved with `POST /users` is claimed with its id.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in from a device
         * @description Makes a session. With a public key that the user already has, the session belongs to that device and its id
         *     stays; with a new key a new device is made. An unknown user and a wrong password get the same answer, in the
         *     same time.
         */
        post: operations["loginUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description The token stops working at once, and the session's WebSockets are closed with 4001.
         */
        post: operations["logoutSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's own sessions
         * @description The caller's valid sessions, newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End sessions of one's own
         * @description Ends the session named by `session_id`, or with `others=1` all but this one; exactly one of the two is required.
         *     Their tokens stop working at once, and their WebSockets are closed with 4001.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password
         * @description Needs the current password. All other sessions of the user end at once; this one stays. Wrong guesses count as
         *     failed logins.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a ticket for the WebSocket handshake
         * @description For browsers, which cannot send the Authorization header: the ticket opens one WebSocket of this session within
         *     30 seconds, as a subprotocol (see `asyncapi.yaml`). It must never stand in a URL.
         */
        post: operations["createTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reserve a name
         * @description Makes a user without a password, who cannot log in. Whoever registers that name with a valid invite gets it,
         *     and keeps its id.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Grant or take a user's roles
         * @description Sets what is given and leaves the rest; effective at once. The last admin stays admin. For admins.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/users/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the profiles
         * @description Every user who has set a profile, latest updated first. For trusted users.
         */
        get: operations["listProfiles"];
        put?: never;
        /**
         * Set one's own profile
         * @description Stores the caller's display name, encrypted under the directory key, in place of the one before. Everyone
         *     connected hears `user.profile.updated`. For trusted users.
         */
        post: operations["setProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a device to one's own user
         * @description Registers a further device key. A key that the user already has answers with the device that it belongs to.
         */
        post: operations["createDevice"];
        /**
         * Remove a device
         * @description Removes the device with its sessions and the envelopes sealed for it; its tokens stop working at once and its
         *     WebSockets are closed with 4001. Members can remove their own devices, admins anyone's.
         */
        delete: operations["deleteDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/devices/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List device keys
         * @description With `all=1` the keys of everyone's devices (each with its `user_id`), else those of the caller's own devices,
         *     named by `user_id`. Oldest device first. One of the two parameters is required; `all=1` wins over `user_id`.
         */
        get: operations["listDeviceKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the channels
         * @description Every channel, newest first.
         */
        get: operations["listChannels"];
        put?: never;
        /**
         * Create a channel
         * @description Everyone connected hears `channel.updated`. For admins.
         */
        post: operations["createChannel"];
        /**
         * Delete a channel
         * @description Deletes the channel with its messages and key envelopes, for good. Everyone connected hears `channel.deleted`.
         *     For admins.
         */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /**
         * Rename a channel
         * @description Everyone connected hears `channel.updated`. For admins.
         */
        patch: operations["renameChannel"];
        trace?: never;
    };
    "/channels/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a channel's messages
         * @description The last `limit` messages of the channel, oldest first. With `before` (a message's id) the last ones before that
         *     message, with `after` the first ones after it; not both. `has_more` says whether there are more in that
         *     direction.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Catch up with all channels
         * @description The messages of all channels after a cursor, in the order of their storing, at most `limit` of them, and the
         *     cursor behind the last. Ask again with `next` while `has_more`. Without `since` there are no messages, only the
         *     cursor of now: where a client that has just read the histories goes on. `since=0` begins at the beginning.
         *
         *     The order is the one of all messages, live and in the histories. A cursor that a client has been given never
         *     hides a message from it: messages become visible in their order, on every server of a cluster. What a client
         *     has heard live since the cursor comes again; drop ids that are known.
         */
        get: operations["syncMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/channels/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the channel key sealed for this device
         * @description The envelope that somebody posted for the caller's device. While nobody has, the answer is 404 with the code
         *     `envelope_not_found`; `keys.shared` tells when there is one.
         */
        get: operations["getChannelKey"];
        put?: never;
        /**
         * Share a channel key
         * @description Stores one envelope for each device named, in place of the one before; all of them or none. `sender_device_id`
         *     must be the caller's own device and `sender_public_key` its registered key.
         */
        post: operations["putChannelKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/directory/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the directory key sealed for this device
         * @description The directory key encrypts profile names; there is one on a server. 204 while nobody has posted an envelope for
         *     the caller's device. For trusted users.
         */
        get: operations["getDirectoryKey"];
        put?: never;
        /**
         * Share the directory key
         * @description Stores one envelope for each device named, in place of the one before; all of them or none. `sender_device_id`
         *     must be the caller's own device and `sender_public_key` its registered key. For trusted users.
         */
        post: operations["putDirectoryKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask who is online
         * @description `statuses` has an entry for each id asked: is a connection of that user open? Unknown ids are `false`. `admins`
         *     has an entry for each id that is a user.
         */
        post: operations["queryPresence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/server/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invites
         * @description Every invite of the last 30 days, newest first; never their tokens.
         */
        get: operations["listInvites"];
        put?: never;
        /**
         * Make an invite
         * @description An invite serves one registration within 24 hours. The token is shown this once.
         */
        post: operations["createInvite"];
        /**
         * Revoke an invite
         * @description The invite stops working at once, as if it had never been.
         */
        delete: operations["revokeInvite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An opaque id given by the server. */
        Id: string;
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         */
        Timestamp: string;
        /** @description A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key. */
        PublicKey: string;
        /** @description A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
        EncryptedName: string;
        /** @description A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes. */
        Envelope: string;
        /** @constant */
        HealthText: "ok";
        /**
         * @description Every error that the server answers with, over HTTP or in an `error` event.
         * @enum {string}
         */
        ErrorCode: "invalid_request" | "invalid_credentials" | "unauthorized" | "forbidden" | "not_your_user" | "not_your_device" | "not_found" | "method_not_allowed" | "invite_not_found" | "channel_not_found" | "device_not_found" | "envelope_not_found" | "username_taken" | "invite_used" | "invite_expired" | "payload_too_large" | "unsupported_media_type" | "request_timeout" | "upgrade_required" | "request_header_fields_too_large" | "password_too_common" | "wrong_password" | "sender_key_mismatch" | "origin_not_allowed" | "session_not_found" | "user_not_found" | "cursor_not_found" | "last_admin" | "too_many_devices" | "rate_limited" | "server_unavailable" | "server_error" | "invalid_message" | "unsupported_type" | "channels_only" | "voice_not_joined" | "recipient_unavailable";
        /** @description The body of every error. */
        Problem: {
            /** @description What went wrong, for people. */
            error: string;
        };
        Status: {
            /** @constant */
            status: "ok";
        };
        RegisterRequest: {
            username: components["schemas"]["Username"];
            password: components["schemas"]["NewPassword"];
            public_key: components["schemas"]["PublicKey"];
            /** @description The token of an unused invite. */
            invite_token: string;
        };
        /** @description At least 8 characters, with a letter and a digit of any script; the commonest passwords are refused. */
        NewPassword: string;
        ChangePasswordRequest: {
            /** @description The password of now. */
            current_password: string;
            new_password: components["schemas"]["NewPassword"];
        };
        SessionInfo: {
            id: components["schemas"]["Id"];
            device_id: components["schemas"]["Id"];
            created_at: components["schemas"]["Timestamp"];
            expires_at: components["schemas"]["Timestamp"];
            /** @description Is it the session that asks? */
            is_current: boolean;
        };
        SessionList: {
            sessions: components["schemas"]["SessionInfo"][];
        };
        Ticket: {
            /** @description The ticket (base64url). */
            ticket: string;
            expires_at: components["schemas"]["Timestamp"];
        };
        LoginRequest: {
            /** @description The name; trimmed and lower-cased. */
            username: string;
            /** @description The password. */
            password: string;
            public_key: components["schemas"]["PublicKey"];
        };
        Session: {
            /** @description The session token (base64url), valid until `expires_at`. */
            token: string;
            user_id: components["schemas"]["Id"];
            device_id: components["schemas"]["Id"];
            expires_at: components["schemas"]["Timestamp"];
            /** @description The name as the server normalised it. */
            username: string;
            device_public_key: components["schemas"]["PublicKey"];
            /** @description May this user manage channels and invites? */
            is_admin: boolean;
            /** @description May this user see profiles and the directory key? */
            is_trusted: boolean;
        };
        /** @description 2 to 20 characters after trimming; case does not matter. The server stores only a keyed hash of it. */
        Username: string;
        CreateUserRequest: {
            username: components["schemas"]["Username"];
        };
        User: {
            id: components["schemas"]["Id"];
            /** @description The name as the server normalised it. */
            username: string;
            created_at: components["schemas"]["Timestamp"];
        };
        UpdateUserRequest: {
            user_id: components["schemas"]["Id"];
            /** @description May this user manage channels and invites? */
            is_admin?: boolean;
            /** @description May this user see profiles and the directory key? */
            is_trusted?: boolean;
        };
        UserRoles: {
            user_id: components["schemas"]["Id"];
            /** @description May this user manage channels and invites? */
            is_admin: boolean;
            /** @description May this user see profiles and the directory key? */
            is_trusted: boolean;
        };
        Profile: {
            user_id: components["schemas"]["Id"];
            name_enc: components["schemas"]["EncryptedName"];
            updated_at: components["schemas"]["Timestamp"];
        };
        ProfileList: {
            profiles: components["schemas"]["Profile"][];
        };
        SetProfileRequest: {
            name_enc: components["schemas"]["EncryptedName"];
        };
        CreateDeviceRequest: {
            user_id: components["schemas"]["Id"];
            public_key: components["schemas"]["PublicKey"];
        };
        Device: {
            id: components["schemas"]["Id"];
            user_id: components["schemas"]["Id"];
            public_key: components["schemas"]["PublicKey"];
            created_at: components["schemas"]["Timestamp"];
        };
        DeviceKey: {
            user_id?: components["schemas"]["Id"];
            device_id: components["schemas"]["Id"];
            public_key: components["schemas"]["PublicKey"];
        };
        /** @description `user_id` stands at the top for one user, in each key for all users. */
        DeviceKeyList: {
            user_id?: components["schemas"]["Id"];
            keys: components["schemas"]["DeviceKey"][];
        };
        Channel: {
            id: components["schemas"]["Id"];
            name_enc: components["schemas"]["EncryptedName"];
            created_by: components["schemas"]["Id"];
            created_at: components["schemas"]["Timestamp"];
        };
        ChannelList: {
            channels: components["schemas"]["Channel"][];
        };
        ChannelResponse: {
            channel: components["schemas"]["Channel"];
        };
        CreateChannelRequest: {
            name_enc: components["schemas"]["EncryptedName"];
        };
        RenameChannelRequest: {
            channel_id: components["schemas"]["Id"];
            name_enc: components["schemas"]["EncryptedName"];
        };
        /** @description A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes. */
        MessageBody: string;
        Message: {
            id: components["schemas"]["Id"];
            channel_id: components["schemas"]["Id"];
            sender_id: components["schemas"]["Id"];
            sender_name_enc: components["schemas"]["EncryptedName"];
            body: components["schemas"]["MessageBody"];
            sent_at: components["schemas"]["Timestamp"];
        };
        MessageList: {
            channel_id: components["schemas"]["Id"];
            messages: components["schemas"]["Message"][];
            /** @description Are there more messages in the direction asked for? */
            has_more: boolean;
        };
        MessageSync: {
            messages: components["schemas"]["Message"][];
            /** @description The cursor to ask with next, as `since`. */
            next: string;
            /** @description Are there more messages now? */
            has_more: boolean;
        };
        ChannelKey: {
            channel_id: components["schemas"]["Id"];
            device_id: components["schemas"]["Id"];
            sender_device_id: components["schemas"]["Id"];
            sender_public_key: components["schemas"]["PublicKey"];
            envelope: components["schemas"]["Envelope"];
            created_at: components["schemas"]["Timestamp"];
        };
        DirectoryKey: {
            device_id: components["schemas"]["Id"];
            sender_device_id: components["schemas"]["Id"];
            sender_public_key: components["schemas"]["PublicKey"];
            envelope: components["schemas"]["Envelope"];
            created_at: components["schemas"]["Timestamp"];
        };
        ChannelKeyEnvelope: {
            device_id: components["schemas"]["Id"];
            sender_device_id: components["schemas"]["Id"];
            sender_public_key: components["schemas"]["PublicKey"];
            envelope: components["schemas"]["Envelope"];
            /** @description Accepted for older clients and ignored. */
            channel_id?: string;
        };
        PutChannelKeysRequest: {
            channel_id: components["schemas"]["Id"];
            envelopes: components["schemas"]["ChannelKeyEnvelope"][];
        };
        DirectoryKeyEnvelope: {
            device_id: components["schemas"]["Id"];
            sender_device_id: components["schemas"]["Id"];
            sender_public_key: components["schemas"]["PublicKey"];
            envelope: components["schemas"]["Envelope"];
        };
        PutDirectoryKeysRequest: {
            envelopes: components["schemas"]["DirectoryKeyEnvelope"][];
        };
        PresenceRequest: {
            user_ids: components["schemas"]["Id"][];
        };
        Presence: {
            /** @description User id to online or not. */
            statuses: {
                [key: string]: boolean;
            };
            /** @description User id to admin or not. */
            admins: {
                [key: string]: boolean;
            };
        };
        Invite: {
            /** @description The invite's token (base64url). */
            token: string;
            expires_at: components["schemas"]["Timestamp"];
        };
        InviteInfo: {
            id: components["schemas"]["Id"];
            created_at: components["schemas"]["Timestamp"];
            expires_at: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When somebody registered with it; null while nobody has.
             */
            used_at: string | null;
        };
        InviteList: {
            invites: components["schemas"]["InviteInfo"][];
        };
    };
    responses: {
        /** @description Stored. */
        Done: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Status"];
            };
        };
        /** @description The input breaks the contract; the text names the field. */
        InvalidRequest: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No such user, or the wrong password. */
        InvalidCredentials: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No credential, or one that is unknown or expired. */
        Unauthorized: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller lacks the role that the operation asks for. */
        Forbidden: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The user named is not the caller. */
        NotYourUser: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description An envelope's sender is not the caller's device, or the sender's key is not that device's. */
        NotYourDevice: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller is not trusted, an envelope's sender is not the caller's device, or the sender's key is not that device's. */
        ForbiddenOrNotYourDevice: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such invite. */
        InviteNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such channel. */
        ChannelNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description A device named in an envelope does not exist. */
        DeviceNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The channel, or a device named in an envelope, does not exist. */
        ChannelOrDeviceNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such channel, or no envelope for this device yet. */
        ChannelKeyNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is in use; the invite stays unspent. */
        UsernameTaken: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The invite is used or expired. */
        InviteGone: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 1 MiB. */
        PayloadTooLarge: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not `application/json`. */
        UnsupportedMediaType: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The server failed; nothing was changed. The log has the details under the request's id. */
        ServerError: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The input breaks the contract, or the new password is one of the commonest. */
        InvalidRequestOrPassword: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The current password is wrong. */
        WrongPassword: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller has no such session. */
        SessionNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such user. */
        UserNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description A server must keep an admin. */
        LastAdmin: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The user has as many devices as allowed; remove one first. */
        TooManyDevices: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such message to go on from. */
        CursorNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such channel, or no such message in it. */
        ChannelOrCursorNotFound: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many failures; try again later. */
        RateLimited: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The database is away or the server is overloaded; nothing was changed. Try again. */
        ServerUnavailable: {
            headers: {
                "X-Error-Code": components["headers"]["X-Error-Code"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The channel's id.
         * @example 0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10
         */
        ChannelId: components["schemas"]["Id"];
    };
    requestBodies: never;
    headers: {
        /** @description The error's stable code. */
        "X-Error-Code": components["schemas"]["ErrorCode"];
        /** @description Seconds to wait before trying again. */
        "Retry-After": number;
        /** @description Names this request in the server's log. */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    checkHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["HealthText"];
                };
            };
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            /** @description The new session. The token is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequestOrPassword"];
            404: components["responses"]["InviteNotFound"];
            409: components["responses"]["UsernameTaken"];
            410: components["responses"]["InviteGone"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    loginUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description The new session. The token is shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["InvalidCredentials"];
            409: components["responses"]["TooManyDevices"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    logoutSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    endSessions: {
        parameters: {
            query?: {
                /**
                 * @description A session of the caller's.
                 * @example 0198f6a2-6000-7a31-8a4f-6a4b6b0f3c11
                 */
                session_id?: components["schemas"]["Id"];
                /**
                 * @description `1` ends all sessions but the one that calls.
                 * @example 1
                 */
                others?: "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions have ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SessionNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            201: components["responses"]["Done"];
            400: components["responses"]["InvalidRequestOrPassword"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["WrongPassword"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    createTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket. It is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserRequest"];
            };
        };
        responses: {
            /** @description The reserved user. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["UsernameTaken"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        responses: {
            /** @description The user's roles now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRoles"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UserNotFound"];
            409: components["responses"]["LastAdmin"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    listProfiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profiles. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    setProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetProfileRequest"];
            };
        };
        responses: {
            201: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    createDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDeviceRequest"];
            };
        };
        responses: {
            /** @description The device. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Device"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["NotYourUser"];
            409: components["responses"]["TooManyDevices"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    deleteDevice: {
        parameters: {
            query: {
                /**
                 * @description The device's id.
                 * @example 0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11
                 */
                device_id: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The device is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["NotYourUser"];
            404: components["responses"]["DeviceNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    listDeviceKeys: {
        parameters: {
            query?: {
                /**
                 * @description The caller's own user id.
                 * @example 0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2
                 */
                user_id?: components["schemas"]["Id"];
                /**
                 * @description `1` asks for the keys of all users.
                 * @example 1
                 */
                all?: "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceKeyList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["NotYourUser"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channels. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannelRequest"];
            };
        };
        responses: {
            /** @description The channel. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    deleteChannel: {
        parameters: {
            query: {
                /**
                 * @description The channel's id.
                 * @example 0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10
                 */
                channel_id: components["parameters"]["ChannelId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channel is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ChannelNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    renameChannel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameChannelRequest"];
            };
        };
        responses: {
            /** @description The channel with its new name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["ChannelNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    listMessages: {
        parameters: {
            query: {
                /**
                 * @description The channel's id.
                 * @example 0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10
                 */
                channel_id: components["parameters"]["ChannelId"];
                /**
                 * @description How many messages to answer with.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description The id of a message of this channel.
                 * @example 0198f6a3-7f02-7c55-8e0b-7f4f8f3c5d21
                 */
                before?: components["schemas"]["Id"];
                /**
                 * @description The id of a message of this channel.
                 * @example 0198f6a3-7f02-7c55-8e0b-7f4f8f3c5d21
                 */
                after?: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ChannelOrCursorNotFound"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    syncMessages: {
        parameters: {
            query?: {
                /**
                 * @description `next` of an earlier answer, the id of a message, or `0`.
                 * @example 4711
                 */
                since?: components["schemas"]["Id"];
                /**
                 * @description How many messages to answer with.
                 * @example 500
                 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSync"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["CursorNotFound"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    getChannelKey: {
        parameters: {
            query: {
                /**
                 * @description The channel's id.
                 * @example 0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10
                 */
                channel_id: components["parameters"]["ChannelId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The envelope. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelKey"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ChannelKeyNotFound"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    putChannelKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutChannelKeysRequest"];
            };
        };
        responses: {
            201: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["NotYourDevice"];
            404: components["responses"]["ChannelOrDeviceNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    getDirectoryKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The envelope. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectoryKey"];
                };
            };
            /** @description There is no envelope for this device yet. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    putDirectoryKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutDirectoryKeysRequest"];
            };
        };
        responses: {
            201: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrNotYourDevice"];
            404: components["responses"]["DeviceNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    queryPresence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceRequest"];
            };
        };
        responses: {
            /** @description The statuses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Presence"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    listInvites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invites. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InviteList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    createInvite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invite. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
    revokeInvite: {
        parameters: {
            query: {
                /**
                 * @description The invite's id.
                 * @example 0198f6a2-7000-7a31-8a4f-6a4b6b0f3c11
                 */
                invite_id: components["schemas"]["Id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invite is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["InviteNotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["ServerUnavailable"];
        };
    };
}
