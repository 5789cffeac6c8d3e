/** An openapi.yaml with one of everything that the dialect has. */
export const OPENAPI = `openapi: 3.1.0
info: { title: Sample, version: 1.0.0, license: { name: MIT, identifier: MIT } }
servers: [{ url: / }]
tags:
  - { name: things, description: Things. }
x-limits:
  maxThings: { value: 3, unit: things, description: How many there may be. }
x-anchors:
  problem: &problem
    application/json:
      schema: { $ref: '#/components/schemas/Problem' }
      examples: { text: { value: { error: wrong } } }
paths:
  /things:
    get:
      operationId: listThings
      x-sdk-method: list
      tags: [things]
      summary: List things
      security: []
      parameters:
        - { name: limit, in: query, description: How many., schema: { type: integer, minimum: 1, default: 10 } }
        - { name: all, in: query, schema: { type: boolean } }
      responses:
        '200':
          description: The things.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/ThingList' }
              examples: { none: { value: { things: [], counts: {} } } }
        '400': { $ref: '#/components/responses/Invalid' }
    post:
      operationId: createThing
      x-sdk-method: create
      tags: [things]
      summary: Create a thing
      description: Only one at a time.
      security:
        - adminToken: []
        - bearerAuth: [owner]
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/CreateThing' }
            examples: { box: { value: { name: box, parts: [{ size: 1 }] } } }
      responses:
        '201':
          description: The thing.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
              examples: { box: { value: { kind: box, name: box, note: null } } }
        '400': { $ref: '#/components/responses/Invalid' }
        '404': { $ref: '#/components/responses/Missing' }
  /things/{id}:
    get:
      operationId: getThing
      x-sdk-method: get
      tags: [things]
      summary: Get a thing
      security:
        - bearerAuth: []
      parameters:
        - { $ref: '#/components/parameters/Id' }
      responses:
        '200':
          description: The thing.
          content:
            text/plain:
              schema: { $ref: '#/components/schemas/Name' }
              examples: { box: { value: box } }
        '204': { description: Nothing to see. }
        '503':
          description: The thing, which is broken.
          content:
            text/plain:
              schema: { $ref: '#/components/schemas/Name' }
              examples: { box: { value: box } }
        '404': { $ref: '#/components/responses/Missing' }
    patch:
      operationId: renameThing
      x-sdk-method: rename
      x-sdk-sets-token: true
      x-sdk-retryable: true
      tags: [things]
      summary: Rename a thing
      security:
        - bearerAuth: []
      parameters:
        - { $ref: '#/components/parameters/Id' }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/RenameThing' }
            examples: { box: { value: { name: case } } }
      responses:
        '200':
          description: What it is called by from now on.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Handle' }
              examples: { box: { value: { token: x, since: '2026-03-01T09:30:00.000Z' } } }
        '404': { $ref: '#/components/responses/Missing' }
    delete:
      operationId: deleteThing
      x-sdk-method: delete
      x-sdk-ends-session: true
      tags: [things]
      summary: Delete a thing
      security:
        - bearerAuth: []
      parameters:
        - { $ref: '#/components/parameters/Id' }
      responses:
        '204': { description: It is gone. }
        '404': { $ref: '#/components/responses/Missing' }
  /parts:
    get:
      operationId: listParts
      x-sdk-method: listParts
      x-sdk-pages: { items: handles, more: has_more, older: { before: token }, newer: { after: token } }
      tags: [things]
      summary: List parts
      security:
        - bearerAuth: []
      parameters:
        - { name: before, in: query, schema: { type: string } }
        - { name: after, in: query, schema: { type: string } }
      responses:
        '200':
          description: The handles.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/HandleList' }
              examples: { none: { value: { handles: [], has_more: false, next: x } } }
        '400': { $ref: '#/components/responses/Invalid' }
        '409':
          description: There is nothing to list.
          x-error-codes: [no_parts]
          content: *problem
components:
  securitySchemes:
    bearerAuth: { type: http, scheme: bearer }
    adminToken: { type: apiKey, in: header, name: X-Admin-Token }
  parameters:
    Id: { name: id, in: path, required: true, description: The thing's name., schema: { $ref: '#/components/schemas/Name' }, example: box }
  responses:
    Invalid:
      description: Bad input.
      x-error-codes: [invalid_request]
      headers: { X-Error-Code: { description: The code., schema: { $ref: '#/components/schemas/ErrorCode' } } }
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Problem' }
          examples: { name: { value: { error: bad } } }
    Missing:
      description: No such thing.
      x-error-codes: [thing_not_found]
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Problem' }
          examples: { name: { value: { error: not found } } }
  schemas:
    Name: { type: string, minLength: 1, maxLength: 8, pattern: '^[a-z/]+$', description: A name in small letters. Short. }
    Colour: { type: string, enum: [red, green] }
    ErrorCode:
      type: string
      oneOf:
        - { const: invalid_request, x-status: 400, description: invalid request }
        - { const: thing_not_found, x-status: 404, x-frame: true, description: not found }
        - { const: bad_frame, x-frame: true, x-passes: true, description: bad frame }
        - { const: no_parts, x-status: 409, description: there are no parts }
    Problem: { type: object, required: [error], properties: { error: { type: string } } }
    CreateThing:
      type: object
      additionalProperties: false
      required: [name, parts]
      properties:
        name: { $ref: '#/components/schemas/Name' }
        note: { type: [string, 'null'], x-max-bytes: 9 }
        colour: { $ref: '#/components/schemas/Colour' }
        labels: { type: array, uniqueItems: true, maxItems: 2, items: { type: string, minLength: 2 } }
        parts: { type: array, minItems: 1, items: { $ref: '#/components/schemas/Part' } }
        main: { $ref: '#/components/schemas/Part' }
    RenameThing:
      type: object
      additionalProperties: false
      properties:
        name: { $ref: '#/components/schemas/Name' }
    Handle:
      type: object
      required: [token, since]
      properties:
        token: { type: string }
        since: { type: string, format: date-time }
    HandleList:
      type: object
      required: [handles, has_more, next]
      properties:
        handles: { type: array, items: { $ref: '#/components/schemas/Handle' } }
        has_more: { type: boolean }
        next: { type: string }
    Part:
      type: object
      additionalProperties: false
      required: [size]
      properties:
        size: { type: number, minimum: 0.5, maximum: 9 }
        open: { type: boolean }
        tone: { type: [string, 'null'], enum: [red, green, null] }
    Box:
      type: object
      required: [kind, name, note]
      properties:
        kind: { type: string, const: box }
        name: { $ref: '#/components/schemas/Name' }
        note: { type: [string, 'null'] }
    Ball:
      type: object
      required: [kind]
      properties:
        kind: { type: string, const: ball }
        colour: { $ref: '#/components/schemas/Colour' }
    Thing:
      description: A box or a ball.
      oneOf:
        - { $ref: '#/components/schemas/Box' }
        - { $ref: '#/components/schemas/Ball' }
    ThingList:
      type: object
      required: [things, counts]
      properties:
        things: { type: array, items: { $ref: '#/components/schemas/Thing' } }
        counts: { type: object, additionalProperties: { type: integer } }
`;
