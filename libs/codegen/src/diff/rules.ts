/**
 * `breaking`: a client that kept the old contract may fail. `addition`: there is more than before, and no client need
 * care. `compatible`: no client can fail, but a reviewer should have seen it.
 */
export type Severity = 'breaking' | 'addition' | 'compatible';

/** Whom a change may hurt, or concerns. */
export type Side = 'clients that send' | 'clients that read' | 'server';

/** Whether clients send a value or read it. */
export type Direction = 'sent' | 'read';

const SEND = 'clients that send';
const READ = 'clients that read';

/** What each kind of change means. This table alone decides. */
export const RULES = {
  'operation-removed': ['breaking', SEND],
  'operation-added': ['addition', SEND],
  'operation-id-changed': ['breaking', SEND],
  'server-url-removed': ['breaking', SEND],

  // What the SDK makes of an operation.
  'sdk-method-renamed': ['breaking', SEND],
  'sdk-sets-token-changed': ['breaking', SEND],
  'sdk-ends-session-changed': ['breaking', SEND],
  'sdk-retryable-removed': ['breaking', SEND],
  'sdk-retryable-added': ['addition', SEND],
  'sdk-pages-changed': ['breaking', READ],
  'sdk-pages-added': ['addition', READ],

  'security-tightened': ['breaking', SEND],
  'security-loosened': ['addition', 'server'],
  'security-scheme-changed': ['breaking', SEND],

  // How often a user may call an operation. Less of it refuses calls that were served.
  'rate-added': ['breaking', SEND],
  'rate-lowered': ['breaking', SEND],
  'rate-raised': ['addition', 'server'],
  'rate-removed': ['addition', 'server'],

  'parameter-removed': ['breaking', SEND],
  'parameter-required': ['breaking', SEND],
  'parameter-optional': ['addition', SEND],
  'parameter-added': ['addition', SEND],
  'parameter-moved': ['breaking', SEND],
  'parameter-renamed': ['breaking', SEND],
  'parameter-default-changed': ['breaking', SEND],
  'parameter-choice-narrowed': ['breaking', SEND],
  'parameter-choice-widened': ['addition', SEND],

  'body-added': ['breaking', SEND],
  'body-removed': ['breaking', SEND],

  // Values that clients send: in parameters, bodies and frames. What was accepted has to stay accepted.
  'request-field-required': ['breaking', SEND],
  'request-field-optional': ['addition', SEND],
  'request-field-removed': ['breaking', SEND],
  'request-field-added': ['addition', SEND],
  'frame-field-ignored': ['breaking', SEND],
  'request-type-changed': ['breaking', SEND],
  'request-type-widened': ['addition', SEND],
  'request-null-refused': ['breaking', SEND],
  'request-null-accepted': ['addition', SEND],
  'request-enum-narrowed': ['breaking', SEND],
  'request-enum-widened': ['addition', SEND],
  'request-limit-lowered': ['breaking', SEND],
  'request-limit-raised': ['addition', 'server'],
  'request-pattern-changed': ['breaking', SEND],

  // Values that clients read: in answers and events. What was promised has to stay true, but there may be more.
  'response-field-removed': ['breaking', READ],
  'response-field-optional': ['breaking', READ],
  'response-field-added': ['addition', READ],
  'response-type-changed': ['breaking', READ],
  'response-format-changed': ['breaking', READ],
  'response-null-added': ['breaking', READ],
  'response-const-changed': ['breaking', READ],
  'response-enum-widened': ['addition', READ],
  'response-enum-narrowed': ['compatible', READ],
  'response-value-replaced': ['breaking', READ],
  'response-variant-added': ['addition', READ],
  'response-variant-removed': ['compatible', READ],
  'response-limit-raised': ['addition', READ],
  'response-pattern-changed': ['addition', READ],
  'response-promise-dropped': ['breaking', READ],

  'success-status-changed': ['breaking', READ],
  'content-type-changed': ['breaking', READ],
  'answer-removed': ['breaking', READ],
  'answer-added': ['addition', READ],
  'no-content-added': ['breaking', READ],
  'other-status-changed': ['breaking', READ],
  'response-header-removed': ['breaking', READ],
  'operation-error-removed': ['breaking', READ],
  'operation-error-added': ['addition', READ],
  'error-code-removed': ['breaking', READ],
  'error-code-added': ['addition', READ],
  'error-status-changed': ['breaking', READ],
  'error-frame-removed': ['breaking', READ],
  'error-frame-added': ['addition', READ],
  // Who was told that nothing had changed sends again; who was not gives up, which stays safe.
  'error-passes-removed': ['breaking', READ],
  'error-passes-added': ['addition', READ],

  'frame-removed': ['breaking', SEND],
  'frame-added': ['addition', SEND],
  // Either way the frame takes from a rate that other frames are sent at.
  'frame-signal-changed': ['breaking', SEND],
  'event-removed': ['breaking', READ],
  'event-added': ['addition', READ],
  'realtime-path-changed': ['breaking', SEND],
  'retired-type-removed': ['breaking', SEND],
  'retired-type-changed': ['breaking', SEND],
  'retired-type-added': ['compatible', SEND],
  'close-code-removed': ['breaking', READ],
  'close-code-added': ['addition', READ],
  'close-code-renamed': ['breaking', READ],
  'close-code-reconnect-changed': ['breaking', READ],
  'rule-removed': ['breaking', READ],
  'rule-added': ['addition', READ],
  'rule-reworded': ['compatible', READ],

  'limit-removed': ['breaking', SEND],
  'limit-lowered': ['breaking', SEND],
  'limit-raised': ['addition', 'server'],
  'limit-added': ['breaking', SEND],
  'limit-unit-changed': ['breaking', SEND],
  // Clients time themselves by a duration: too short and too long both hurt.
  'duration-changed': ['breaking', SEND],
  'duration-added': ['addition', SEND],
} as const satisfies Record<string, readonly [Severity, Side]>;

export type Rule = keyof typeof RULES;
