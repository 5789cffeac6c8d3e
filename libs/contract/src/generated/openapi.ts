// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** openapi.yaml as the document that it is. */
export const openapi: Readonly<Record<string, unknown>> = {
  "openapi": "3.1.0",
  "info": {
    "title": "Dialtone HTTP API",
    "version": "0.1.0",
    "summary": "End-to-end-encrypted chat and voice, the part that travels over HTTP.",
    "license": {
      "name": "MIT",
      "identifier": "MIT"
    },
    "description": "Dialtone relays and stores what its clients encrypt: it knows who belongs to a server, which devices they use and\nwhich ciphertext goes where, and nothing else. Names, message bodies and key envelopes are opaque to it.\n\nThis document and `asyncapi.yaml` (the WebSocket side) are the contract. The server takes its routes, limits, roles\nand error codes from them, and so does the TypeScript SDK.\n\n## A first conversation\n\n1. `POST /auth/register` with an invite makes a user, their first device and a session. The first user to register\n   on a server is its admin.\n2. `GET /ws` with the session's token opens the realtime connection (see `asyncapi.yaml`).\n3. An admin creates a channel with `POST /channels` and shares its key with `POST /channels/keys`, one envelope for\n   each device.\n4. Members send messages over the WebSocket and read the history with `GET /channels/messages`.\n\n## Conventions\n\n- Bodies are JSON objects in UTF-8. A body with an unknown field, a field given twice, a `__proto__` field, a second\n  JSON value, text that is not well-formed Unicode or holds U+0000, or nesting deeper than 32 levels is refused\n  with 400 and changes nothing.\n- An unknown query parameter, or one given twice, is refused with 400.\n- Every error is `{\"error\":\"message\"}`; the header `X-Error-Code` has its stable code for programs (`ErrorCode`).\n- Every response has `X-Request-Id`; quote it when you report a problem.\n- 429 and 503 come with `Retry-After`, in seconds; nothing was changed, and the same request may be sent again.\n- Times are RFC 3339 in UTC. Ids are opaque strings.\n- `*_enc`, `body` and `envelope` fields are ciphertext, normally standard base64; the server never looks inside.\n"
  },
  "servers": [
    {
      "url": "/",
      "description": "The server that serves this document."
    }
  ],
  "tags": [
    {
      "name": "health",
      "description": "Is the server up?"
    },
    {
      "name": "auth",
      "description": "Registration, login, and the sessions that they answer with."
    },
    {
      "name": "users",
      "description": "Members of this server and their encrypted profiles."
    },
    {
      "name": "devices",
      "description": "A user's devices and their public keys."
    },
    {
      "name": "channels",
      "description": "Channels. Everyone sees them; admins manage them."
    },
    {
      "name": "messages",
      "description": "The stored history of a channel. New messages are sent over the WebSocket."
    },
    {
      "name": "keys",
      "description": "Channel and directory keys, sealed for one device each. A member who has the key posts an envelope for every device that lacks it; the device fetches its own."
    },
    {
      "name": "presence",
      "description": "Who is online."
    },
    {
      "name": "invites",
      "description": "Invites to this server."
    }
  ],
  "x-limits": {
    "maxBodyBytes": {
      "value": 1048576,
      "unit": "bytes",
      "description": "Largest HTTP request body; more is 413."
    },
    "maxJsonDepth": {
      "value": 32,
      "unit": "levels",
      "description": "Deepest nesting of a JSON body or frame."
    },
    "maxFrameBytes": {
      "value": 65536,
      "unit": "bytes",
      "description": "Largest WebSocket frame; more closes the connection with 1009."
    },
    "maxFrameParts": {
      "value": 100,
      "unit": "fields and items",
      "description": "Most fields and array items of a frame, all levels together; an empty object or array counts too."
    },
    "sessionTtlSeconds": {
      "value": 86400,
      "unit": "seconds",
      "description": "How long a session token is valid."
    },
    "inviteTtlSeconds": {
      "value": 86400,
      "unit": "seconds",
      "description": "How long an invite can be used."
    },
    "ticketTtlSeconds": {
      "value": 30,
      "unit": "seconds",
      "description": "How long a WebSocket ticket can be used."
    },
    "devicesPerUser": {
      "value": 50,
      "unit": "devices",
      "description": "Most devices of one user."
    },
    "connectionsPerDevice": {
      "value": 10,
      "unit": "connections",
      "description": "Most open WebSockets of one device; one more closes the oldest."
    },
    "loginFailuresPerUser": {
      "value": 10,
      "unit": "failures",
      "description": "Wrong passwords for one user from one address, in `loginFailureWindowSeconds`."
    },
    "loginFailureWindowSeconds": {
      "value": 900,
      "unit": "seconds",
      "description": "The window of `loginFailuresPerUser`."
    },
    "loginFailuresPerAddress": {
      "value": 50,
      "unit": "failures",
      "description": "Wrong passwords from one address in an hour."
    },
    "inviteFailuresPerAddress": {
      "value": 10,
      "unit": "failures",
      "description": "Unknown invites from one address in an hour."
    },
    "framesPerSecond": {
      "value": 20,
      "unit": "frames per second",
      "description": "Frames of one connection, but for signals."
    },
    "frameBurst": {
      "value": 60,
      "unit": "frames",
      "description": "How many frames may come at once."
    },
    "signalsPerSecond": {
      "value": 50,
      "unit": "frames per second",
      "description": "Signals (`webrtc_offer`, `webrtc_answer`, `ice_candidate`) of one connection."
    },
    "signalBurst": {
      "value": 150,
      "unit": "frames",
      "description": "How many signals may come at once."
    },
    "bytesPerSecond": {
      "value": 524288,
      "unit": "bytes per second",
      "description": "Frames of one connection, of any type."
    },
    "byteBurst": {
      "value": 2097152,
      "unit": "bytes",
      "description": "How many bytes of frames may come at once."
    },
    "retryAfterSeconds": {
      "value": 2,
      "unit": "seconds",
      "description": "The `Retry-After` of a 503."
    },
    "pingIntervalSeconds": {
      "value": 25,
      "unit": "seconds",
      "description": "How often the server pings an open WebSocket."
    },
    "pongTimeoutSeconds": {
      "value": 15,
      "unit": "seconds",
      "description": "How long a client may take to answer a ping before its connection is ended."
    },
    "maxUnreadBytes": {
      "value": 1048576,
      "unit": "bytes",
      "description": "How much may wait for a client to read it; more closes its connection with 4004."
    },
    "waitingMessages": {
      "value": 4096,
      "unit": "messages",
      "description": "How many messages may wait for the database; what comes on top is answered with `server_unavailable`."
    },
    "refusedFramesPerSecond": {
      "value": 50,
      "unit": "frames per second",
      "description": "Frames of one connection that may be refused as `rate_limited`; more closes it with 1008."
    },
    "refusedFrameBurst": {
      "value": 1000,
      "unit": "frames",
      "description": "How many frames may be refused so at once."
    },
    "refusedUnitBytes": {
      "value": 4096,
      "unit": "bytes",
      "description": "A refused frame counts once for each such unit that it begins."
    },
    "stopSeconds": {
      "value": 10,
      "unit": "seconds",
      "description": "How long a stopping server may take to finish its work."
    },
    "nodeTimeoutSeconds": {
      "value": 15,
      "unit": "seconds",
      "description": "After how long of silence the other servers forget a server that died."
    }
  },
  "paths": {
    "/health": {
      "get": {
        "operationId": "checkHealth",
        "x-sdk-method": "check",
        "tags": [
          "health"
        ],
        "summary": "Tell whether the server is up",
        "description": "Answers the text `ok` as soon as the server accepts requests.",
        "security": [],
        "responses": {
          "200": {
            "description": "The server is up.",
            "content": {
              "text/plain": {
                "schema": {
                  "$ref": "#/components/schemas/HealthText"
                },
                "examples": {
                  "up": {
                    "value": "ok"
                  }
                }
              }
            }
          }
        }
      }
    },
    "/auth/register": {
      "post": {
        "operationId": "registerUser",
        "x-sdk-method": "register",
        "x-sdk-sets-token": true,
        "tags": [
          "auth"
        ],
        "summary": "Register with an invite",
        "description": "Makes a user, their first device and a session, and spends the invite; all of it or, on any error, none of it.\nThe first user to register is admin. A name that an admin reserved with `POST /users` is claimed with its id.\n",
        "security": [],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/RegisterRequest"
              },
              "examples": {
                "alice": {
                  "value": {
                    "username": "alice",
                    "password": "correct horse 7",
                    "public_key": "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=",
                    "invite_token": "mJ0s7mO1m1r7sG6b8Xw2i1m8cQxkq4z8b1tqg0b9b2E"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The new session. The token is shown this once.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Session"
                },
                "examples": {
                  "alice": {
                    "$ref": "#/components/examples/Session"
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequestOrPassword"
          },
          "404": {
            "$ref": "#/components/responses/InviteNotFound"
          },
          "409": {
            "$ref": "#/components/responses/UsernameTaken"
          },
          "410": {
            "$ref": "#/components/responses/InviteGone"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "429": {
            "$ref": "#/components/responses/RateLimited"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/auth/login": {
      "post": {
        "operationId": "loginUser",
        "x-sdk-method": "login",
        "x-sdk-sets-token": true,
        "tags": [
          "auth"
        ],
        "summary": "Log in from a device",
        "description": "Makes a session. With a public key that the user already has, the session belongs to that device and its id\nstays; with a new key a new device is made. An unknown user and a wrong password get the same answer, in the\nsame time.\n",
        "security": [],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/LoginRequest"
              },
              "examples": {
                "alice": {
                  "value": {
                    "username": "alice",
                    "password": "correct horse 7",
                    "public_key": "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08="
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The new session. The token is shown this once.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Session"
                },
                "examples": {
                  "alice": {
                    "$ref": "#/components/examples/Session"
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/InvalidCredentials"
          },
          "409": {
            "$ref": "#/components/responses/TooManyDevices"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "429": {
            "$ref": "#/components/responses/RateLimited"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/auth/logout": {
      "post": {
        "operationId": "logoutSession",
        "x-sdk-method": "logout",
        "x-sdk-ends-session": true,
        "tags": [
          "auth"
        ],
        "summary": "End this session",
        "description": "The token stops working at once, and the session's WebSockets are closed with 4001.",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "responses": {
          "201": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/auth/sessions": {
      "get": {
        "operationId": "listSessions",
        "x-sdk-method": "listSessions",
        "tags": [
          "auth"
        ],
        "summary": "List one's own sessions",
        "description": "The caller's valid sessions, newest first.",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "responses": {
          "200": {
            "description": "The sessions.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/SessionList"
                },
                "examples": {
                  "one": {
                    "value": {
                      "sessions": [
                        {
                          "id": "0198f6a2-6000-7a31-8a4f-6a4b6b0f3c11",
                          "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                          "created_at": "2026-03-01T09:30:00.000Z",
                          "expires_at": "2026-03-02T09:30:00.000Z",
                          "is_current": true
                        }
                      ]
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "delete": {
        "operationId": "endSessions",
        "x-sdk-method": "endSessions",
        "tags": [
          "auth"
        ],
        "summary": "End sessions of one's own",
        "description": "Ends the session named by `session_id`, or with `others=1` all but this one; exactly one of the two is required.\nTheir tokens stop working at once, and their WebSockets are closed with 4001.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "parameters": [
          {
            "name": "session_id",
            "in": "query",
            "required": false,
            "description": "A session of the caller's.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "example": "0198f6a2-6000-7a31-8a4f-6a4b6b0f3c11"
          },
          {
            "name": "others",
            "in": "query",
            "required": false,
            "description": "`1` ends all sessions but the one that calls.",
            "schema": {
              "type": "string",
              "const": "1"
            },
            "example": "1"
          }
        ],
        "responses": {
          "204": {
            "description": "The sessions have ended."
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/SessionNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/auth/password": {
      "post": {
        "operationId": "changePassword",
        "x-sdk-method": "changePassword",
        "tags": [
          "auth"
        ],
        "summary": "Change one's own password",
        "description": "Needs the current password. All other sessions of the user end at once; this one stays. Wrong guesses count as\nfailed logins.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ChangePasswordRequest"
              },
              "examples": {
                "change": {
                  "value": {
                    "current_password": "correct horse 7",
                    "new_password": "battery staple 8"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequestOrPassword"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/WrongPassword"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "429": {
            "$ref": "#/components/responses/RateLimited"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/ws/tickets": {
      "post": {
        "operationId": "createTicket",
        "x-sdk-method": "createTicket",
        "tags": [
          "auth"
        ],
        "summary": "Make a ticket for the WebSocket handshake",
        "description": "For browsers, which cannot send the Authorization header: the ticket opens one WebSocket of this session within\n30 seconds, as a subprotocol (see `asyncapi.yaml`). It must never stand in a URL.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "responses": {
          "201": {
            "description": "The ticket. It is shown this once.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Ticket"
                },
                "examples": {
                  "one": {
                    "value": {
                      "ticket": "mJ0s7mO1m1r7sG6b8Xw2i1m8cQxkq4z8b1tqg0b9b2E",
                      "expires_at": "2026-03-01T09:30:30.000Z"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/users": {
      "post": {
        "operationId": "createUser",
        "x-sdk-method": "create",
        "tags": [
          "users"
        ],
        "summary": "Reserve a name",
        "description": "Makes a user without a password, who cannot log in. Whoever registers that name with a valid invite gets it,\nand keeps its id.\n",
        "security": [
          {
            "adminToken": []
          },
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CreateUserRequest"
              },
              "examples": {
                "bob": {
                  "value": {
                    "username": "bob"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The reserved user.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/User"
                },
                "examples": {
                  "bob": {
                    "value": {
                      "id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                      "username": "bob",
                      "created_at": "2026-03-01T09:30:00.000Z"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "409": {
            "$ref": "#/components/responses/UsernameTaken"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "patch": {
        "operationId": "updateUser",
        "x-sdk-method": "update",
        "tags": [
          "users"
        ],
        "summary": "Grant or take a user's roles",
        "description": "Sets what is given and leaves the rest; effective at once. The last admin stays admin. For admins.",
        "security": [
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/UpdateUserRequest"
              },
              "examples": {
                "promote": {
                  "value": {
                    "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                    "is_admin": true
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The user's roles now.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/UserRoles"
                },
                "examples": {
                  "promoted": {
                    "value": {
                      "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                      "is_admin": true,
                      "is_trusted": true
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/UserNotFound"
          },
          "409": {
            "$ref": "#/components/responses/LastAdmin"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/users/profiles": {
      "get": {
        "operationId": "listProfiles",
        "x-sdk-method": "listProfiles",
        "tags": [
          "users"
        ],
        "summary": "List the profiles",
        "description": "Every user who has set a profile, latest updated first. For trusted users.",
        "security": [
          {
            "bearerAuth": [
              "trusted"
            ]
          }
        ],
        "responses": {
          "200": {
            "description": "The profiles.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ProfileList"
                },
                "examples": {
                  "one": {
                    "value": {
                      "profiles": [
                        {
                          "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                          "name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=",
                          "updated_at": "2026-03-01T09:30:00.000Z"
                        }
                      ]
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "post": {
        "operationId": "setProfile",
        "x-sdk-method": "setProfile",
        "tags": [
          "users"
        ],
        "summary": "Set one's own profile",
        "description": "Stores the caller's display name, encrypted under the directory key, in place of the one before. Everyone\nconnected hears `user.profile.updated`. For trusted users.\n",
        "security": [
          {
            "bearerAuth": [
              "trusted"
            ]
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/SetProfileRequest"
              },
              "examples": {
                "name": {
                  "value": {
                    "name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/devices": {
      "post": {
        "operationId": "createDevice",
        "x-sdk-method": "create",
        "tags": [
          "devices"
        ],
        "summary": "Add a device to one's own user",
        "description": "Registers a further device key. A key that the user already has answers with the device that it belongs to.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CreateDeviceRequest"
              },
              "examples": {
                "phone": {
                  "value": {
                    "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                    "public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The device.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Device"
                },
                "examples": {
                  "phone": {
                    "value": {
                      "id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                      "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                      "public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=",
                      "created_at": "2026-03-01T09:30:00.000Z"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/NotYourUser"
          },
          "409": {
            "$ref": "#/components/responses/TooManyDevices"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "delete": {
        "operationId": "deleteDevice",
        "x-sdk-method": "remove",
        "tags": [
          "devices"
        ],
        "summary": "Remove a device",
        "description": "Removes the device with its sessions and the envelopes sealed for it; its tokens stop working at once and its\nWebSockets are closed with 4001. Members can remove their own devices, admins anyone's.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "parameters": [
          {
            "name": "device_id",
            "in": "query",
            "required": true,
            "description": "The device's id.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "example": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11"
          }
        ],
        "responses": {
          "204": {
            "description": "The device is gone."
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/NotYourUser"
          },
          "404": {
            "$ref": "#/components/responses/DeviceNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/devices/keys": {
      "get": {
        "operationId": "listDeviceKeys",
        "x-sdk-method": "listKeys",
        "tags": [
          "devices"
        ],
        "summary": "List device keys",
        "description": "With `all=1` the keys of everyone's devices (each with its `user_id`), else those of the caller's own devices,\nnamed by `user_id`. Oldest device first. One of the two parameters is required; `all=1` wins over `user_id`.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "parameters": [
          {
            "name": "user_id",
            "in": "query",
            "required": false,
            "description": "The caller's own user id.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "example": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2"
          },
          {
            "name": "all",
            "in": "query",
            "required": false,
            "description": "`1` asks for the keys of all users.",
            "schema": {
              "type": "string",
              "const": "1"
            },
            "example": "1"
          }
        ],
        "responses": {
          "200": {
            "description": "The keys.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeviceKeyList"
                },
                "examples": {
                  "own": {
                    "value": {
                      "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                      "keys": [
                        {
                          "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                          "public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="
                        }
                      ]
                    }
                  },
                  "all": {
                    "value": {
                      "keys": [
                        {
                          "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                          "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                          "public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="
                        }
                      ]
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/NotYourUser"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/channels": {
      "get": {
        "operationId": "listChannels",
        "x-sdk-method": "list",
        "tags": [
          "channels"
        ],
        "summary": "List the channels",
        "description": "Every channel, newest first.",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "responses": {
          "200": {
            "description": "The channels.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ChannelList"
                },
                "examples": {
                  "one": {
                    "value": {
                      "channels": [
                        {
                          "id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
                          "name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=",
                          "created_by": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                          "created_at": "2026-03-01T09:30:00.000Z"
                        }
                      ]
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "post": {
        "operationId": "createChannel",
        "x-sdk-method": "create",
        "tags": [
          "channels"
        ],
        "summary": "Create a channel",
        "description": "Everyone connected hears `channel.updated`. For admins.",
        "security": [
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/CreateChannelRequest"
              },
              "examples": {
                "general": {
                  "value": {
                    "name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "The channel.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ChannelResponse"
                },
                "examples": {
                  "general": {
                    "$ref": "#/components/examples/Channel"
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "patch": {
        "operationId": "renameChannel",
        "x-sdk-method": "rename",
        "tags": [
          "channels"
        ],
        "summary": "Rename a channel",
        "description": "Everyone connected hears `channel.updated`. For admins.",
        "security": [
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/RenameChannelRequest"
              },
              "examples": {
                "general": {
                  "value": {
                    "channel_id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
                    "name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The channel with its new name.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ChannelResponse"
                },
                "examples": {
                  "general": {
                    "$ref": "#/components/examples/Channel"
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/ChannelNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "delete": {
        "operationId": "deleteChannel",
        "x-sdk-method": "delete",
        "tags": [
          "channels"
        ],
        "summary": "Delete a channel",
        "description": "Deletes the channel with its messages and key envelopes, for good. Everyone connected hears `channel.deleted`.\nFor admins.\n",
        "security": [
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/ChannelId"
          }
        ],
        "responses": {
          "204": {
            "description": "The channel is gone."
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/ChannelNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/channels/messages": {
      "get": {
        "operationId": "listMessages",
        "x-sdk-method": "list",
        "x-sdk-pages": {
          "items": "messages",
          "more": "has_more",
          "older": {
            "before": "id"
          },
          "newer": {
            "after": "id"
          }
        },
        "tags": [
          "messages"
        ],
        "summary": "Read a channel's messages",
        "description": "The last `limit` messages of the channel, oldest first. With `before` (a message's id) the last ones before that\nmessage, with `after` the first ones after it; not both. `has_more` says whether there are more in that\ndirection.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/ChannelId"
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "How many messages to answer with.",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 500,
              "default": 100
            },
            "example": 50
          },
          {
            "name": "before",
            "in": "query",
            "required": false,
            "description": "The id of a message of this channel.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "example": "0198f6a3-7f02-7c55-8e0b-7f4f8f3c5d21"
          },
          {
            "name": "after",
            "in": "query",
            "required": false,
            "description": "The id of a message of this channel.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "example": "0198f6a3-7f02-7c55-8e0b-7f4f8f3c5d21"
          }
        ],
        "responses": {
          "200": {
            "description": "The messages.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/MessageList"
                },
                "examples": {
                  "one": {
                    "value": {
                      "channel_id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
                      "messages": [
                        {
                          "id": "0198f6a3-7f02-7c55-8e0b-7f4f8f3c5d21",
                          "channel_id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
                          "sender_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                          "sender_name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=",
                          "body": "3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur4=",
                          "sent_at": "2026-03-01T09:31:00.000Z"
                        }
                      ],
                      "has_more": false
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/ChannelOrCursorNotFound"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/sync": {
      "get": {
        "operationId": "syncMessages",
        "x-sdk-method": "sync",
        "x-sdk-pages": {
          "items": "messages",
          "more": "has_more",
          "next": {
            "since": "next"
          }
        },
        "tags": [
          "messages"
        ],
        "summary": "Catch up with all channels",
        "description": "The messages of all channels after a cursor, in the order of their storing, at most `limit` of them, and the\ncursor behind the last. Ask again with `next` while `has_more`. Without `since` there are no messages, only the\ncursor of now: where a client that has just read the histories goes on. `since=0` begins at the beginning.\n\nThe order is the one of all messages, live and in the histories. A cursor that a client has been given never\nhides a message from it: messages become visible in their order, on every server of a cluster. What a client\nhas heard live since the cursor comes again; drop ids that are known.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "parameters": [
          {
            "name": "since",
            "in": "query",
            "required": false,
            "description": "`next` of an earlier answer, the id of a message, or `0`.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "example": "4711"
          },
          {
            "name": "limit",
            "in": "query",
            "required": false,
            "description": "How many messages to answer with.",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 500,
              "default": 100
            },
            "example": 500
          }
        ],
        "responses": {
          "200": {
            "description": "The messages.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/MessageSync"
                },
                "examples": {
                  "one": {
                    "value": {
                      "messages": [
                        {
                          "id": "0198f6a3-7f02-7c55-8e0b-7f4f8f3c5d21",
                          "channel_id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
                          "sender_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
                          "sender_name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=",
                          "body": "3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur4=",
                          "sent_at": "2026-03-01T09:31:00.000Z"
                        }
                      ],
                      "next": "4712",
                      "has_more": false
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/CursorNotFound"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/channels/keys": {
      "get": {
        "operationId": "getChannelKey",
        "x-sdk-method": "getChannelKey",
        "tags": [
          "keys"
        ],
        "summary": "Fetch the channel key sealed for this device",
        "description": "The envelope that somebody posted for the caller's device. While nobody has, the answer is 404 with the code\n`envelope_not_found`; `keys.shared` tells when there is one.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "parameters": [
          {
            "$ref": "#/components/parameters/ChannelId"
          }
        ],
        "responses": {
          "200": {
            "description": "The envelope.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ChannelKey"
                },
                "examples": {
                  "one": {
                    "value": {
                      "channel_id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
                      "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                      "sender_device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c12",
                      "sender_public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=",
                      "envelope": "3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7v",
                      "created_at": "2026-03-01T09:30:30.000Z"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/ChannelKeyNotFound"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "post": {
        "operationId": "putChannelKeys",
        "x-sdk-method": "putChannelKeys",
        "tags": [
          "keys"
        ],
        "summary": "Share a channel key",
        "description": "Stores one envelope for each device named, in place of the one before; all of them or none. `sender_device_id`\nmust be the caller's own device and `sender_public_key` its registered key.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/PutChannelKeysRequest"
              },
              "examples": {
                "one": {
                  "value": {
                    "channel_id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
                    "envelopes": [
                      {
                        "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                        "sender_device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c12",
                        "sender_public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=",
                        "envelope": "3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7v"
                      }
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/NotYourDevice"
          },
          "404": {
            "$ref": "#/components/responses/ChannelOrDeviceNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/directory/keys": {
      "get": {
        "operationId": "getDirectoryKey",
        "x-sdk-method": "getDirectoryKey",
        "tags": [
          "keys"
        ],
        "summary": "Fetch the directory key sealed for this device",
        "description": "The directory key encrypts profile names; there is one on a server. 204 while nobody has posted an envelope for\nthe caller's device. For trusted users.\n",
        "security": [
          {
            "bearerAuth": [
              "trusted"
            ]
          }
        ],
        "responses": {
          "200": {
            "description": "The envelope.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DirectoryKey"
                },
                "examples": {
                  "one": {
                    "value": {
                      "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                      "sender_device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c12",
                      "sender_public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=",
                      "envelope": "3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7v",
                      "created_at": "2026-03-01T09:30:30.000Z"
                    }
                  }
                }
              }
            }
          },
          "204": {
            "description": "There is no envelope for this device yet."
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "post": {
        "operationId": "putDirectoryKeys",
        "x-sdk-method": "putDirectoryKeys",
        "tags": [
          "keys"
        ],
        "summary": "Share the directory key",
        "description": "Stores one envelope for each device named, in place of the one before; all of them or none. `sender_device_id`\nmust be the caller's own device and `sender_public_key` its registered key. For trusted users.\n",
        "security": [
          {
            "bearerAuth": [
              "trusted"
            ]
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/PutDirectoryKeysRequest"
              },
              "examples": {
                "one": {
                  "value": {
                    "envelopes": [
                      {
                        "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c11",
                        "sender_device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c12",
                        "sender_public_key": "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=",
                        "envelope": "3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur7erb7v"
                      }
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "201": {
            "$ref": "#/components/responses/Done"
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/ForbiddenOrNotYourDevice"
          },
          "404": {
            "$ref": "#/components/responses/DeviceNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/presence": {
      "post": {
        "operationId": "queryPresence",
        "x-sdk-method": "query",
        "x-sdk-retryable": true,
        "tags": [
          "presence"
        ],
        "summary": "Ask who is online",
        "description": "`statuses` has an entry for each id asked: is a connection of that user open? Unknown ids are `false`. `admins`\nhas an entry for each id that is a user.\n",
        "security": [
          {
            "bearerAuth": []
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/PresenceRequest"
              },
              "examples": {
                "one": {
                  "value": {
                    "user_ids": [
                      "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2"
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The statuses.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Presence"
                },
                "examples": {
                  "one": {
                    "value": {
                      "statuses": {
                        "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2": true
                      },
                      "admins": {
                        "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2": false
                      }
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    },
    "/server/invites": {
      "post": {
        "operationId": "createInvite",
        "x-sdk-method": "create",
        "tags": [
          "invites"
        ],
        "summary": "Make an invite",
        "description": "An invite serves one registration within 24 hours. The token is shown this once.",
        "security": [
          {
            "adminToken": []
          },
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "responses": {
          "201": {
            "description": "The invite.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Invite"
                },
                "examples": {
                  "one": {
                    "value": {
                      "token": "mJ0s7mO1m1r7sG6b8Xw2i1m8cQxkq4z8b1tqg0b9b2E",
                      "expires_at": "2026-03-02T09:30:00.000Z"
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "get": {
        "operationId": "listInvites",
        "x-sdk-method": "list",
        "tags": [
          "invites"
        ],
        "summary": "List the invites",
        "description": "Every invite of the last 30 days, newest first; never their tokens.",
        "security": [
          {
            "adminToken": []
          },
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "responses": {
          "200": {
            "description": "The invites.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/InviteList"
                },
                "examples": {
                  "one": {
                    "value": {
                      "invites": [
                        {
                          "id": "0198f6a2-7000-7a31-8a4f-6a4b6b0f3c11",
                          "created_at": "2026-03-01T09:30:00.000Z",
                          "expires_at": "2026-03-02T09:30:00.000Z",
                          "used_at": null
                        }
                      ]
                    }
                  }
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      },
      "delete": {
        "operationId": "revokeInvite",
        "x-sdk-method": "revoke",
        "tags": [
          "invites"
        ],
        "summary": "Revoke an invite",
        "description": "The invite stops working at once, as if it had never been.",
        "security": [
          {
            "adminToken": []
          },
          {
            "bearerAuth": [
              "admin"
            ]
          }
        ],
        "parameters": [
          {
            "name": "invite_id",
            "in": "query",
            "required": true,
            "description": "The invite's id.",
            "schema": {
              "$ref": "#/components/schemas/Id"
            },
            "example": "0198f6a2-7000-7a31-8a4f-6a4b6b0f3c11"
          }
        ],
        "responses": {
          "204": {
            "description": "The invite is gone."
          },
          "400": {
            "$ref": "#/components/responses/InvalidRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/InviteNotFound"
          },
          "413": {
            "$ref": "#/components/responses/PayloadTooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "500": {
            "$ref": "#/components/responses/ServerError"
          },
          "503": {
            "$ref": "#/components/responses/ServerUnavailable"
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "bearerAuth": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token of a session, from register or login. A role in an operation's `security` (`admin`, `trusted`) is a\nproperty that the session's user must have, else 403.\n"
      },
      "adminToken": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Admin-Token",
        "description": "The operator's token (`DIALTONE_ADMIN_TOKEN`)."
      }
    },
    "headers": {
      "X-Error-Code": {
        "description": "The error's stable code.",
        "schema": {
          "$ref": "#/components/schemas/ErrorCode"
        }
      },
      "Retry-After": {
        "description": "Seconds to wait before trying again.",
        "schema": {
          "type": "integer",
          "minimum": 1
        }
      },
      "X-Request-Id": {
        "description": "Names this request in the server's log.",
        "schema": {
          "type": "string"
        }
      }
    },
    "parameters": {
      "ChannelId": {
        "name": "channel_id",
        "in": "query",
        "required": true,
        "description": "The channel's id.",
        "schema": {
          "$ref": "#/components/schemas/Id"
        },
        "example": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10"
      }
    },
    "examples": {
      "Session": {
        "value": {
          "token": "9x6V0pBvYkq9rN0m1yq0t1f0m4cQ8wz7m3sVn2b1c0A",
          "user_id": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
          "device_id": "0198f6a2-5b10-7a31-8a4f-6a4b6b0f3c12",
          "expires_at": "2026-03-02T09:30:00.000Z",
          "username": "alice",
          "device_public_key": "3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=",
          "is_admin": true,
          "is_trusted": true
        }
      },
      "Channel": {
        "value": {
          "channel": {
            "id": "0198f6a3-0c5e-7b7a-b1ce-5d7c7f0c9a10",
            "name_enc": "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=",
            "created_by": "0198f6a2-52c1-7d3e-9d38-0a5a4c1be1f2",
            "created_at": "2026-03-01T09:30:00.000Z"
          }
        }
      }
    },
    "responses": {
      "Done": {
        "description": "Stored.",
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Status"
            },
            "examples": {
              "ok": {
                "value": {
                  "status": "ok"
                }
              }
            }
          }
        }
      },
      "InvalidRequest": {
        "description": "The input breaks the contract; the text names the field.",
        "x-error-codes": [
          "invalid_request"
        ],
        "x-standard-for": "calls",
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "field": {
                "value": {
                  "error": "name_enc should not be empty"
                }
              }
            }
          }
        }
      },
      "InvalidCredentials": {
        "description": "No such user, or the wrong password.",
        "x-error-codes": [
          "invalid_credentials"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "wrong": {
                "value": {
                  "error": "wrong username or password"
                }
              }
            }
          }
        }
      },
      "Unauthorized": {
        "description": "No credential, or one that is unknown or expired.",
        "x-error-codes": [
          "unauthorized"
        ],
        "x-standard-for": "security",
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "missing": {
                "value": {
                  "error": "a valid session token is required"
                }
              }
            }
          }
        }
      },
      "Forbidden": {
        "description": "The caller lacks the role that the operation asks for.",
        "x-error-codes": [
          "forbidden"
        ],
        "x-standard-for": "roles",
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "role": {
                "value": {
                  "error": "the caller lacks the role for this"
                }
              }
            }
          }
        }
      },
      "NotYourUser": {
        "description": "The user named is not the caller.",
        "x-error-codes": [
          "not_your_user"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "other": {
                "value": {
                  "error": "user_id is not the caller"
                }
              }
            }
          }
        }
      },
      "NotYourDevice": {
        "description": "An envelope's sender is not the caller's device, or the sender's key is not that device's.",
        "x-error-codes": [
          "not_your_device",
          "sender_key_mismatch"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "other": {
                "value": {
                  "error": "sender_device_id is not the caller's device"
                }
              }
            }
          }
        }
      },
      "ForbiddenOrNotYourDevice": {
        "description": "The caller is not trusted, an envelope's sender is not the caller's device, or the sender's key is not that device's.",
        "x-error-codes": [
          "forbidden",
          "not_your_device",
          "sender_key_mismatch"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "other": {
                "value": {
                  "error": "sender_device_id is not the caller's device"
                }
              }
            }
          }
        }
      },
      "InviteNotFound": {
        "description": "There is no such invite.",
        "x-error-codes": [
          "invite_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "unknown": {
                "value": {
                  "error": "invite not found"
                }
              }
            }
          }
        }
      },
      "ChannelNotFound": {
        "description": "There is no such channel.",
        "x-error-codes": [
          "channel_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "unknown": {
                "value": {
                  "error": "channel not found"
                }
              }
            }
          }
        }
      },
      "DeviceNotFound": {
        "description": "A device named in an envelope does not exist.",
        "x-error-codes": [
          "device_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "unknown": {
                "value": {
                  "error": "device not found"
                }
              }
            }
          }
        }
      },
      "ChannelOrDeviceNotFound": {
        "description": "The channel, or a device named in an envelope, does not exist.",
        "x-error-codes": [
          "channel_not_found",
          "device_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "unknown": {
                "value": {
                  "error": "device not found"
                }
              }
            }
          }
        }
      },
      "ChannelKeyNotFound": {
        "description": "There is no such channel, or no envelope for this device yet.",
        "x-error-codes": [
          "channel_not_found",
          "envelope_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "none": {
                "value": {
                  "error": "channel key not found for this device"
                }
              }
            }
          }
        }
      },
      "UsernameTaken": {
        "description": "The name is in use; the invite stays unspent.",
        "x-error-codes": [
          "username_taken"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "taken": {
                "value": {
                  "error": "username is taken"
                }
              }
            }
          }
        }
      },
      "InviteGone": {
        "description": "The invite is used or expired.",
        "x-error-codes": [
          "invite_used",
          "invite_expired"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "used": {
                "value": {
                  "error": "invite is already used"
                }
              }
            }
          }
        }
      },
      "PayloadTooLarge": {
        "description": "The body is larger than 1 MiB.",
        "x-error-codes": [
          "payload_too_large"
        ],
        "x-standard-for": "body",
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "large": {
                "value": {
                  "error": "request body is larger than 1 MiB"
                }
              }
            }
          }
        }
      },
      "UnsupportedMediaType": {
        "description": "The body is not `application/json`.",
        "x-error-codes": [
          "unsupported_media_type"
        ],
        "x-standard-for": "body",
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "form": {
                "value": {
                  "error": "request body must be application/json"
                }
              }
            }
          }
        }
      },
      "ServerError": {
        "description": "The server failed; nothing was changed. The log has the details under the request's id.",
        "x-error-codes": [
          "server_error"
        ],
        "x-standard-for": "calls",
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "failed": {
                "value": {
                  "error": "internal server error"
                }
              }
            }
          }
        }
      },
      "InvalidRequestOrPassword": {
        "description": "The input breaks the contract, or the new password is one of the commonest.",
        "x-error-codes": [
          "invalid_request",
          "password_too_common"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "choose a less common password"
                }
              }
            }
          }
        }
      },
      "WrongPassword": {
        "description": "The current password is wrong.",
        "x-error-codes": [
          "wrong_password"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "the current password is wrong"
                }
              }
            }
          }
        }
      },
      "SessionNotFound": {
        "description": "The caller has no such session.",
        "x-error-codes": [
          "session_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "session not found"
                }
              }
            }
          }
        }
      },
      "UserNotFound": {
        "description": "There is no such user.",
        "x-error-codes": [
          "user_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "user not found"
                }
              }
            }
          }
        }
      },
      "LastAdmin": {
        "description": "A server must keep an admin.",
        "x-error-codes": [
          "last_admin"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "the last admin must stay admin"
                }
              }
            }
          }
        }
      },
      "TooManyDevices": {
        "description": "The user has as many devices as allowed; remove one first.",
        "x-error-codes": [
          "too_many_devices"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "this user has too many devices"
                }
              }
            }
          }
        }
      },
      "CursorNotFound": {
        "description": "There is no such message to go on from.",
        "x-error-codes": [
          "cursor_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "cursor not found"
                }
              }
            }
          }
        }
      },
      "ChannelOrCursorNotFound": {
        "description": "There is no such channel, or no such message in it.",
        "x-error-codes": [
          "channel_not_found",
          "cursor_not_found"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "cursor not found"
                }
              }
            }
          }
        }
      },
      "RateLimited": {
        "description": "Too many failures; try again later.",
        "x-error-codes": [
          "rate_limited"
        ],
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          },
          "Retry-After": {
            "$ref": "#/components/headers/Retry-After"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "too many attempts, try again later"
                }
              }
            }
          }
        }
      },
      "ServerUnavailable": {
        "description": "The database is away or the server is overloaded; nothing was changed. Try again.",
        "x-error-codes": [
          "server_unavailable"
        ],
        "x-standard-for": "calls",
        "headers": {
          "X-Error-Code": {
            "$ref": "#/components/headers/X-Error-Code"
          },
          "X-Request-Id": {
            "$ref": "#/components/headers/X-Request-Id"
          },
          "Retry-After": {
            "$ref": "#/components/headers/Retry-After"
          }
        },
        "content": {
          "application/json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "examples": {
              "one": {
                "value": {
                  "error": "the server cannot do this now, try again later"
                }
              }
            }
          }
        }
      }
    },
    "schemas": {
      "Id": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "description": "An opaque id given by the server."
      },
      "Timestamp": {
        "type": "string",
        "format": "date-time",
        "description": "RFC 3339, UTC."
      },
      "PublicKey": {
        "type": "string",
        "minLength": 4,
        "maxLength": 256,
        "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        "description": "A device's public key in standard base64; clients use the 32 raw bytes of an X25519 key."
      },
      "EncryptedName": {
        "type": "string",
        "minLength": 1,
        "x-max-bytes": 4096,
        "description": "A name, encrypted by a client; opaque to the server, at most 4,096 bytes."
      },
      "Envelope": {
        "type": "string",
        "minLength": 1,
        "x-max-bytes": 4096,
        "description": "A 32-byte key sealed by one device for another; opaque to the server, at most 4,096 bytes."
      },
      "HealthText": {
        "type": "string",
        "const": "ok"
      },
      "ErrorCode": {
        "type": "string",
        "description": "Every error that the server answers with, over HTTP or in an `error` event.",
        "enum": [
          "invalid_request",
          "invalid_credentials",
          "unauthorized",
          "forbidden",
          "not_your_user",
          "not_your_device",
          "not_found",
          "method_not_allowed",
          "invite_not_found",
          "channel_not_found",
          "device_not_found",
          "envelope_not_found",
          "username_taken",
          "invite_used",
          "invite_expired",
          "payload_too_large",
          "unsupported_media_type",
          "request_timeout",
          "upgrade_required",
          "request_header_fields_too_large",
          "password_too_common",
          "wrong_password",
          "sender_key_mismatch",
          "origin_not_allowed",
          "session_not_found",
          "user_not_found",
          "cursor_not_found",
          "last_admin",
          "too_many_devices",
          "rate_limited",
          "server_unavailable",
          "server_error",
          "invalid_message",
          "unsupported_type",
          "channels_only",
          "voice_not_joined",
          "recipient_unavailable"
        ],
        "x-errors": {
          "invalid_request": {
            "status": 400,
            "message": "invalid request"
          },
          "invalid_credentials": {
            "status": 401,
            "message": "wrong username or password"
          },
          "unauthorized": {
            "status": 401,
            "message": "a valid session token is required"
          },
          "forbidden": {
            "status": 403,
            "message": "the caller lacks the role for this"
          },
          "not_your_user": {
            "status": 403,
            "message": "user_id is not the caller"
          },
          "not_your_device": {
            "status": 403,
            "message": "sender_device_id is not the caller's device"
          },
          "not_found": {
            "status": 404,
            "message": "not found"
          },
          "method_not_allowed": {
            "status": 405,
            "message": "method not allowed"
          },
          "invite_not_found": {
            "status": 404,
            "message": "invite not found"
          },
          "channel_not_found": {
            "status": 404,
            "frame": true,
            "message": "channel not found"
          },
          "device_not_found": {
            "status": 404,
            "message": "device not found"
          },
          "envelope_not_found": {
            "status": 404,
            "message": "channel key not found for this device"
          },
          "username_taken": {
            "status": 409,
            "message": "username is taken"
          },
          "invite_used": {
            "status": 410,
            "message": "invite is already used"
          },
          "invite_expired": {
            "status": 410,
            "message": "invite has expired"
          },
          "payload_too_large": {
            "status": 413,
            "message": "request body is larger than 1 MiB"
          },
          "unsupported_media_type": {
            "status": 415,
            "message": "request body must be application/json"
          },
          "request_timeout": {
            "status": 408,
            "message": "the request took too long to arrive"
          },
          "upgrade_required": {
            "status": 426,
            "message": "open this path with a WebSocket handshake"
          },
          "request_header_fields_too_large": {
            "status": 431,
            "message": "request headers are too large"
          },
          "password_too_common": {
            "status": 400,
            "message": "choose a less common password"
          },
          "wrong_password": {
            "status": 403,
            "message": "the current password is wrong"
          },
          "sender_key_mismatch": {
            "status": 403,
            "message": "sender_public_key is not the key of the caller's device"
          },
          "origin_not_allowed": {
            "status": 403,
            "message": "this origin may not connect"
          },
          "session_not_found": {
            "status": 404,
            "message": "session not found"
          },
          "user_not_found": {
            "status": 404,
            "message": "user not found"
          },
          "cursor_not_found": {
            "status": 404,
            "message": "cursor not found"
          },
          "last_admin": {
            "status": 409,
            "message": "the last admin must stay admin"
          },
          "too_many_devices": {
            "status": 409,
            "message": "this user has too many devices"
          },
          "rate_limited": {
            "status": 429,
            "frame": true,
            "message": "too many attempts, try again later"
          },
          "server_unavailable": {
            "status": 503,
            "frame": true,
            "message": "the server cannot do this now, try again later"
          },
          "server_error": {
            "status": 500,
            "frame": true,
            "message": "internal server error"
          },
          "invalid_message": {
            "frame": true,
            "message": "invalid message"
          },
          "unsupported_type": {
            "frame": true,
            "message": "unsupported message type"
          },
          "channels_only": {
            "frame": true,
            "message": "only channel messages are supported"
          },
          "voice_not_joined": {
            "frame": true,
            "message": "join the voice room first"
          },
          "recipient_unavailable": {
            "frame": true,
            "message": "the recipient is not in the voice room"
          }
        }
      },
      "Problem": {
        "type": "object",
        "description": "The body of every error.",
        "required": [
          "error"
        ],
        "properties": {
          "error": {
            "type": "string",
            "description": "What went wrong, for people."
          }
        }
      },
      "Status": {
        "type": "object",
        "required": [
          "status"
        ],
        "properties": {
          "status": {
            "type": "string",
            "const": "ok"
          }
        }
      },
      "RegisterRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "username",
          "password",
          "public_key",
          "invite_token"
        ],
        "properties": {
          "username": {
            "$ref": "#/components/schemas/Username"
          },
          "password": {
            "$ref": "#/components/schemas/NewPassword"
          },
          "public_key": {
            "$ref": "#/components/schemas/PublicKey"
          },
          "invite_token": {
            "type": "string",
            "minLength": 1,
            "maxLength": 256,
            "description": "The token of an unused invite."
          }
        }
      },
      "NewPassword": {
        "type": "string",
        "minLength": 8,
        "maxLength": 1024,
        "pattern": "^(?=[\\s\\S]*\\p{L})(?=[\\s\\S]*\\p{Nd})",
        "description": "At least 8 characters, with a letter and a digit of any script; the commonest passwords are refused."
      },
      "ChangePasswordRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "current_password",
          "new_password"
        ],
        "properties": {
          "current_password": {
            "type": "string",
            "minLength": 1,
            "maxLength": 1024,
            "description": "The password of now."
          },
          "new_password": {
            "$ref": "#/components/schemas/NewPassword"
          }
        }
      },
      "SessionInfo": {
        "type": "object",
        "required": [
          "id",
          "device_id",
          "created_at",
          "expires_at",
          "is_current"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Id"
          },
          "device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "created_at": {
            "$ref": "#/components/schemas/Timestamp"
          },
          "expires_at": {
            "$ref": "#/components/schemas/Timestamp"
          },
          "is_current": {
            "type": "boolean",
            "description": "Is it the session that asks?"
          }
        }
      },
      "SessionList": {
        "type": "object",
        "required": [
          "sessions"
        ],
        "properties": {
          "sessions": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/SessionInfo"
            }
          }
        }
      },
      "Ticket": {
        "type": "object",
        "required": [
          "ticket",
          "expires_at"
        ],
        "properties": {
          "ticket": {
            "type": "string",
            "description": "The ticket (base64url)."
          },
          "expires_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "LoginRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "username",
          "password",
          "public_key"
        ],
        "properties": {
          "username": {
            "type": "string",
            "minLength": 1,
            "maxLength": 256,
            "description": "The name; trimmed and lower-cased."
          },
          "password": {
            "type": "string",
            "minLength": 1,
            "maxLength": 1024,
            "description": "The password."
          },
          "public_key": {
            "$ref": "#/components/schemas/PublicKey"
          }
        }
      },
      "Session": {
        "type": "object",
        "required": [
          "token",
          "user_id",
          "device_id",
          "expires_at",
          "username",
          "device_public_key",
          "is_admin",
          "is_trusted"
        ],
        "properties": {
          "token": {
            "type": "string",
            "description": "The session token (base64url), valid until `expires_at`."
          },
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "expires_at": {
            "$ref": "#/components/schemas/Timestamp"
          },
          "username": {
            "type": "string",
            "description": "The name as the server normalised it."
          },
          "device_public_key": {
            "$ref": "#/components/schemas/PublicKey"
          },
          "is_admin": {
            "type": "boolean",
            "description": "May this user manage channels and invites?"
          },
          "is_trusted": {
            "type": "boolean",
            "description": "May this user see profiles and the directory key?"
          }
        }
      },
      "Username": {
        "type": "string",
        "pattern": "^\\s*\\S[\\s\\S]{0,18}\\S\\s*$",
        "maxLength": 64,
        "description": "2 to 20 characters after trimming; case does not matter. The server stores only a keyed hash of it."
      },
      "CreateUserRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "username"
        ],
        "properties": {
          "username": {
            "$ref": "#/components/schemas/Username"
          }
        }
      },
      "User": {
        "type": "object",
        "required": [
          "id",
          "username",
          "created_at"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Id"
          },
          "username": {
            "type": "string",
            "description": "The name as the server normalised it."
          },
          "created_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "UpdateUserRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "user_id"
        ],
        "properties": {
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "is_admin": {
            "type": "boolean",
            "description": "May this user manage channels and invites?"
          },
          "is_trusted": {
            "type": "boolean",
            "description": "May this user see profiles and the directory key?"
          }
        }
      },
      "UserRoles": {
        "type": "object",
        "required": [
          "user_id",
          "is_admin",
          "is_trusted"
        ],
        "properties": {
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "is_admin": {
            "type": "boolean",
            "description": "May this user manage channels and invites?"
          },
          "is_trusted": {
            "type": "boolean",
            "description": "May this user see profiles and the directory key?"
          }
        }
      },
      "Profile": {
        "type": "object",
        "required": [
          "user_id",
          "name_enc",
          "updated_at"
        ],
        "properties": {
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "name_enc": {
            "$ref": "#/components/schemas/EncryptedName"
          },
          "updated_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "ProfileList": {
        "type": "object",
        "required": [
          "profiles"
        ],
        "properties": {
          "profiles": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Profile"
            }
          }
        }
      },
      "SetProfileRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name_enc"
        ],
        "properties": {
          "name_enc": {
            "$ref": "#/components/schemas/EncryptedName"
          }
        }
      },
      "CreateDeviceRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "user_id",
          "public_key"
        ],
        "properties": {
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "public_key": {
            "$ref": "#/components/schemas/PublicKey"
          }
        }
      },
      "Device": {
        "type": "object",
        "required": [
          "id",
          "user_id",
          "public_key",
          "created_at"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Id"
          },
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "public_key": {
            "$ref": "#/components/schemas/PublicKey"
          },
          "created_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "DeviceKey": {
        "type": "object",
        "required": [
          "device_id",
          "public_key"
        ],
        "properties": {
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "public_key": {
            "$ref": "#/components/schemas/PublicKey"
          }
        }
      },
      "DeviceKeyList": {
        "type": "object",
        "description": "`user_id` stands at the top for one user, in each key for all users.",
        "required": [
          "keys"
        ],
        "properties": {
          "user_id": {
            "$ref": "#/components/schemas/Id"
          },
          "keys": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/DeviceKey"
            }
          }
        }
      },
      "Channel": {
        "type": "object",
        "required": [
          "id",
          "name_enc",
          "created_by",
          "created_at"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Id"
          },
          "name_enc": {
            "$ref": "#/components/schemas/EncryptedName"
          },
          "created_by": {
            "$ref": "#/components/schemas/Id"
          },
          "created_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "ChannelList": {
        "type": "object",
        "required": [
          "channels"
        ],
        "properties": {
          "channels": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Channel"
            }
          }
        }
      },
      "ChannelResponse": {
        "type": "object",
        "required": [
          "channel"
        ],
        "properties": {
          "channel": {
            "$ref": "#/components/schemas/Channel"
          }
        }
      },
      "CreateChannelRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name_enc"
        ],
        "properties": {
          "name_enc": {
            "$ref": "#/components/schemas/EncryptedName"
          }
        }
      },
      "RenameChannelRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "channel_id",
          "name_enc"
        ],
        "properties": {
          "channel_id": {
            "$ref": "#/components/schemas/Id"
          },
          "name_enc": {
            "$ref": "#/components/schemas/EncryptedName"
          }
        }
      },
      "MessageBody": {
        "type": "string",
        "minLength": 1,
        "x-max-bytes": 16384,
        "description": "A message, encrypted under the channel's key; opaque to the server, 1 to 16,384 bytes."
      },
      "Message": {
        "type": "object",
        "required": [
          "id",
          "channel_id",
          "sender_id",
          "sender_name_enc",
          "body",
          "sent_at"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Id"
          },
          "channel_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_name_enc": {
            "$ref": "#/components/schemas/EncryptedName"
          },
          "body": {
            "$ref": "#/components/schemas/MessageBody"
          },
          "sent_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "MessageList": {
        "type": "object",
        "required": [
          "channel_id",
          "messages",
          "has_more"
        ],
        "properties": {
          "channel_id": {
            "$ref": "#/components/schemas/Id"
          },
          "messages": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Message"
            }
          },
          "has_more": {
            "type": "boolean",
            "description": "Are there more messages in the direction asked for?"
          }
        }
      },
      "MessageSync": {
        "type": "object",
        "required": [
          "messages",
          "next",
          "has_more"
        ],
        "properties": {
          "messages": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Message"
            }
          },
          "next": {
            "type": "string",
            "description": "The cursor to ask with next, as `since`."
          },
          "has_more": {
            "type": "boolean",
            "description": "Are there more messages now?"
          }
        }
      },
      "ChannelKey": {
        "type": "object",
        "required": [
          "channel_id",
          "device_id",
          "sender_device_id",
          "sender_public_key",
          "envelope",
          "created_at"
        ],
        "properties": {
          "channel_id": {
            "$ref": "#/components/schemas/Id"
          },
          "device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_public_key": {
            "$ref": "#/components/schemas/PublicKey"
          },
          "envelope": {
            "$ref": "#/components/schemas/Envelope"
          },
          "created_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "DirectoryKey": {
        "type": "object",
        "required": [
          "device_id",
          "sender_device_id",
          "sender_public_key",
          "envelope",
          "created_at"
        ],
        "properties": {
          "device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_public_key": {
            "$ref": "#/components/schemas/PublicKey"
          },
          "envelope": {
            "$ref": "#/components/schemas/Envelope"
          },
          "created_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "ChannelKeyEnvelope": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "device_id",
          "sender_device_id",
          "sender_public_key",
          "envelope"
        ],
        "properties": {
          "device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_public_key": {
            "$ref": "#/components/schemas/PublicKey"
          },
          "envelope": {
            "$ref": "#/components/schemas/Envelope"
          },
          "channel_id": {
            "type": "string",
            "maxLength": 64,
            "description": "Accepted for older clients and ignored."
          }
        }
      },
      "PutChannelKeysRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "channel_id",
          "envelopes"
        ],
        "properties": {
          "channel_id": {
            "$ref": "#/components/schemas/Id"
          },
          "envelopes": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
              "$ref": "#/components/schemas/ChannelKeyEnvelope"
            }
          }
        }
      },
      "DirectoryKeyEnvelope": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "device_id",
          "sender_device_id",
          "sender_public_key",
          "envelope"
        ],
        "properties": {
          "device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_device_id": {
            "$ref": "#/components/schemas/Id"
          },
          "sender_public_key": {
            "$ref": "#/components/schemas/PublicKey"
          },
          "envelope": {
            "$ref": "#/components/schemas/Envelope"
          }
        }
      },
      "PutDirectoryKeysRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "envelopes"
        ],
        "properties": {
          "envelopes": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
              "$ref": "#/components/schemas/DirectoryKeyEnvelope"
            }
          }
        }
      },
      "PresenceRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "user_ids"
        ],
        "properties": {
          "user_ids": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "$ref": "#/components/schemas/Id"
            }
          }
        }
      },
      "Presence": {
        "type": "object",
        "required": [
          "statuses",
          "admins"
        ],
        "properties": {
          "statuses": {
            "type": "object",
            "description": "User id to online or not.",
            "additionalProperties": {
              "type": "boolean"
            }
          },
          "admins": {
            "type": "object",
            "description": "User id to admin or not.",
            "additionalProperties": {
              "type": "boolean"
            }
          }
        }
      },
      "Invite": {
        "type": "object",
        "required": [
          "token",
          "expires_at"
        ],
        "properties": {
          "token": {
            "type": "string",
            "description": "The invite's token (base64url)."
          },
          "expires_at": {
            "$ref": "#/components/schemas/Timestamp"
          }
        }
      },
      "InviteInfo": {
        "type": "object",
        "required": [
          "id",
          "created_at",
          "expires_at",
          "used_at"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Id"
          },
          "created_at": {
            "$ref": "#/components/schemas/Timestamp"
          },
          "expires_at": {
            "$ref": "#/components/schemas/Timestamp"
          },
          "used_at": {
            "type": [
              "string",
              "null"
            ],
            "format": "date-time",
            "description": "When somebody registered with it; null while nobody has."
          }
        }
      },
      "InviteList": {
        "type": "object",
        "required": [
          "invites"
        ],
        "properties": {
          "invites": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/InviteInfo"
            }
          }
        }
      }
    }
  }
};
