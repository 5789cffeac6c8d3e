// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An opaque id given by the server. */
        Id: string;
        /** @description A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes. */
        MessageBody: string;
        /** @description A name, encrypted by a client; opaque to the server, at most 4,096 bytes. */
        EncryptedName: string;
        /** @description A UUID that the client chose for a message, so that it can send it again without storing it twice. */
        ClientId: string;
        SendChannelMessage: {
            /** @constant */
            type: "channel.message.send";
            channel_id: components["schemas"]["Id"];
            body: components["schemas"]["MessageBody"];
            sender_name_enc: components["schemas"]["EncryptedName"];
            client_id?: components["schemas"]["ClientId"];
        };
        JoinVoice: {
            /** @constant */
            type: "voice_join";
            channel_id: components["schemas"]["Id"];
        };
        LeaveVoice: {
            /** @constant */
            type: "voice_leave";
            channel_id: components["schemas"]["Id"];
        };
        /** @description The one device of the recipient that the signal is for; without it, all of theirs in the room. */
        RecipientDevice: string;
        /** @description A session description for the other browser; opaque to the server, at most 48 KiB. */
        SessionDescription: string;
        SendOffer: {
            /** @constant */
            type: "webrtc_offer";
            channel_id: components["schemas"]["Id"];
            recipient: components["schemas"]["Id"];
            recipient_device?: components["schemas"]["RecipientDevice"];
            sdp: components["schemas"]["SessionDescription"];
        };
        SendAnswer: {
            /** @constant */
            type: "webrtc_answer";
            channel_id: components["schemas"]["Id"];
            recipient: components["schemas"]["Id"];
            recipient_device?: components["schemas"]["RecipientDevice"];
            sdp: components["schemas"]["SessionDescription"];
        };
        /** @description A candidate for the other browser; opaque to the server, at most 16 KiB. */
        IceCandidate: string;
        SendCandidate: {
            /** @constant */
            type: "ice_candidate";
            channel_id: components["schemas"]["Id"];
            recipient: components["schemas"]["Id"];
            recipient_device?: components["schemas"]["RecipientDevice"];
            candidate: components["schemas"]["IceCandidate"];
        };
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         */
        Timestamp: string;
        ChannelMessageNew: {
            /** @constant */
            type: "channel.message.new";
            message_id: components["schemas"]["Id"];
            channel_id: components["schemas"]["Id"];
            sender: components["schemas"]["Id"];
            sender_name_enc: components["schemas"]["EncryptedName"];
            body: components["schemas"]["MessageBody"];
            sent_at: components["schemas"]["Timestamp"];
        };
        ChannelMessageAck: {
            /** @constant */
            type: "channel.message.ack";
            client_id: components["schemas"]["ClientId"];
            message_id: components["schemas"]["Id"];
            sent_at: components["schemas"]["Timestamp"];
        };
        ChannelUpdated: {
            /** @constant */
            type: "channel.updated";
            channel_id: components["schemas"]["Id"];
            channel_name_enc: components["schemas"]["EncryptedName"];
        };
        ChannelDeleted: {
            /** @constant */
            type: "channel.deleted";
            channel_id: components["schemas"]["Id"];
        };
        VoiceJoined: {
            /** @constant */
            type: "voice_join";
            channel_id: components["schemas"]["Id"];
            sender: components["schemas"]["Id"];
        };
        VoiceLeft: {
            /** @constant */
            type: "voice_leave";
            channel_id: components["schemas"]["Id"];
            sender: components["schemas"]["Id"];
        };
        VoiceRoster: {
            /** @constant */
            type: "voice_roster";
            channel_id: components["schemas"]["Id"];
            /**
             * @description Always empty: the server speaks.
             * @constant
             */
            sender: "";
            /** @description The members' user ids, sorted. */
            users: components["schemas"]["Id"][];
        };
        VoicePresence: {
            /** @constant */
            type: "voice.presence";
            channel_id: components["schemas"]["Id"];
            sender: components["schemas"]["Id"];
            /** @description Is the user in the room now? */
            active: boolean;
        };
        VoicePresenceSnapshot: {
            /** @constant */
            type: "voice.presence.snapshot";
            /**
             * @description Always empty: it is about all channels.
             * @constant
             */
            channel_id: "";
            /**
             * @description Always empty: the server speaks.
             * @constant
             */
            sender: "";
            /** @description Channel id to the sorted user ids of its room's members; only rooms that are in use. */
            voice_rooms: {
                [key: string]: components["schemas"]["Id"][];
            };
        };
        /** @description The device that the signal comes from; name it as `recipient_device` to answer it alone. */
        SenderDevice: string;
        Offer: {
            /** @constant */
            type: "webrtc_offer";
            channel_id: components["schemas"]["Id"];
            sender: components["schemas"]["Id"];
            sender_device: components["schemas"]["SenderDevice"];
            recipient: components["schemas"]["Id"];
            recipient_device?: components["schemas"]["RecipientDevice"];
            sdp: components["schemas"]["SessionDescription"];
        };
        Answer: {
            /** @constant */
            type: "webrtc_answer";
            channel_id: components["schemas"]["Id"];
            sender: components["schemas"]["Id"];
            sender_device: components["schemas"]["SenderDevice"];
            recipient: components["schemas"]["Id"];
            recipient_device?: components["schemas"]["RecipientDevice"];
            sdp: components["schemas"]["SessionDescription"];
        };
        Candidate: {
            /** @constant */
            type: "ice_candidate";
            channel_id: components["schemas"]["Id"];
            sender: components["schemas"]["Id"];
            sender_device: components["schemas"]["SenderDevice"];
            recipient: components["schemas"]["Id"];
            recipient_device?: components["schemas"]["RecipientDevice"];
            candidate: components["schemas"]["IceCandidate"];
        };
        DeviceJoined: {
            /** @constant */
            type: "device.joined";
            sender: components["schemas"]["Id"];
            device_id: components["schemas"]["Id"];
        };
        ProfileUpdated: {
            /** @constant */
            type: "user.profile.updated";
            sender: components["schemas"]["Id"];
        };
        KeysShared: {
            /** @constant */
            type: "keys.shared";
            channel_id?: components["schemas"]["Id"];
        };
        PresenceChanged: {
            /** @constant */
            type: "presence.changed";
            user_id: components["schemas"]["Id"];
            /** @description Has the user a connection now? */
            online: boolean;
        };
        SyncRequired: {
            /** @constant */
            type: "sync.required";
        };
        ServerGoingAway: {
            /** @constant */
            type: "server.going_away";
            /** @description How many milliseconds to wait before reconnecting; random, so that not all come back at once. */
            reconnect_after_ms: number;
        };
        /**
         * @description Every error that the server answers with, over HTTP or in an `error` event.
         * @enum {string}
         */
        ErrorCode: "invalid_request" | "invalid_credentials" | "unauthorized" | "forbidden" | "not_your_user" | "not_your_device" | "not_found" | "method_not_allowed" | "invite_not_found" | "channel_not_found" | "device_not_found" | "envelope_not_found" | "username_taken" | "invite_used" | "invite_expired" | "payload_too_large" | "unsupported_media_type" | "request_timeout" | "upgrade_required" | "request_header_fields_too_large" | "password_too_common" | "wrong_password" | "sender_key_mismatch" | "origin_not_allowed" | "session_not_found" | "user_not_found" | "cursor_not_found" | "last_admin" | "too_many_devices" | "rate_limited" | "server_unavailable" | "server_error" | "invalid_message" | "unsupported_type" | "channels_only" | "voice_not_joined" | "recipient_unavailable";
        ErrorEvent: {
            /** @constant */
            type: "error";
            code: components["schemas"]["ErrorCode"];
            /** @description What went wrong, for people. */
            message: string;
            client_id?: components["schemas"]["ClientId"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
