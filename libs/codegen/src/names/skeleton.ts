/*
 * A contract with one of everything that makes the generator write something. Its own names begin with "Qqq" (after the
 * verb, where one is required), so that every other name in what is generated from it is the generator's.
 */

export const OPENAPI = `openapi: 3.1.0
info: { title: Qqq, version: 1.0.0 }
tags:
  - { name: qqqTag, description: . }
x-limits:
  qqqLimit: { value: 1, unit: ., description: . }
paths:
  /x:
    get:
      operationId: doQqqList
      x-sdk-method: qqqList
      x-sdk-pages: { items: qqq_items, more: qqq_more, older: { qqq_before: qqq_id }, newer: { qqq_after: qqq_id } }
      tags: [qqqTag]
      summary: .
      security: []
      parameters:
        - { name: qqq_before, in: query, schema: { type: string } }
        - { name: qqq_after, in: query, schema: { type: string } }
        - { name: qqq_limit, in: query, schema: { type: integer, minimum: 1, maximum: 9, default: 5 } }
      responses:
        '200':
          description: .
          content: { application/json: { schema: { $ref: '#/components/schemas/QqqList' }, examples: {} } }
    post:
      operationId: doQqqCreate
      x-sdk-method: qqqCreate
      tags: [qqqTag]
      summary: .
      security: [{ adminToken: [] }, { bearerAuth: [qqq_role] }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/QqqCreate' }, examples: {} } }
      responses:
        '201':
          description: .
          content: { application/json: { schema: { $ref: '#/components/schemas/QqqToken' }, examples: {} } }
        '400': { $ref: '#/components/responses/QqqBad' }
  /y:
    get:
      operationId: doQqqText
      x-sdk-method: qqqText
      tags: [qqqTag]
      summary: .
      security: [{ bearerAuth: [] }]
      responses:
        '200':
          description: .
          content: { text/plain: { schema: { $ref: '#/components/schemas/QqqText' }, examples: {} } }
        '204': { description: . }
  /x/{qqq_id}:
    get:
      operationId: doQqqGet
      x-sdk-method: qqqGet
      tags: [qqqTag]
      summary: .
      security: []
      parameters: [{ name: qqq_id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: .
          content: { application/json: { schema: { $ref: '#/components/schemas/QqqUnion' }, examples: {} } }
    patch:
      operationId: doQqqPatch
      x-sdk-method: qqqPatch
      x-sdk-sets-token: true
      x-sdk-retryable: true
      tags: [qqqTag]
      summary: .
      security: []
      parameters: [{ name: qqq_id, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/QqqPart' }, examples: {} } }
      responses:
        '200':
          description: .
          content: { application/json: { schema: { $ref: '#/components/schemas/QqqToken' }, examples: {} } }
    delete:
      operationId: doQqqDelete
      x-sdk-method: qqqDelete
      x-sdk-ends-session: true
      tags: [qqqTag]
      summary: .
      security: [{ bearerAuth: [] }]
      parameters: [{ name: qqq_id, in: path, required: true, schema: { type: string } }]
      responses:
        '204': { description: . }
components:
  responses:
    QqqBad:
      description: .
      x-error-codes: [qqq_error]
      content: { application/json: { schema: { $ref: '#/components/schemas/Problem' }, examples: {} } }
  schemas:
    Problem: { type: object, properties: { qqq_text: { type: string } } }
    ErrorCode:
      type: string
      oneOf:
        - { const: qqq_error, x-status: 400, description: . }
        - { const: qqq_frame_error, x-frame: true, description: . }
    QqqText: { type: string, pattern: '^.*$' }
    QqqColour: { type: string, enum: [red, green] }
    QqqToken: { type: object, required: [token], properties: { token: { type: string } } }
    QqqItem:
      type: object
      required: [qqq_id]
      properties:
        qqq_id: { type: string }
        qqq_at: { type: string, format: date-time }
        qqq_code: { $ref: '#/components/schemas/ErrorCode' }
        qqq_map: { type: object, maxProperties: 1, additionalProperties: { type: string } }
        qqq_null: { type: [string, 'null'], enum: [red, null] }
    QqqList:
      type: object
      required: [qqq_items, qqq_more]
      properties:
        qqq_items: { type: array, items: { $ref: '#/components/schemas/QqqItem' } }
        qqq_more: { type: boolean }
    QqqOne: { type: object, required: [qqq_kind], properties: { qqq_kind: { type: string, const: one } } }
    QqqTwo: { type: object, required: [qqq_kind], properties: { qqq_kind: { type: string, const: two } } }
    QqqUnion:
      oneOf:
        - { $ref: '#/components/schemas/QqqOne' }
        - { $ref: '#/components/schemas/QqqTwo' }
    QqqPart:
      type: object
      additionalProperties: false
      properties:
        qqq_yes: { type: boolean }
    QqqCreate:
      type: object
      additionalProperties: false
      required: [qqq_text]
      properties:
        qqq_text: { type: string, pattern: '^.*$', minLength: 1, maxLength: 9, x-max-bytes: 9 }
        qqq_null: { type: [string, 'null'] }
        qqq_const: { type: string, const: one }
        qqq_colour: { $ref: '#/components/schemas/QqqColour' }
        qqq_code: { $ref: '#/components/schemas/ErrorCode' }
        qqq_whole: { type: integer, minimum: 1, maximum: 9 }
        qqq_number: { type: number }
        qqq_list: { type: array, uniqueItems: true, minItems: 1, maxItems: 9, items: { type: string } }
        qqq_parts: { type: array, items: { $ref: '#/components/schemas/QqqPart' } }
        qqq_part: { $ref: '#/components/schemas/QqqPart' }
`;

export const ASYNCAPI = `asyncapi: 3.0.0
info: { title: Qqq, version: 1.0.0 }
x-rules:
  RT1: .
x-close-codes:
  '1001': { name: qqq_close, reconnect: true, description: . }
operations:
  doQqqIn: { action: receive, channel: { $ref: '#/channels/toServer' } }
  doQqqOut: { action: send, channel: { $ref: '#/channels/fromServer' } }
channels:
  toServer:
    address: /x
    x-retired-types: { qqq.retired: qqq_frame_error }
    messages:
      QqqIn:
        name: qqq.in
        title: .
        summary: .
        x-error-codes: [qqq_frame_error]
        payload: { type: object, required: [type], properties: { type: { type: string, const: qqq.in } } }
        examples: [{}]
  fromServer:
    address: /x
    messages:
      QqqOut:
        name: qqq.out
        title: .
        summary: .
        payload: { type: object, required: [type], properties: { type: { type: string, const: qqq.out } } }
        examples: [{}]
components: {}
`;
