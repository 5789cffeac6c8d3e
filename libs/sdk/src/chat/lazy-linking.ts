/** Loaded when a device is linked: one file for bundlers that split. */
export { LinkApprover } from './link-approval.js';
export { LinkRequester } from './link-request.js';
