/** An asyncapi.yaml that goes with the sample's openapi.yaml. */
export const ASYNCAPI = `asyncapi: 3.0.0
info: { title: Sample, version: 1.0.0 }
servers:
  here: { host: localhost, protocol: ws, security: [{ $ref: '#/components/securitySchemes/bearerAuth' }] }
x-rules:
  RT1: Everyone hears of it.
x-close-codes:
  '1001': { name: going_away, reconnect: true, description: The server stops. }
operations:
  receiveFrames: { action: receive, channel: { $ref: '#/channels/toServer' } }
  sendEvents: { action: send, channel: { $ref: '#/channels/fromServer' } }
channels:
  toServer:
    address: /ws
    x-retired-types: { thing.throw: bad_frame }
    messages:
      MoveThing:
        name: thing.move
        title: Move a thing
        summary: Moves it (RT1).
        x-signal: true
        x-error-codes: [bad_frame, thing_not_found]
        payload:
          type: object
          required: [type, name]
          properties:
            type: { type: string, const: thing.move }
            name: { $ref: './openapi.yaml#/components/schemas/Name' }
            speed: { $ref: '#/components/schemas/Speed' }
        examples: [{ name: one, payload: { type: thing.move, name: box } }]
  fromServer:
    address: /ws
    messages:
      ThingMoved:
        name: thing.moved
        title: A thing moved
        summary: It moved.
        payload:
          type: object
          required: [type, name]
          properties:
            type: { type: string, const: thing.moved }
            name: { $ref: './openapi.yaml#/components/schemas/Name' }
        examples: [{ name: one, payload: { type: thing.moved, name: box } }]
components:
  securitySchemes:
    bearerAuth: { type: http, scheme: bearer }
  schemas:
    Speed: { type: string, enum: [slow, fast] }
`;
