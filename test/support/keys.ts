import type { Person } from './people.js';

/** A key sealed by one person's device for another's. */
export function sealed(from: Person, to: Person, envelope = 'sealed') {
  const { device_id: sender_device_id, device_public_key: sender_public_key } = from.session;
  return { device_id: to.session.device_id, sender_device_id, sender_public_key, envelope };
}
